#include "plumbline/network/memorizing_network.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "plumbline/numeric/error.hpp"
#include "support/exact_rational.hpp"

namespace plumbline {
namespace {

using test::Rational;

Problem random_problem(std::mt19937_64& engine, Eigen::Index inputs, Eigen::Index points, int classes) {
  Problem problem;
  problem.id = "random";
  problem.X = test::random_doubles(engine, inputs, points, 4);
  problem.Y = test::random_integers(engine, 1, points, classes);
  return problem;
}

/// Of every point; evaluated by rationals alone, from the doubles and fractions of the network's text.
std::vector<Rational> outputs(const ReluNetwork& network, const Problem& problem,
                              const LabelledPoints& points) {
  const auto rational = [](const Dyadic& x) {
    Real real(0, 5000);
    real.precision(5000);
    EXPECT_EQ(arf_get_mpfr(real.backend().data(), x.raw(), MPFR_RNDN), 0);
    return test::to_rational(real);
  };
  std::vector<std::vector<Rational>> values;
  for (const Eigen::Index s : points.samples) {
    std::vector<Rational> x;
    for (const double entry : problem.X.col(s)) x.push_back(test::to_rational(entry));
    values.push_back(std::move(x));
  }
  for (std::size_t l = 0; l < network.maps.size(); ++l) {
    const AffineMap& map = network.maps[l];
    std::vector<Rational> weights, biases;
    for (const Dyadic& weight : map.weights) weights.push_back(rational(weight));
    for (const Dyadic& bias : map.biases) biases.push_back(rational(bias));
    for (std::vector<Rational>& x : values) {
      std::vector<Rational> y = biases;
      for (std::size_t i = 0; i < map.rows; ++i) {
        for (std::size_t j = 0; j < map.columns; ++j) y[i] += weights[i * map.columns + j] * x[j];
        if (l + 1 < network.maps.size()) y[i] = std::max(y[i], Rational(0));
      }
      x = std::move(y);
    }
  }
  std::vector<Rational> result;
  for (const std::vector<Rational>& x : values) result.push_back(x.at(0));
  return result;
}

std::vector<Rational> labels_of(const LabelledPoints& points) {
  std::vector<Rational> labels;
  for (const Eigen::Index s : points.samples) {
    labels.emplace_back(points.labels[static_cast<std::size_t>(s)]);
  }
  return labels;
}

TEST(MemorizingNetwork, GivesEveryPointItsLabel) {
  std::mt19937_64 engine(11);
  for (const Eigen::Index inputs : {1, 2, 7}) {
    for (const Eigen::Index n : {1, 2, 3, 8, 9, 27, 28, 60}) {
      for (const int classes : {0, 1, 40}) {
        const Problem problem = random_problem(engine, inputs, n, classes);
        const LabelledPoints points = label_points(problem);
        const ReluNetwork network = memorizing_network(problem, points, {});
        EXPECT_EQ(outputs(network, problem, points), labels_of(points)) << fmt::format("{} {}", inputs, n);
        EXPECT_EQ(network.hidden_width(), 3);
        EXPECT_EQ(network.parameters(), 12 * network.hidden_layers() + 3 * inputs - 5);
      }
    }
  }
}

TEST(MemorizingNetwork, PointsFarApartTakeFoldsAlone) {
  // Two clusters of N/2 neighbours at a distance: one more fold for every doubling of the separation.
  const auto layers = [](double distance) {
    Problem problem;
    problem.id = "clusters";
    problem.X.resize(1, 16);
    problem.Y.resize(1, 16);
    for (Eigen::Index k = 0; k < 16; ++k) {
      problem.X(0, k) = static_cast<double>(k) + (k < 8 ? 0.0 : distance);
      problem.Y(0, k) = static_cast<double>(k % 3);
    }
    const LabelledPoints points = label_points(problem);
    const ReluNetwork network = memorizing_network(problem, points, {});
    EXPECT_EQ(outputs(network, problem, points), labels_of(points));
    return network.hidden_layers();
  };
  EXPECT_LE(std::abs(static_cast<double>(layers(0x1p40) - layers(0x1p30)) - 10.0), 4.0);
}

TEST(MemorizingNetwork, ANetworkWithOneWeightChangedIsCaught) {
  // Whether the exact evaluation of the product finds an error is held against rationals for every weight
  // and bias in turn; and most changes make one.
  std::mt19937_64 engine(12);
  const Problem problem = random_problem(engine, 2, 12, 3);
  const LabelledPoints points = label_points(problem);
  const ReluNetwork network = memorizing_network(problem, points, {});
  const std::vector<Rational> labels = labels_of(points);
  std::int64_t used = 0, caught = 0;
  const auto corrupt = [&](std::size_t layer, bool bias, std::size_t at) {
    ReluNetwork wrong = network;
    Dyadic& entry = bias ? wrong.maps[layer].biases[at] : wrong.maps[layer].weights[at];
    if (entry.is_zero()) return;
    ++used;
    entry += Dyadic(std::int64_t{1});
    bool errs = false;
    for (const Eigen::Index s : points.samples) {
      const Dyadic label(points.labels[static_cast<std::size_t>(s)]);
      errs = errs || evaluate_exactly(wrong, exact_input(problem, s)).front() != label;
    }
    EXPECT_EQ(errs, outputs(wrong, problem, points) != labels) << layer << " " << bias << " " << at;
    caught += errs ? 1 : 0;
  };
  for (std::size_t l = 0; l < network.maps.size(); l += 3) {
    for (std::size_t k = 0; k < network.maps[l].weights.size(); ++k) corrupt(l, false, k);
    for (std::size_t k = 0; k < network.maps[l].biases.size(); ++k) corrupt(l, true, k);
  }
  EXPECT_GT(used, 100);
  EXPECT_GT(static_cast<double>(caught), 0.7 * static_cast<double>(used));
}

TEST(MemorizingNetwork, RoundedWeightsForget) {
  std::mt19937_64 engine(13);
  const Problem problem = random_problem(engine, 3, 40, 5);
  const LabelledPoints points = label_points(problem);
  const auto at = [&](std::int64_t bits) {
    return outputs(memorizing_network(problem, points, {bits, 0, 0}), problem, points);
  };
  EXPECT_NE(at(16), labels_of(points));
  EXPECT_EQ(at(4000), labels_of(points));
  EXPECT_THROW(at(1), InputError);
}

TEST(MemorizingNetwork, EveryRunHasItsOwnDirection) {
  std::mt19937_64 engine(14);
  const Problem problem = random_problem(engine, 3, 9, 2);
  const LabelledPoints points = label_points(problem);
  const auto first = [&](std::uint64_t seed, std::uint64_t run) {
    return memorizing_network(problem, points, {0, seed, run}).maps.front().weights;
  };
  EXPECT_TRUE(first(1, 2) == first(1, 2));
  EXPECT_FALSE(first(1, 2) == first(1, 3));
  EXPECT_FALSE(first(1, 2) == first(2, 2));
}

}  // namespace
}  // namespace plumbline
