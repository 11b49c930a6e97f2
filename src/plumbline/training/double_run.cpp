#include "plumbline/training/double_run.hpp"

#include <utility>

#include "plumbline/numeric/error.hpp"

namespace plumbline {

Form form_of_run(const ReducedProblem& problem, const InitialisationSpec& spec,
                 const ObservationNeeds& needs) {
  return needs.dense ? Form::kDense : natural_form(problem, spec);
}

Network initial_network(const ReducedProblem& problem, InitialisationSpec spec,
                        const ObservationNeeds& needs) {
  spec.whole_first_layer = needs.whole_first_layer;
  return initialise(problem, spec, form_of_run(problem, spec, needs));
}

DoubleRun::DoubleRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta,
                     Interval loss_opt, const ObservationNeeds& needs, unsigned threads)
    : TrainingRun(problem, spec, std::move(loss_opt), needs),
      descent_(initial_network(problem, spec, needs), problem.targets, eta, threads) {
  if (needs.initial_weights) initial_ = descent_.network().trained;
}

Eigen::MatrixXd DoubleRun::whole_layer(std::int64_t layer) const {
  const Network& net = descent_.network();
  Eigen::MatrixXd v = layer_matrix(net, layer);
  if (layer > 1) return v;
  Eigen::MatrixXd whole(v.rows(), v.cols() + net.complement.cols());
  whole << v, net.complement;
  return whole;
}

const std::vector<Eigen::MatrixXd>& DoubleRun::initial_weights() const {
  if (initial_.empty()) throw InternalError("travel: the run kept no initial weights");
  return initial_;
}

}  // namespace plumbline
