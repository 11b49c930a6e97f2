#include "plumbline/numeric/random_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <vector>

#include "plumbline/numeric/error.hpp"
#include "support/kolmogorov_smirnov.hpp"

namespace plumbline {
namespace {

/// Exceeded with probability below 1e-6 when the law is right.
constexpr double kKolmogorov = 2.7;

template <class Draw>
std::vector<double> sample(int size, Draw draw) {
  std::vector<double> values(static_cast<std::size_t>(size));
  std::generate(values.begin(), values.end(), draw);
  return values;
}

double normal_cdf(double x) {
  return 0.5 * boost::math::erfc(-x / std::sqrt(2.0));
}

std::vector<std::uint64_t> first_bits(RandomStream stream, int count) {
  std::vector<std::uint64_t> bits;
  for (int i = 0; i < count; ++i) bits.push_back(stream.bits());
  return bits;
}

TEST(RandomStream, IsPhilox4x64) {
  // The known answer of Random123 (kat_vectors, philox4x64 10) for counter 0 and key 0.
  const std::vector<std::uint64_t> known = {0x16554d9eca36314cU, 0xdb20fe9d672d0fdcU, 0xd7e772cee186176bU,
                                            0x7e68b68aec7ba23bU};
  EXPECT_EQ(first_bits(RandomStream(0, 0, 0), 4), known);
}

TEST(RandomStream, IsAFunctionOfSeedRunAndLayer) {
  const auto of = [](std::uint64_t seed, std::uint64_t run, std::uint64_t layer) {
    return first_bits(RandomStream(seed, run, layer), 9);
  };
  EXPECT_EQ(of(5, 6, 7), of(5, 6, 7));
  // Every one of the three matters, and exchanging two of them is another stream.
  const std::set<std::vector<std::uint64_t>> streams = {of(5, 6, 7), of(4, 6, 7), of(5, 5, 7), of(5, 6, 8),
                                                        of(6, 5, 7), of(5, 7, 6), of(7, 6, 5)};
  EXPECT_EQ(streams.size(), 7U);
}

TEST(RandomStream, DoesNotRepeatWithinAStream) {
  RandomStream stream(1, 2, 3);
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 20000; ++i) seen.insert(stream.bits());
  EXPECT_EQ(seen.size(), 20000U);
}

TEST(RandomStream, TheOpenIntervalIsOpenAtBothEnds) {
  EXPECT_EQ(open_unit(0), 0x1p-54);
  EXPECT_EQ(open_unit(std::numeric_limits<std::uint64_t>::max()), 1.0 - 0x1p-53);
  EXPECT_EQ(open_unit(std::uint64_t{1} << 63U), 0.5);
  EXPECT_EQ(open_unit(std::uint64_t{3} << 11U), 3.5 * 0x1p-53);
}

TEST(RandomStream, UniformIsUniformAndInsideTheOpenInterval) {
  RandomStream stream(1, 0, 0);
  const std::vector<double> values = sample(20000, [&] { return stream.uniform(); });
  EXPECT_GT(*std::min_element(values.begin(), values.end()), 0.0);
  EXPECT_LT(*std::max_element(values.begin(), values.end()), 1.0);
  EXPECT_LT(test::scaled_ks_statistic(values, [](double x) { return std::clamp(x, 0.0, 1.0); }), kKolmogorov);
}

TEST(RandomStream, NormalIsNormal) {
  RandomStream stream(2, 0, 0);
  const std::vector<double> values = sample(20001, [&] { return stream.normal(); });
  EXPECT_LT(test::scaled_ks_statistic(values, normal_cdf), kKolmogorov);
  // The statistic has teeth: a mean that is off by 0.05 is seen.
  EXPECT_GT(test::scaled_ks_statistic(values, [](double x) { return normal_cdf(x - 0.05); }), kKolmogorov);
}

TEST(RandomStream, BothHalvesOfANormalPairAreIndependent) {
  RandomStream stream(3, 0, 0);
  double product = 0.0;
  double squares = 0.0;
  const int pairs = 20000;
  for (int i = 0; i < pairs; ++i) {
    const double a = stream.normal();
    const double b = stream.normal();
    product += a * b / pairs;
    squares += (a * a - 1.0) * (b * b - 1.0) / pairs;
  }
  EXPECT_LT(std::abs(product), 5.0 / std::sqrt(pairs));
  EXPECT_LT(std::abs(squares), 10.0 / std::sqrt(pairs));  // Var (a² − 1)(b² − 1) = 4
}

TEST(RandomStream, NeighbouringStreamsAreUncorrelated) {
  const int size = 20000;
  const auto draws = [&](std::uint64_t seed, std::uint64_t run, std::uint64_t layer) {
    RandomStream stream(seed, run, layer);
    return sample(size, [&] { return stream.normal(); });
  };
  const std::vector<double> base = draws(0, 0, 1);
  for (const auto& other : {draws(1, 0, 1), draws(0, 1, 1), draws(0, 0, 2)}) {
    double correlation = 0.0;
    for (int i = 0; i < size; ++i) {
      correlation += base[static_cast<std::size_t>(i)] * other[static_cast<std::size_t>(i)] / size;
    }
    EXPECT_LT(std::abs(correlation), 5.0 / std::sqrt(size));
  }
}

TEST(RandomStream, ChiSquaredHasItsLawAtEverySize) {
  for (const double degrees : {0.4, 1.0, 2.0, 7.3, 1000.0}) {
    RandomStream stream(4, 0, 0);
    const std::vector<double> values = sample(10000, [&] { return stream.chi_squared(degrees); });
    const auto cdf = [&](double x) { return boost::math::gamma_p(degrees / 2.0, x / 2.0); };
    EXPECT_LT(test::scaled_ks_statistic(values, cdf), kKolmogorov) << degrees;
    const auto wrong = [&](double x) { return boost::math::gamma_p(degrees * 0.45, x / 2.0); };
    EXPECT_GT(test::scaled_ks_statistic(values, wrong), kKolmogorov) << degrees;
  }
}

TEST(RandomStream, ChiSquaredWithHugeDegreesIsNormalAroundThem) {
  const double degrees = 1e12;
  RandomStream stream(5, 0, 0);
  const std::vector<double> values =
      sample(10000, [&] { return (stream.chi_squared(degrees) - degrees) / std::sqrt(2.0 * degrees); });
  EXPECT_LT(test::scaled_ks_statistic(values, normal_cdf), kKolmogorov);
  RandomStream huge(6, 0, 0);
  EXPECT_NEAR(huge.chi_squared(1e60) / 1e60, 1.0, 1e-12);
}

TEST(RandomStream, ChiSquaredRefusesDegreesWithoutALaw) {
  RandomStream stream(7, 0, 0);
  for (const double degrees :
       {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THROW(stream.chi_squared(degrees), InternalError) << degrees;
  }
}

}  // namespace
}  // namespace plumbline
