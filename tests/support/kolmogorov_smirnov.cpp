#include "support/kolmogorov_smirnov.hpp"

#include <algorithm>
#include <cmath>

namespace plumbline::test {

double scaled_ks_statistic(std::vector<double> sample, const std::function<double(double)>& cdf) {
  std::sort(sample.begin(), sample.end());
  const auto n = static_cast<double>(sample.size());
  double worst = 0.0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double f = cdf(sample[i]);
    const auto below = static_cast<double>(i);
    worst = std::max({worst, f - below / n, (below + 1.0) / n - f});
  }
  return std::sqrt(n) * worst;
}

}  // namespace plumbline::test
