#include "plumbline/certificate/escape.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/Geometry>

#include "certificate/escape_support.hpp"
#include "plumbline/certificate/escape_json.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/exact_matrix.hpp"

namespace plumbline {
namespace {

using test::gaussian_problem;
using test::Matrices;
using test::plain_escape_time;
using test::PlainDescent;
using test::Slip;
using testing::HasSubstr;

EscapeRequest request_of(std::int64_t depth, std::int64_t width, std::uint64_t seed = 0) {
  EscapeRequest request;
  request.depth = depth;
  request.width = width;
  request.seed = seed;
  request.threads = 2;
  return request;
}

Matrices weights_of(const EscapeRequest& r, const Problem& p) {
  return escape_weights(r.depth, r.width, p.X.rows(), p.Y.rows(), r.seed);
}

struct EscapingRun {
  std::int64_t depth, width;
  std::uint64_t seed;
  std::string eta, sigma;
};

class EscapeTime : public testing::TestWithParam<EscapingRun> {};

TEST_P(EscapeTime, IsNeverAboveTheStepAtWhichARunLeavesTheBand) {
  const Problem problem = gaussian_problem(3, 2, 3);
  EscapeRequest request = request_of(GetParam().depth, GetParam().width, GetParam().seed);
  request.eta = GetParam().eta;
  request.sigma = GetParam().sigma;
  const EscapeCertificate certificate = certify_escape(problem, request);
  ASSERT_TRUE(certificate.proved) << certificate.reason;
  PlainDescent run(weights_of(request, problem), problem, std::stod(request.sigma), std::stod(request.eta));
  constexpr std::int64_t kMost = 20000;
  const std::int64_t escape = run.first_step_outside(0.4, 0.6, kMost);
  ASSERT_LE(escape, kMost) << "this case was chosen because it escapes";
  EXPECT_LT(std::stod(certificate.iterations), static_cast<double>(escape));
  // Not empty either: within three orders of magnitude of the truth.
  EXPECT_GT(std::stod(certificate.iterations), static_cast<double>(escape) / 1000.0);
}

INSTANTIATE_TEST_SUITE_P(SmallNetworks, EscapeTime,
                         testing::Values(EscapingRun{10, 1, 1, "1", "1"}, EscapingRun{16, 1, 2, "1", "1"},
                                         EscapingRun{16, 1, 3, "30", "1"}, EscapingRun{24, 1, 1, "30", "1"},
                                         EscapingRun{24, 1, 2, "1000", "1"}, EscapingRun{32, 2, 0, "1", "1"},
                                         EscapingRun{32, 2, 1, "1", "1"}, EscapingRun{40, 2, 1, "1", "1"},
                                         EscapingRun{40, 2, 2, "30", "1"}, EscapingRun{40, 3, 1, "1", "1"},
                                         EscapingRun{32, 2, 2, "1", "1.05"},
                                         EscapingRun{32, 1, 1, "100", "1.1"},
                                         EscapingRun{16, 1, 2, "10", "0.95"}));

TEST(EscapeCertificate, ARunOfTenThousandStepsStaysInTheBandItProves) {
  const Problem problem = gaussian_problem(4, 3, 4);
  const EscapeRequest request = request_of(200, 4, 4);
  const EscapeCertificate certificate = certify_escape(problem, request);
  ASSERT_TRUE(certificate.proved);
  EXPECT_GE(std::stod(certificate.iterations), 1e4);
  PlainDescent run(weights_of(request, problem), problem, 1.0, 1.0);
  // Inside the sharper range of the certificate too; 1e-12 for the rounding of the plain run.
  const double low = std::stod(certificate.loss_at_least) - 1e-12;
  const double high = std::stod(certificate.loss_at_most) + 1e-12;
  EXPECT_EQ(run.first_step_outside(low, high, 10000), 10001);
}

TEST(EscapeCertificate, ProvesExponentiallyLongTimesAtWidthFour) {
  const Problem problem = gaussian_problem(4, 3, 4);
  int long_enough = 0;
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const EscapeCertificate certificate = certify_escape(problem, request_of(500, 4, seed));
    long_enough += certificate.proved && certificate.log10_iterations >= 15.0 ? 1 : 0;
  }
  EXPECT_GE(long_enough, 6);
}

TEST(EscapeCertificate, ProvesTrillionsOfStepsAtDepthThousandAndWidthTen) {
  const EscapeCertificate certificate = certify_escape(gaussian_problem(20, 5, 8), request_of(1000, 10));
  EXPECT_TRUE(certificate.proved);
  EXPECT_GE(certificate.log10_iterations, 12.0);
}

TEST(EscapeCertificate, NormsBelowDoubleRange) {
  // ‖A_L ⋯ A_1‖ near e^(-0.135·10000) = 1e-587, and the iterations as long.
  const EscapeCertificate certificate = certify_escape(gaussian_problem(4, 3, 4), request_of(10000, 4));
  EXPECT_TRUE(certificate.proved);
  EXPECT_GT(certificate.log10_iterations, 400.0);
  EXPECT_THAT(certificate.output_at_most, HasSubstr("e-5"));
}

TEST(EscapeCertificate, BlocksCostLittle) {
  const Problem problem = gaussian_problem(4, 3, 4);
  EscapeRequest request = request_of(400, 4, 1);
  const double whole = certify_escape(problem, request).log10_iterations;
  request.block = 7;
  const double blocks = certify_escape(problem, request).log10_iterations;
  EXPECT_LT(blocks, whole);
  EXPECT_GT(blocks, whole - 2.0);
}

/// The production bound at one radius against the recursions written out in plain double.
void expect_same_as_plain(const EscapeRequest& request, const Problem& problem, double radius) {
  const Matrices layers = weights_of(request, problem);
  const EscapeBounds::AtRadius at = EscapeBounds(layers, problem.X, 1, 1).at(radius);
  const double sigma = std::stod(request.sigma);
  double output = 0.0;
  const double plain = plain_escape_time(layers, problem, sigma, 1.0, radius, Slip::kNone, &output);
  double roots = std::pow(static_cast<double>(request.width), static_cast<double>(request.depth - 1));
  roots = std::sqrt(roots * static_cast<double>(problem.Y.rows()));
  const double scale = std::pow(sigma, static_cast<double>(request.depth)) / roots / problem.X.norm();
  const double u = scale * std::exp2(at.forward.back().approx_log2());
  EXPECT_NEAR(u / output, 1.0, 1e-9);
  const double t = radius * sigma * sigma / (scale * std::exp2(at.steepest.approx_log2()) * (1.0 + u));
  EXPECT_NEAR(t / plain, 1.0, 1e-9);
}

TEST(EscapeBounds, AreTheRecursionsOfTheTheory) {
  const Problem problem = gaussian_problem(5, 2, 7);
  for (const double radius : {1e-6, 1e-3, 0.05, 0.5}) {
    expect_same_as_plain(request_of(12, 3, 1), problem, radius);
    expect_same_as_plain(request_of(2, 4, 2), problem, radius);
    EscapeRequest scaled = request_of(9, 1, 3);
    scaled.sigma = "1.25";
    expect_same_as_plain(scaled, problem, radius);
  }
}

TEST(EscapeBounds, CoverTheRoundingOfTheFirstProduct) {
  // X in the kernel of Z_1 up to the rounding of X: Z_1 X is all rounding, and the computed one often 0.
  const PrecisionScope scope(40);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Matrices layers = escape_weights(3, 2, 3, 2, seed);
    const Eigen::Vector3d kernel =
        Eigen::Vector3d(layers[0].row(0).transpose()).cross(Eigen::Vector3d(layers[0].row(1).transpose()));
    const EscapeBounds::AtRadius at = EscapeBounds(layers, kernel, 1, 1).at(0.0);
    ExactMatrix product(kernel);
    for (std::size_t i = 0; i < layers.size(); ++i) {
      product = ExactMatrix(layers[i]) * product;
      const Interval norm = sqrt_of(enclose(frobenius_squared(product)));
      EXPECT_EQ(less_equal(norm, at.forward[i + 1].point()), Truth::kTrue)
          << "seed " << seed << " layer " << i;
      EXPECT_LT(at.forward[i + 1].approx_log2(), -40.0);
    }
  }
}

TEST(EscapeCertificate, TheRadiusIsNearlyTheBest) {
  const Problem problem = gaussian_problem(3, 2, 3);
  for (const std::uint64_t seed : {0U, 1U, 2U}) {
    EscapeRequest request = request_of(30, 2, seed);
    request.eta = "0.001";
    const EscapeCertificate certificate = certify_escape(problem, request);
    const Matrices layers = weights_of(request, problem);
    double best = 0.0;
    for (double radius = 1e-6; radius < 1.0; radius *= 1.02) {
      double output = 0.0;
      const double t = plain_escape_time(layers, problem, 1.0, 0.001, radius, Slip::kNone, &output);
      if (output < std::sqrt(1.2) - 1.0) best = std::max(best, t);
    }
    EXPECT_GT(std::stod(certificate.iterations), 0.98 * best - 1.0) << "seed " << seed;
    EXPECT_LT(std::stod(certificate.iterations), 1.02 * best + 1.0) << "seed " << seed;
  }
}

TEST(EscapeCertificate, UnitDataMeansDividedByTheNorms) {
  // X and Y of norm exactly 1 and 2: as given, and scaled by powers of two with unit data.
  Problem problem;
  problem.id = "two";
  problem.X = Eigen::MatrixXd::Identity(2, 2).row(0);
  problem.Y = 2.0 * problem.X;
  EscapeRequest request = request_of(60, 2, 1);
  const std::string unit = certify_escape(problem, request).iterations;
  Problem other = problem;
  other.X *= 1024.0;
  other.Y *= 0.125;
  EXPECT_EQ(certify_escape(other, request).iterations, unit);
  Problem normalised = problem;
  normalised.Y = problem.X;
  request.unit_data = false;
  EXPECT_EQ(certify_escape(normalised, request).iterations, unit);
  EXPECT_NE(certify_escape(other, request).iterations, unit);
}

TEST(EscapeCertificate, SaysWhyNothingIsProved) {
  const Problem problem = gaussian_problem(3, 2, 3);
  const EscapeCertificate shallow = certify_escape(problem, request_of(3, 8));
  EXPECT_FALSE(shallow.proved);
  EXPECT_THAT(shallow.reason, HasSubstr("not frozen"));
  EXPECT_EQ(shallow.iterations, "0");
  EscapeRequest fast = request_of(40, 2);
  fast.eta = "1e9";
  const EscapeCertificate too_fast = certify_escape(problem, fast);
  EXPECT_FALSE(too_fast.proved);
  EXPECT_THAT(too_fast.reason, HasSubstr("less than one"));
  const auto json = escape_json(too_fast, "p");
  EXPECT_FALSE(json["proved"].get<bool>());
  EXPECT_TRUE(json["radius"].is_null());
}

TEST(EscapeCertificate, ThreadsDoNotChangeAByte) {
  const Problem problem = gaussian_problem(3, 2, 3);
  EscapeRequest request = request_of(150, 3);
  request.threads = 1;
  const std::string one = escape_json(certify_escape(problem, request), "p").dump();
  request.threads = 3;
  EXPECT_EQ(escape_json(certify_escape(problem, request), "p").dump(), one);
}

TEST(EscapeCertificate, RefusesBadRequestsWithTheField) {
  const auto message = [](const Problem& problem, const std::function<void(EscapeRequest&)>& spoil) {
    EscapeRequest request = request_of(20, 2);
    spoil(request);
    try {
      certify_escape(problem, request);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  Problem problem = gaussian_problem(3, 2, 3);
  EXPECT_EQ(message(problem, [](auto& r) { r.depth = 1; }), "depth: found 1, expected 2 to 100000");
  EXPECT_EQ(message(problem, [](auto& r) { r.width = 0; }), "width: found 0, expected at least 1");
  EXPECT_EQ(message(problem, [](auto& r) { r.block = 21; }),
            "block: found 21, expected 0 (choose) to the depth 20");
  EXPECT_EQ(message(problem, [](auto& r) { r.eta = "0"; }),
            "eta: found '0', expected a decimal number above 0");
  EXPECT_EQ(message(problem, [](auto& r) { r.sigma = "wide"; }),
            "sigma: found 'wide', expected a decimal number above 0");
  EXPECT_EQ(message(problem, [](auto& r) { r.band_low = "0.5"; }),
            "band-low: found '0.5', expected a decimal number from 0 to below 0.5");
  EXPECT_EQ(message(problem, [](auto& r) { r.band_high = "0.4"; }),
            "band-high: found '0.4', expected a decimal number above 0.5");
  EXPECT_THAT(message(problem, [](auto& r) { r.width = 100000; }), HasSubstr("the limit is 1 GiB"));
  problem.Y.setZero();
  EXPECT_THAT(message(problem, [](auto&) {}), HasSubstr("every target is zero"));
}

}  // namespace
}  // namespace plumbline
