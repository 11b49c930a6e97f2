// A memorising network as claims see it: nothing is trained, everything is observed at t = 0.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plumbline/network/memorizing_network.hpp"
#include "plumbline/training/observed_run.hpp"

namespace plumbline {

/// How well a network gives the samples of a problem their labels.
struct Recall {
  std::int64_t surely_missed = 0;    ///< samples whose output is another number than their label
  std::int64_t possibly_missed = 0;  ///< and those where the arithmetic cannot tell
  Interval loss;                     ///< encloses ½ Σ (output − label)²
};
/// Every output exactly.
Recall recall_exactly(const ReluNetwork& network, const Problem& problem, const LabelledPoints& points);
/// Every output as a ball of so many digits.
Recall recall_in_balls(const ReluNetwork& network, const Problem& problem, const LabelledPoints& points,
                       unsigned digits);

class MemorizingRun : public ObservedRun {
 public:
  /// Builds the network and evaluates it at every sample, exactly or in balls of so many digits.
  /// @throws as memorizing_network.
  MemorizingRun(const Problem& problem, const LabelledPoints& points, const MemorizingSpec& spec);
  MemorizingRun(const Problem& problem, const LabelledPoints& points, const MemorizingSpec& spec,
                unsigned digits);

  /// @throws InternalError always: no claim about such a network quantifies t.
  void step() override;
  std::int64_t steps_taken() const override { return 0; }
  bool is_finite() const override { return true; }
  bool at_floor() const override { return false; }
  /// errors: samples that the network does not give their label; loss: ½ Σ (output − label)²; parameters,
  /// hidden_layers, hidden_width: those of the network.
  Interval observe(const std::string& name, const std::vector<std::int64_t>& indices) const override;

 private:
  ReluNetwork network_;
  Recall recall_;
};

/// Names of the observables, none of which has a layer index.
const std::vector<std::string>& memorizing_observables();
/// Multiplications of evaluating such a network at every sample, about.
double memorizing_operations(std::int64_t samples, std::int64_t inputs);

}  // namespace plumbline
