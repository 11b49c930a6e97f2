#include "plumbline/training/start_error.hpp"

#include "plumbline/numeric/norm_bounds.hpp"

namespace plumbline {

Upper complement_error(const Network& network) {
  const Eigen::MatrixXd& n = network.complement;
  const Upper rounding = frobenius_upper(n) * Upper(9.0 * kUnitRoundoff);
  if (network.corner.size() > 0) return isometry_defect(n) + rounding;
  if (network.isometric.empty() || !network.isometric.front()) return rounding;
  return start_defect(network, 1) + rounding;
}

Upper start_defect(const Network& network, Eigen::Index layer) {
  const auto at = static_cast<std::size_t>(layer - 1);
  if (network.isometric.empty() || !network.isometric[at]) return {};
  const Eigen::MatrixXd& stored = network.trained[at];
  if (layer > 1 || network.complement.size() == 0) return isometry_defect(stored);
  Eigen::MatrixXd whole(stored.rows(), stored.cols() + network.complement.cols());
  whole << stored, network.complement;
  return isometry_defect(whole);
}

}  // namespace plumbline
