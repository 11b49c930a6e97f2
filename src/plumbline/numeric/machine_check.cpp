#include "plumbline/numeric/machine_check.hpp"

#include <fmt/format.h>

#include <cfloat>
#include <limits>
#include <mutex>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/parallel.hpp"

namespace plumbline {
namespace {

/// Hides a number from the optimiser, so that the machine and not the compiler does the arithmetic.
double opaque(double x) {
  volatile double y = x;
  return y;
}

bool rounds_to_nearest() {
  const double one = opaque(1.0);
  const double half_ulp = opaque(0x1p-53);
  // Ties to even; just above and below the tie; and the same for negative numbers.
  return one + half_ulp == 1.0 && one + opaque(0x1.8p-53) == 1.0 + 0x1p-52 && one - opaque(0x1p-54) == 1.0 &&
         -one - half_ulp == -1.0 && -one - opaque(0x1.8p-53) == -1.0 - 0x1p-52 &&
         opaque(1.0) / opaque(3.0) == 0x1.5555555555555p-2 &&
         opaque(2.0) / opaque(3.0) == 0x1.5555555555555p-1;
}

bool underflows_gradually() {
  const double smallest_normal = opaque(DBL_MIN);
  const double subnormal = smallest_normal * opaque(0.5);
  return subnormal > 0.0 && subnormal + subnormal == smallest_normal && opaque(0x1p-1074) > 0.0;
}

bool has_no_excess_precision() {
  // In extended precision the sum would keep the small term.
  const double sum = opaque(1.0) + opaque(0x1p-60);
  return FLT_EVAL_METHOD == 0 && sum - 1.0 == 0.0;
}

bool keeps_special_values() {
  const double infinity = opaque(std::numeric_limits<double>::infinity());
  const double nan = infinity - infinity;
  return infinity > DBL_MAX && nan != nan && !(nan <= 1.0);
}

}  // namespace

std::vector<MachineAssumption> check_machine() {
  return {{"IEEE 754 binary64", std::numeric_limits<double>::is_iec559 && DBL_MANT_DIG == 53},
          {"rounding to nearest, ties to even", rounds_to_nearest()},
          {"gradual underflow (no flush-to-zero, no denormals-are-zero)", underflows_gradually()},
          {"no excess precision", has_no_excess_precision()},
          {"infinities and NaN are kept (no -ffast-math)", keeps_special_values()}};
}

std::vector<MachineAssumption> check_machine_threads(unsigned threads) {
  std::vector<MachineAssumption> all = check_machine();
  std::mutex mutex;
  for_each_index(threads, threads, [&](std::int64_t) {
    const std::vector<MachineAssumption> here = check_machine();
    const std::lock_guard<std::mutex> lock(mutex);
    for (std::size_t i = 0; i < all.size(); ++i) all[i].holds = all[i].holds && here[i].holds;
  });
  return all;
}

void require_sound_arithmetic() {
  for (const MachineAssumption& assumption : check_machine()) {
    if (assumption.holds) continue;
    throw InputError(
        fmt::format("this machine does not deliver what rigorous modes assume: {} (see plumb selftest); use "
                    "--rigor sampled",
                    assumption.name));
  }
}

}  // namespace plumbline
