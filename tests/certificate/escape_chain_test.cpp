#include "plumbline/certificate/escape_chain.hpp"

#include <gtest/gtest.h>

#include "plumbline/network/haar.hpp"
#include "plumbline/numeric/dense_spectrum.hpp"
#include "plumbline/numeric/exact_matrix.hpp"

namespace plumbline {
namespace {

using Matrices = std::vector<Eigen::MatrixXd>;

/// sizes d_0, …, d_K; C_k is d_k × d_{k−1}.
Matrices draw_chain(const std::vector<Eigen::Index>& sizes, std::uint64_t seed) {
  Matrices chain;
  for (std::size_t k = 1; k < sizes.size(); ++k) {
    RandomStream stream(seed, 0, k);
    chain.push_back(gaussian_matrix(sizes[k], sizes[k - 1], stream));
  }
  return chain;
}

ChainBounds bounds_of(const Matrices& chain, std::size_t block, unsigned threads = 1) {
  std::vector<ChainFactor> factors;
  for (const Eigen::MatrixXd& c : chain) factors.push_back({ScaledMatrix(c), Upward(), Upward(1.0)});
  return ChainBounds(factors, block, threads);
}

/// ‖C_j ⋯ C_1‖_F exactly, rounded to 40 digits; C_j ⋯ C_1 in exact rationals.
std::vector<Interval> exact_norms(const Matrices& chain) {
  std::vector<Interval> norms;
  ExactMatrix product(chain.front());
  for (std::size_t k = 0; k < chain.size(); ++k) {
    if (k > 0) product = ExactMatrix(chain[k]) * product;
    norms.push_back(sqrt_of(enclose(frobenius_squared(product))));
  }
  return norms;
}

/// How far the bound is above the exact norm, relative; negative if it is no bound.
double excess(const Upward& bound, const Interval& norm) {
  return lower_double((bound.point() - norm) / norm);
}

class EscapeChainBlocks : public testing::TestWithParam<std::size_t> {};

TEST_P(EscapeChainBlocks, AtRadiusZeroTheNormsAreThoseOfExactProducts) {
  const PrecisionScope scope(40);
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const Matrices chain = draw_chain({7, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 3}, seed);
    const std::vector<Interval> norms = exact_norms(chain);
    const std::vector<Upward> bounds = bounds_of(chain, GetParam()).at(Upward());
    for (std::size_t j = 1; j <= chain.size(); ++j) {
      EXPECT_GE(excess(bounds[j], norms[j - 1]), 0.0);
      // Inside a block the bound is a product of two norms; at its end it is the norm itself.
      const bool end_of_block = j % GetParam() == 0 || j == chain.size();
      if (end_of_block) {
        EXPECT_LE(excess(bounds[j], norms[j - 1]), 1e-11) << "j = " << j;
      }
    }
  }
}

TEST_P(EscapeChainBlocks, NoMembersOfTheSetsHaveALargerProduct) {
  constexpr double kRadius = 0.05;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Matrices chain = draw_chain({4, 6, 3, 3, 1, 5, 5, 5, 2, 2}, seed);
    const std::vector<Upward> bounds = bounds_of(chain, GetParam()).at(Upward(kRadius));
    for (std::uint64_t draw = 0; draw < 50; ++draw) {
      RandomStream stream(seed, 1 + draw, 0);
      Eigen::MatrixXd product = Eigen::MatrixXd::Identity(4, 4);
      for (std::size_t k = 0; k < chain.size(); ++k) {
        Eigen::MatrixXd change = gaussian_matrix(chain[k].rows(), chain[k].cols(), stream);
        if (draw % 2 ==
            0) {  // the worst direction for the product so far: u·vᵀ of its largest singular value
          const Eigen::VectorXd direction = approx_left_singular(product).vectors.col(0);
          const Eigen::VectorXd image = chain[k] * direction;
          change = image.normalized() * direction.transpose();
        }
        product = (chain[k] + kRadius / change.norm() * change) * product;
        EXPECT_LE(product.norm(), std::exp2(bounds[k + 1].approx_log2()) * (1.0 + 1e-12));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(AllSizes, EscapeChainBlocks, testing::Values(1, 2, 4, 20));

TEST(EscapeChain, TheBoundIsSharpForScalars) {
  // 1 × 1, all entries positive: the largest product is ∏ (c_k + R), and the recursion gives exactly that.
  Matrices chain(12, Eigen::MatrixXd::Constant(1, 1, 0.75));
  for (const std::size_t block : {std::size_t{1}, std::size_t{5}}) {
    const std::vector<Upward> bounds = bounds_of(chain, block).at(Upward(0.125));
    for (std::size_t j = 0; j <= chain.size(); ++j) {
      EXPECT_NEAR(bounds[j].approx_log2(), static_cast<double>(j) * std::log2(0.875), 1e-12);
    }
  }
}

TEST(EscapeChain, RoundedNormsAloneAreNoBounds) {
  // Why the ε_k are there: the norm of a product computed in double lies below the exact one now and then.
  const PrecisionScope scope(40);
  int below = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Matrices chain = draw_chain({5, 5, 5, 5, 5, 5}, seed);
    Eigen::MatrixXd product = chain.front();
    for (std::size_t k = 1; k < chain.size(); ++k) product = Eigen::MatrixXd(chain[k] * product);
    below += less(exact(product.norm()), exact_norms(chain).back()) == Truth::kTrue ? 1 : 0;
  }
  EXPECT_GT(below, 2);
}

TEST(EscapeChain, DeepChainsKeepTheirExponents) {
  // ‖C_3000 ⋯ C_1‖ with exact integers of 30000 bits; C_k scaled so that norms run down to 2^-9000.
  const PrecisionScope scope(40);
  Matrices chain = draw_chain(std::vector<Eigen::Index>(3001, 3), 8);
  for (Eigen::MatrixXd& c : chain) c = (256.0 * c).array().round() * 0x1p-12;
  const std::vector<Interval> norms = exact_norms(chain);
  const std::vector<Upward> bounds = bounds_of(chain, 1, 2).at(Upward());
  EXPECT_LT(bounds.back().approx_log2(), -9000.0);
  for (const std::size_t j : {std::size_t{1}, std::size_t{1000}, std::size_t{2999}, std::size_t{3000}}) {
    EXPECT_GE(excess(bounds[j], norms[j - 1]), 0.0);
    EXPECT_LE(excess(bounds[j], norms[j - 1]), 1e-9);
  }
}

TEST(EscapeChain, EntriesOfAllMagnitudes) {
  const PrecisionScope scope(40);
  Matrices chain = draw_chain({3, 3, 3, 3}, 1);
  chain[0](0, 0) = 1e-300;
  chain[0].row(1) *= 1e300;
  chain[1].col(1) *= 1e-305;  // the large row meets a small column
  chain[2] *= 0x1p-1060;      // subnormal
  const std::vector<Interval> norms = exact_norms(chain);
  const std::vector<Upward> bounds = bounds_of(chain, 1).at(Upward());
  for (std::size_t j = 1; j <= chain.size(); ++j) EXPECT_GE(excess(bounds[j], norms[j - 1]), 0.0);
}

TEST(EscapeChain, ZeroFactorsGiveZero) {
  Matrices chain = draw_chain({2, 2, 2, 2}, 1);
  chain[1].setZero();
  const std::vector<Upward> bounds = bounds_of(chain, 1).at(Upward());
  EXPECT_FALSE(bounds[1].is_zero());
  EXPECT_TRUE(bounds[2].is_zero());
  EXPECT_TRUE(bounds[3].is_zero());
  EXPECT_FALSE(bounds_of(chain, 1).at(Upward(0.1))[3].is_zero());
}

TEST(EscapeChain, ThreadsDoNotChangeABit) {
  const Matrices chain = draw_chain(std::vector<Eigen::Index>(400, 4), 3);
  const std::vector<Upward> one = bounds_of(chain, 1, 1).at(Upward(0.01));
  const std::vector<Upward> three = bounds_of(chain, 1, 3).at(Upward(0.01));
  for (std::size_t j = 0; j < one.size(); ++j) {
    EXPECT_EQ(one[j].mantissa(), three[j].mantissa());
    EXPECT_EQ(one[j].exponent(), three[j].exponent());
  }
}

TEST(EscapeChain, RefusesInfiniteEntries) {
  Matrices chain = draw_chain({2, 2, 2}, 1);
  chain[1](0, 1) = INFINITY;
  EXPECT_THROW(bounds_of(chain, 1), InternalError);
  chain[1](0, 1) = NAN;
  EXPECT_THROW(bounds_of(chain, 1), InternalError);
}

}  // namespace
}  // namespace plumbline
