#include "plumbline/theorem/expression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/theorem/decimal.hpp"
#include "plumbline/theorem/parse.hpp"

namespace plumbline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Expression, NamesOfSymbolsAndCallsAreKeptApart) {
  const Claim claim = parse_claim({"", "loss(t) - loss_opt <= exp(-eta*L)*max(loss(0), kappa)"});
  EXPECT_THAT(symbols_of(claim), ElementsAre("L", "eta", "kappa", "loss_opt", "t"));
  EXPECT_THAT(calls_of(claim), ElementsAre("exp", "loss", "max"));
  EXPECT_THAT(symbols_of(*claim.terms[1]), ElementsAre("L", "eta", "kappa"));
  EXPECT_THAT(calls_of(*parse_expression({"", "1 + x"})), IsEmpty());
}

TEST(Decimal, OneTextForEveryWayToWriteANumber) {
  for (const char* seven : {"7", "7.0", "007", "70e-1", "0.7E1", "0.007e+3"}) {
    EXPECT_EQ(canonical_decimal(seven), "7e0") << seven;
  }
  EXPECT_EQ(canonical_decimal("0.50"), "5e-1");
  EXPECT_EQ(canonical_decimal("1200"), "12e2");
  for (const char* zero : {"0", "0.00", "0e7", "000"}) EXPECT_EQ(canonical_decimal(zero), "0e0") << zero;
  EXPECT_NE(canonical_decimal("0.1"), canonical_decimal("0.10000000000000000001"));
}

TEST(Decimal, WholeNumbersBelowTenToTheEighteen) {
  EXPECT_EQ(whole_number("12"), 12);
  EXPECT_EQ(whole_number("1.5e1"), 15);
  EXPECT_EQ(whole_number("0.0"), 0);
  EXPECT_EQ(whole_number("999999999999999999"), 999'999'999'999'999'999);
  EXPECT_EQ(whole_number("1000000000000000000"), std::nullopt);
  EXPECT_EQ(whole_number("1e999999999"), std::nullopt);
  EXPECT_EQ(whole_number("1.5"), std::nullopt);
  EXPECT_EQ(whole_number("1e-3"), std::nullopt);
}

}  // namespace
}  // namespace plumbline
