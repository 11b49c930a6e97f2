#include "plumbline/verdict/probability.hpp"

#include <boost/math/special_functions/beta.hpp>

#include "plumbline/numeric/error.hpp"

namespace plumbline {

FailureBounds clopper_pearson(std::int64_t failures, std::int64_t failures_upper, std::int64_t runs,
                              double confidence) {
  if (!(0 <= failures && failures <= failures_upper && failures_upper <= runs && runs >= 1 &&
        confidence > 0.0 && confidence < 1.0)) {
    throw InternalError("clopper_pearson: arguments out of range");
  }
  FailureBounds bounds;
  bounds.confidence = confidence;
  const auto n = static_cast<double>(runs);
  const auto k = static_cast<double>(failures);
  const auto k_upper = static_cast<double>(failures_upper);
  if (failures > 0) bounds.lower = boost::math::ibeta_inv(k, n - k + 1.0, 1.0 - confidence);
  if (failures_upper < runs) bounds.upper = boost::math::ibeta_inv(k_upper + 1.0, n - k_upper, confidence);
  return bounds;
}

namespace {

constexpr unsigned kTailDigits = 60;

/// P(first ≤ Bin(N, δ) ≤ last) = Σ C(N, i) δ^i (1 − δ)^{N−i}; C(N, i) is enclosed, which loses about log10 N
/// of the 60 digits and stays fast at any N.
Interval binomial_probability(std::int64_t first, std::int64_t last, std::int64_t runs,
                              const Interval& delta) {
  const Interval p = min_of(max_of(delta, Interval(0)), Interval(1));
  const Interval q = Interval(1) - p;
  Interval sum(0);
  Interval binomial(1);  // C(N, i)
  for (std::int64_t i = 0; i <= last; ++i) {
    if (i >= first) sum += binomial * power(p, i) * power(q, runs - i);
    binomial = binomial * Interval(runs - i) / Interval(i + 1);
  }
  return sum;
}

}  // namespace

Truth refutes(std::int64_t failures, std::int64_t runs, const Interval& delta, double level) {
  if (failures <= 0) return Truth::kFalse;
  const PrecisionScope precision(kTailDigits);
  return less(binomial_probability(failures, runs, runs, delta), exact(level));
}

Truth shows(std::int64_t failures, std::int64_t runs, const Interval& delta, double level) {
  const PrecisionScope precision(kTailDigits);
  return less(binomial_probability(0, failures, runs, delta), exact(level));
}

}  // namespace plumbline
