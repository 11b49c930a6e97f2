#include "plumbline/training/complement_error.hpp"

#include "plumbline/numeric/norm_bounds.hpp"

namespace plumbline {

Upper complement_error(const Network& network) {
  const Eigen::MatrixXd& n = network.complement;
  const Upper size = frobenius_upper(n);
  const Upper rounding = size * Upper(9.0 * kUnitRoundoff);
  if (network.corner.size() == 0) return rounding;
  const Eigen::MatrixXd defect = n.transpose() * n - Eigen::MatrixXd::Identity(n.cols(), n.cols());
  return frobenius_upper(defect) * (Upper(1.0) + gamma(4.0)) +
         gamma(static_cast<double>(n.rows()) + 2.0) * size * size + rounding;
}

}  // namespace plumbline
