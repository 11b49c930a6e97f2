#include "plumbline/numeric/random_stream.hpp"

#include <Random123/philox.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "plumbline/numeric/error.hpp"

namespace plumbline {

RandomStream::RandomStream(std::uint64_t seed, std::uint64_t run, std::uint64_t layer)
    : key_{seed, run}, layer_(layer) {}

std::uint64_t RandomStream::bits() {
  if (next_ == buffer_.size()) {
    const r123::Philox4x64::ctr_type counter = {{block_++, layer_, 0, 0}};
    const r123::Philox4x64::key_type key = {{key_[0], key_[1]}};
    const auto block = r123::Philox4x64()(counter, key);
    for (unsigned i = 0; i < buffer_.size(); ++i) buffer_[i] = block[i];
    next_ = 0;
  }
  return buffer_[next_++];
}

double open_unit(std::uint64_t bits) {
  constexpr double kLargestBelowOne = 1.0 - 0x1p-53;  // where k + 1/2 would round to 2^53
  return std::min((static_cast<double>(bits >> 11U) + 0.5) * 0x1p-53, kLargestBelowOne);
}

double RandomStream::uniform() {
  return open_unit(bits());
}

double RandomStream::normal() {
  if (has_spare_normal_) {
    has_spare_normal_ = false;
    return spare_normal_;
  }
  const double radius = std::sqrt(-2.0 * std::log(uniform()));
  const double angle = 2.0 * std::numbers::pi * uniform();
  spare_normal_ = radius * std::sin(angle);
  has_spare_normal_ = true;
  return radius * std::cos(angle);
}

double RandomStream::chi_squared(double degrees) {
  if (!(degrees > 0.0) || !std::isfinite(degrees)) {
    throw InternalError("chi_squared: degrees of freedom must be positive and finite");
  }
  const double shape = degrees / 2.0;
  // Shape below 1: Gamma(a) = Gamma(a + 1) U^{1/a}.
  if (shape < 1.0) {
    const double scale = std::pow(uniform(), 1.0 / shape);
    return chi_squared(degrees + 2.0) * scale;
  }
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = normal();
    const double v = std::pow(1.0 + c * x, 3);
    if (v <= 0.0) continue;
    if (std::log(uniform()) < 0.5 * x * x + d * (1.0 - v + std::log(v))) return 2.0 * d * v;
  }
}

}  // namespace plumbline
