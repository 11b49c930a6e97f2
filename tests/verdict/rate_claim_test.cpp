#include "plumbline/verdict/rate_claim.hpp"

#include <gtest/gtest.h>

#include "support/theorem_sketch.hpp"
#include "theorem/map_environment.hpp"

namespace plumbline {
namespace {

Conclusion conclusion_of(const std::string& claim, const std::vector<std::string>& for_all = {"t >= 0"}) {
  test::TheoremSketch sketch;
  sketch.tables = "[parameters]\nq = 0.5\n[let]\nK = 'loss(0) - loss_opt'\n";
  sketch.conclusions = {{"c", claim, for_all}};
  return test::theorem_of(sketch).conclusions.at(0);
}

TEST(RateClaim, IsFoundInEveryWayItIsWritten) {
  for (const char* claim : {"loss(t) - loss_opt <= q^t*(loss(0) - loss_opt)", "loss(t) - loss_opt < q^t*K",
                            "loss(t) - loss_opt <= K*q^t", "(loss(t) - loss_opt) <= (2*K)*(q)^t"}) {
    const auto found = rate_claim(conclusion_of(claim));
    ASSERT_TRUE(found) << claim;
    EXPECT_EQ(found->factor->text, "q") << claim;
  }
  EXPECT_TRUE(rate_claim(
      conclusion_of("loss(t) - loss_opt <= (1 - eta*L*lambda_r/(2*d_y))^t*K", {"t >= 7", "t < 90"})));
}

TEST(RateClaim, NothingElseIsTakenForOne) {
  // A certificate says that the excess loss shrinks by q² per step: it settles none of these.
  for (const char* claim : {"loss(t) <= q^t*K",
                            "loss(t) - 1 <= q^t*K",
                            "loss_opt - loss(t) <= q^t*K",
                            "loss(0) - loss_opt <= q^t*K",
                            "loss(t - 1) - loss_opt <= q^t*K",
                            "loss(2*t) - loss_opt <= q^t*K",
                            "loss(t) + loss_opt <= q^t*K",
                            "loss(t) - loss_opt >= q^t*K",
                            "loss(t) - loss_opt == q^t*K",
                            "loss(t) - loss_opt <= q^t",
                            "loss(t) - loss_opt <= K*q^(2*t)",
                            "loss(t) - loss_opt <= K*q^(t + 1)",
                            "loss(t) - loss_opt <= K*t^q",
                            "loss(t) - loss_opt <= q^t*t",
                            "loss(t) - loss_opt <= (q*t)^t*K",
                            "loss(t) - loss_opt <= q^t + K",
                            "loss(t) - loss_opt <= K/q^t",
                            "loss(t) - loss_opt <= q^t*K <= 1",
                            "0 <= loss(t) - loss_opt <= q^t*K",
                            "K*q^t >= loss(t) - loss_opt",
                            "loss(t) - loss_opt <= loss(t)*q^t",
                            "loss(t) - loss_opt <= exp(t*log(q))*K"}) {
    EXPECT_FALSE(rate_claim(conclusion_of(claim))) << claim;
  }
  EXPECT_FALSE(rate_claim(conclusion_of("loss(t) - loss_opt <= q^t*K + 0*i", {"t >= 0", "i >= 1"})));
  EXPECT_FALSE(rate_claim(conclusion_of("loss(t) - loss_opt <= q^t*K", {"t >= 0", "i >= 1"})));
  EXPECT_FALSE(rate_claim(conclusion_of("loss(0) - loss_opt <= K", {})));
}

TEST(RateClaim, ExtendsWhenTheSquaredContractionIsNoLarger) {
  const PrecisionScope precision(40);
  const RateClaim claim = *rate_claim(conclusion_of("loss(t) - loss_opt <= q^t*K"));
  MapEnvironment environment;
  const auto extends_at = [&](const Interval& q, const Interval& contraction) {
    environment.symbols["q"] = q;
    return extends(claim, contraction, environment);
  };
  EXPECT_EQ(extends_at(between("0.25", "0.26"), between("0.4", "0.5")), Truth::kTrue);
  EXPECT_EQ(extends_at(between("0.24", "0.26"), between("0.4", "0.5")), Truth::kUnknown);
  EXPECT_EQ(extends_at(between("0.1", "0.15"), between("0.4", "0.5")), Truth::kFalse);
  EXPECT_EQ(extends_at(between("-0.6", "-0.5"), between("0.1", "0.2")), Truth::kFalse);
  EXPECT_NE(extends_at(indeterminate(), between("0.1", "0.2")), Truth::kTrue);
  EXPECT_NE(extends_at(between("0.5", "0.5"), indeterminate()), Truth::kTrue);
}

}  // namespace
}  // namespace plumbline
