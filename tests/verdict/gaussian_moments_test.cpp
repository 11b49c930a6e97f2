// The means and variances of data/theorems/pennington2018-moments.toml against Isserlis' theorem, monomial by
// monomial.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <vector>

#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/verdict/setting.hpp"
#include "support/exact_rational.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::Rational;

/// Integer polynomials in the entries of the factors: exponents to coefficient.
constexpr std::size_t kMostVariables = 9;
using Monomial = std::array<unsigned char, kMostVariables>;
using Polynomial = std::map<Monomial, std::int64_t>;

Polynomial times(const Polynomial& a, const Polynomial& b) {
  Polynomial c;
  for (const auto& [p, x] : a) {
    for (const auto& [q, y] : b) {
      Monomial sum = p;
      for (std::size_t k = 0; k < kMostVariables; ++k) sum[k] = static_cast<unsigned char>(sum[k] + q[k]);
      c[sum] += x * y;
    }
  }
  return c;
}
Polynomial plus(Polynomial a, const Polynomial& b) {
  for (const auto& [p, x] : b) a[p] += x;
  return a;
}

using PolynomialMatrix = std::vector<std::vector<Polynomial>>;

PolynomialMatrix product(const PolynomialMatrix& a, const PolynomialMatrix& b) {
  PolynomialMatrix c(a.size(), std::vector<Polynomial>(b.front().size()));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.front().size(); ++j) {
      for (std::size_t k = 0; k < b.size(); ++k) c[i][j] = plus(c[i][j], times(a[i][k], b[k][j]));
    }
  }
  return c;
}

/// E of x^e over independent standard normals: Π (e_k − 1)!! for even e_k.
Rational mean(const Polynomial& polynomial) {
  Rational sum = 0;
  for (const auto& [exponents, coefficient] : polynomial) {
    Rational term = coefficient;
    for (const unsigned char e : exponents) {
      if (e % 2 == 1) term = 0;
      for (int odd = e - 1; odd > 1; odd -= 2) term *= odd;
    }
    sum += term;
  }
  return sum;
}

/// m_1 and m_2 of the spectrum of a product of N matrices of size m, times m^(N+1) and m^(2N+1).
struct Moments {
  Polynomial first, second;
};
Moments moments(std::size_t m, std::size_t factors) {
  std::size_t variable = 0;
  PolynomialMatrix w;
  for (std::size_t f = 0; f < factors; ++f) {
    PolynomialMatrix next(m, std::vector<Polynomial>(m));
    for (auto& row : next) {
      for (Polynomial& entry : row) {
        Monomial one{};
        one.at(variable++) = 1;
        entry[one] = 1;
      }
    }
    w = f == 0 ? next : product(next, w);
  }
  PolynomialMatrix transposed(m, std::vector<Polynomial>(m));
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < m; ++j) transposed[j][i] = w[i][j];
  }
  const PolynomialMatrix gram = product(w, transposed);
  Moments result;
  for (std::size_t i = 0; i < m; ++i) {
    result.first = plus(result.first, gram[i][i]);
    for (std::size_t j = 0; j < m; ++j) result.second = plus(result.second, times(gram[i][j], gram[j][i]));
  }
  return result;
}

void expect_moments(std::int64_t m, std::int64_t factors) {
  const Theorem theorem = test::theorem_from_tree("data/theorems/pennington2018-moments.toml");
  const PrecisionScope precision(60);
  Setting setting;
  setting.depth = factors + 2;
  setting.width = m;
  setting.eta = Interval(1);
  const SettingEnvironment environment(theorem, test::bundled_problem("scalar-one").quantities(), setting);
  const Moments exact = moments(static_cast<std::size_t>(m), static_cast<std::size_t>(factors));
  const Rational width(m);
  const auto power = [&](std::int64_t k) {
    Rational result = 1;
    for (std::int64_t i = 0; i < k; ++i) result *= width;
    return result;
  };
  const Rational one = power(factors + 1), two = power(2 * factors + 1);
  const Rational variance_1 = mean(times(exact.first, exact.first)) / (one * one) - 1;
  const Rational mean_2 = mean(exact.second) / two;
  const Rational square_2 = mean(times(exact.second, exact.second)) / (two * two);
  const auto expect = [&](const char* name, const Rational& truth) {
    const Interval value = environment.symbol(name);
    EXPECT_TRUE(test::contains(value, truth))
        << fmt::format("{} at m = {}, N = {}: {}", name, m, factors, format_human(value, 20));
    EXPECT_LT(static_cast<double>(upper(value) - lower(value)), 1e-30) << name;
  };
  EXPECT_EQ(mean(exact.first), one);
  expect("variance_1", variance_1);
  expect("mean_2", mean_2);
  expect("square_2", square_2);
  expect("variance_2", square_2 - mean_2 * mean_2);
}

TEST(GaussianMoments, OfOneMatrix) {
  for (const std::int64_t m : {1, 2, 3}) expect_moments(m, 1);
}

TEST(GaussianMoments, OfProducts) {
  for (const std::int64_t n : {2, 5, 9}) expect_moments(1, n);
  expect_moments(2, 2);
}

}  // namespace
}  // namespace plumbline
