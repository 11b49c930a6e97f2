#include "plumbline/numeric/machine_check.hpp"

#include <gtest/gtest.h>
#include <xmmintrin.h>

#include <cfenv>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

bool holds(const std::string& start) {
  for (const MachineAssumption& assumption : check_machine()) {
    if (assumption.name.starts_with(start)) return assumption.holds;
  }
  ADD_FAILURE() << start;
  return false;
}

TEST(MachineCheck, ThisMachineIsSoundInEveryThread) {
  for (const MachineAssumption& assumption : check_machine_threads(4))
    EXPECT_TRUE(assumption.holds) << assumption.name;
  EXPECT_NO_THROW(require_sound_arithmetic());
}

TEST(MachineCheck, NoticesAnotherRoundingMode) {
  for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
    ASSERT_EQ(std::fesetround(mode), 0);
    const bool nearest = holds("rounding");
    bool refused = false;
    try {
      require_sound_arithmetic();
    } catch (const InputError&) {
      refused = true;
    }
    std::fesetround(FE_TONEAREST);
    EXPECT_FALSE(nearest) << mode;
    EXPECT_TRUE(refused) << mode;
  }
  EXPECT_TRUE(holds("rounding"));
}

TEST(MachineCheck, NoticesFlushToZeroAndDenormalsAreZero) {
  const unsigned before = _mm_getcsr();
  for (const unsigned bit : {0x8000U, 0x0040U}) {
    _mm_setcsr(before | bit);
    const bool gradual = holds("gradual");
    _mm_setcsr(before);
    EXPECT_FALSE(gradual) << bit;
  }
  EXPECT_TRUE(holds("gradual"));
}

}  // namespace
}  // namespace plumbline
