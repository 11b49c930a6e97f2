// One-sample Kolmogorov–Smirnov statistic, for tests of sampled laws at fixed seeds.
#pragma once

#include <functional>
#include <vector>

namespace plumbline::test {

/// √N · sup|F_N − F|. Under the law F it exceeds 2.7 with probability below 1e-6 (2 e^{−2x²}).
double scaled_ks_statistic(std::vector<double> sample, const std::function<double(double)>& cdf);

}  // namespace plumbline::test
