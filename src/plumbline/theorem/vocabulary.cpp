#include "plumbline/theorem/vocabulary.hpp"

#include <algorithm>
#include <array>

#include "plumbline/numeric/error.hpp"

namespace plumbline {

// The formulas are those of docs/theory.md §1; W* is the minimum-norm least-squares minimiser.
const std::vector<Vocable>& vocabulary() {
  static const std::vector<std::string> kDeep = {"deep-linear"};
  static const std::vector<std::string> kDiagonal = {"diagonal"};
  static const std::vector<std::string> kMemorizing = {"memorizing"};
  static const std::vector<Vocable> table = {
      {"d_x", -1, "number of inputs: rows of X", {}},
      {"d_y", -1, "number of targets: rows of Y", {}},
      {"n", -1, "number of samples: columns of X and Y", {}},
      {"r", -1, "rank of X, exact", {}},
      {"norm_X", -1, "‖X‖, the largest singular value of X", {}},
      {"frob_X", -1, "‖X‖_F", {}},
      {"sigma_r", -1, "the smallest nonzero singular value of X", {}},
      {"lambda_max", -1, "the largest eigenvalue of XᵀX", {}},
      {"lambda_r", -1, "the smallest nonzero eigenvalue of XᵀX, sigma_r^2", {}},
      {"kappa", -1, "lambda_max/lambda_r", {}},
      {"srank", -1, "the stable rank of X, frob_X^2/norm_X^2", {}},
      {"norm_W", -1, "‖W*‖, W* the minimiser of ‖W X − Y‖_F of least norm", {}},
      {"frob_W", -1, "‖W*‖_F", {}},
      {"sigma_min_W", -1, "the smallest singular value of W*: the min(d_x, d_y)-th", {}},
      {"lambda_min_W", -1, "the smallest eigenvalue of (W* + W*ᵀ)/2, for d_x = d_y <= 32", {}},
      {"skew_W", -1, "‖W* − W*ᵀ‖_F, for d_x = d_y <= 32", {}},
      {"frob_Y", -1, "‖Y‖_F", {}},
      {"loss_opt", -1, "ℓ* = ½‖W* X − Y‖_F²", {}},
      {"points", -1, "number of distinct inputs", {}},
      {"classes", -1, "number of distinct targets", {}},
      {"conflicts",
       -1,
       "number of samples whose target is not that of the first sample with their input",
       {}},
      {"separation", -1, "the longest distance between two distinct inputs divided by the shortest", {}},
      {"L", -1, "depth: the number of weight matrices", {}},
      {"m", -1, "width of the hidden layers", kDeep},
      {"eta", -1, "step size of gradient descent", {}},
      {"alpha", -1, "the network's scale: 1/sqrt(m^(L-1)*d_y), or 1 with scale = \"none\"", kDeep},
      {"loss", 1, "ℓ(t) = ½‖α W_{L:1}(t) X − Y‖_F²", {}},
      {"sigma_max", 3, "largest singular value of W_{j:i}(t) = W_j ⋯ W_i, 1 <= i <= j <= L", kDeep},
      {"sigma_min", 3, "smallest singular value of W_{j:i}(t): the min(rows, columns)-th", kDeep},
      {"sigma_max_X", 3, "as sigma_max; for i = 1 of W_{j:1}(t) restricted to the column space of X", kDeep},
      {"sigma_min_X", 3, "as sigma_min; for i = 1 of W_{j:1}(t) restricted to the column space of X", kDeep},
      {"frob", 3, "‖W_{j:i}(t)‖_F", kDeep},
      {"schatten4", 3, "‖W_{j:i}(t) W_{j:i}(t)ᵀ‖_F^(1/2): (the sum of σ⁴ over its singular values)^(1/4)",
       kDeep},
      {"travel", 2, "‖W_i(t) − W_i(0)‖_F", kDeep},
      {"grad", 2, "‖∂ℓ/∂W_i‖_F at step t", kDeep},
      {"grad_energy", 2, "Σ over the steps s < t of ‖∂ℓ/∂W_i‖_F² at step s", kDeep},
      {"lambda_max_P", 1, "largest eigenvalue of P(t), the linear part of the residual's step", kDeep},
      {"lambda_min_P", 1, "smallest eigenvalue of P(t)", kDeep},
      {"balance", 2, "‖W_{i+1}ᵀW_{i+1} − W_iW_iᵀ‖_F at step t, 1 <= i < L", kDeep},
      {"balance_drift", 2, "the same for the change of W_{i+1}ᵀW_{i+1} − W_iW_iᵀ since step 0", kDeep},
      {"distance", 1, "‖α W_{L:1}(t) − W*‖_F on the column space of X", kDeep},
      {"margin", 1, "deficiency margin: sigma_min_W − distance(t)", kDeep},
      {"law_gap", 1, "‖(I − Π)(asinh(β/(2α²)) + 2 Σ_{s<t}[atanh(ηg) − ηg])‖, α² = abs(w_+ w_−)", kDiagonal},
      {"entropy_gap", 1, "‖(I − Π) asinh(β/(2 size^2))‖", kDiagonal},
      {"l2_gap", 1, "‖(I − Π)β‖", kDiagonal},
      {"scale_max", 1, "the largest abs(w_+ w_−)/size^2", kDiagonal},
      {"largest_move", 1, "the largest abs(ηg) over the steps s < t", kDiagonal},
      {"errors", 1, "number of samples that the network does not give their label", kMemorizing},
      {"parameters", 1, "number of its weights and biases, zeros included", kMemorizing},
      {"hidden_layers", 1, "number of its hidden layers", kMemorizing},
      {"hidden_width", 1, "number of neurons of its widest hidden layer", kMemorizing},
  };
  return table;
}

const Vocable* find_vocable(const std::vector<Vocable>& vocables, const std::string& name) {
  const auto found =
      std::find_if(vocables.begin(), vocables.end(), [&](const Vocable& v) { return v.name == name; });
  return found == vocables.end() ? nullptr : &*found;
}

bool means_something(const Vocable& vocable, const std::string& network) {
  return vocable.networks.empty() ||
         std::find(vocable.networks.begin(), vocable.networks.end(), network) != vocable.networks.end();
}

std::string usage(const Vocable& vocable) {
  static const std::array<std::string, 4> arguments{"()", "(t)", "(i, t)", "(j, i, t)"};
  if (vocable.arguments < 0) return vocable.name;
  const auto count = static_cast<std::size_t>(vocable.arguments);
  if (count >= arguments.size()) throw InternalError("usage: '" + vocable.name + "' has too many arguments");
  return vocable.name + arguments[count];
}

const std::vector<std::string>& known_networks() {
  static const std::vector<std::string> networks = {"deep-linear", "diagonal", "memorizing"};
  return networks;
}

const std::vector<InitVocable>& init_vocabulary() {
  static const std::vector<InitVocable> table = {
      {"orthogonal", "deep-linear", "norm-preserving", {}},
      {"gaussian", "deep-linear", "norm-preserving", {}},
      {"identity", "deep-linear", "none", {"noise"}},
      {"zero-asymmetric", "deep-linear", "none", {}},
      {"residual", "deep-linear", "none", {"gain_in", "gain_out"}},
      {"balanced", "deep-linear", "none", {"start", "noise", "stretch"}},
      {"equal", "diagonal", "none", {"size"}},
      {"staged", "memorizing", "none", {"precision"}},
  };
  return table;
}

bool is_init_parameter(const std::string& init, const std::string& parameter) {
  for (const InitVocable& vocable : init_vocabulary()) {
    if (vocable.name != init) continue;
    return std::find(vocable.parameters.begin(), vocable.parameters.end(), parameter) !=
           vocable.parameters.end();
  }
  return false;
}

const std::vector<std::string>& known_inits() {
  static const std::vector<std::string> inits = [] {
    std::vector<std::string> names;
    for (const InitVocable& vocable : init_vocabulary()) names.push_back(vocable.name);
    return names;
  }();
  return inits;
}

const std::vector<std::string>& known_optimisers() {
  static const std::vector<std::string> optimisers = {"gd", "sgd"};
  return optimisers;
}

const std::vector<std::string>& known_scales() {
  static const std::vector<std::string> scales = {"norm-preserving", "none"};
  return scales;
}

const std::vector<std::string>& known_frozen_layers() {
  static const std::vector<std::string> layers = {"first", "last"};
  return layers;
}

}  // namespace plumbline
