#include "plumbline/verdict/rate_claim.hpp"

#include <gtest/gtest.h>

#include "plumbline/theorem/parse.hpp"

namespace plumbline {
namespace {

Conclusion conclusion(const std::string& claim, const std::set<std::string>& quantified = {"t"}) {
  Conclusion c;
  c.name = "test";
  c.quantified = quantified;
  c.claim = parse_claim({"test", claim});
  return c;
}

/// Gives the factor one value.
class FactorEnvironment : public Environment {
 public:
  explicit FactorEnvironment(const std::string& value) : value_(value) {}
  Interval symbol(const std::string&) const override { return enclose_decimal(value_); }
  Interval observe(const std::string&, const std::vector<std::int64_t>&) const override { return Interval(1); }

 private:
  std::string value_;
};

TEST(RateClaim, IsRecognisedInItsForms) {
  for (const std::string claim : {"loss(t) - loss_opt <= (1 - eta)^t*(loss(0) - loss_opt)",
                                  "loss(t) - loss_opt < kappa*q^t", "loss(t) - loss_opt <= q^t*3"}) {
    EXPECT_TRUE(rate_claim(conclusion(claim))) << claim;
  }
}

TEST(RateClaim, NothingElseIsTakenForOne) {
  for (const std::string claim :
       {"loss(t) <= q^t*loss(0)",                             // ℓ* is missing
        "loss(t) - loss_opt >= q^t*loss(0)",                  // the wrong direction
        "loss(t) - loss_opt <= q^(2*t)*loss(0)",              // another exponent
        "loss(t) - loss_opt <= (q*t)^t*3",                    // a factor that moves
        "loss(t) - loss_opt <= q^t*t",                        // a constant that moves
        "loss(t) - loss_opt <= q^t*loss(t)",                  // likewise
        "loss(0) - loss_opt <= q^t*3",                        // not the loss at t
        "loss(t) - loss_opt <= q^t + 3",                      // a sum
        "loss(t) - loss_opt <= q^t*3 <= 5"}) {                // a chain
    EXPECT_FALSE(rate_claim(conclusion(claim))) << claim;
  }
  EXPECT_FALSE(rate_claim(conclusion("loss(t) - loss_opt <= q^t*3", {"t", "i"})));
}

TEST(RateClaim, ExtendsOnlyWhenTheSquaredContractionIsSurelyWithinTheFactor) {
  const PrecisionScope precision(40);
  const auto claim = rate_claim(conclusion("loss(t) - loss_opt <= q^t*3"));
  ASSERT_TRUE(claim);
  const Interval contraction = enclose_decimal("0.9");  // q² = 0.81
  EXPECT_EQ(extends(*claim, contraction, FactorEnvironment("0.811")), Truth::kTrue);
  EXPECT_EQ(extends(*claim, contraction, FactorEnvironment("0.809")), Truth::kFalse);
  EXPECT_NE(extends(*claim, contraction, FactorEnvironment("-0.5")), Truth::kTrue);
  EXPECT_NE(extends(*claim, hull(contraction, Interval(0)), FactorEnvironment("0.8")), Truth::kTrue);
}

}  // namespace
}  // namespace plumbline
