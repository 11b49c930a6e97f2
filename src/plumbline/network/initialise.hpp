// Initial weights: which scheme, which width, which seed; and the choice between the reduced and the dense
// network (docs/theory.md §§2, 4).
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <map>
#include <string>

#include "plumbline/network/network.hpp"
#include "plumbline/network/scheme.hpp"
#include "plumbline/numeric/interval.hpp"
#include "plumbline/problem/reduction.hpp"

namespace plumbline {

/// Which network carries the run.
enum class Form {
  kReduced,  ///< exactly the same iteration at a width free of m: r + d_y for orthogonal weights with
             ///< m ≥ r + d_y, reduced_plain_width() for plain schemes
  kDense     ///< all m² weights of every layer
};

struct InitialisationSpec {
  Scheme scheme = Scheme::kOrthogonal;
  OutputScale output_scale = OutputScale::kNormPreserving;
  std::map<std::string, double> parameters;  ///< of the scheme, by name; others have the value of its row
  bool train_first = true;                   ///< W_1 moves; else it keeps its initial value
  bool train_last = true;                    ///< W_L moves
  Eigen::Index depth = 2;                    ///< L ≥ 2
  Integer width = 1;                         ///< m ≥ 1; above 2^53 the network uses the nearest double
  std::uint64_t seed = 0;
  std::uint64_t run = 0;           ///< 0, 1, 2, … for independent draws under one seed
  bool whole_first_layer = false;  ///< also draw W_1 outside col(X) (Network::complement)

  /// @throws InternalError if the scheme has no such parameter.
  double parameter(const std::string& name) const;
  /// u² with W_i = u V_i: m, or 1 without an output scale.
  Integer squared_unit() const;
};

/// The form that costs less: reduced whenever the scheme and the width allow it, else dense.
Form natural_form(const ReducedProblem& problem, const InitialisationSpec& spec);

/// Rows of V_1 in that form: m, or the width the network reduces to.
Eigen::Index hidden_width(const ReducedProblem& problem, const InitialisationSpec& spec, Form form);

/// Draws the network at t = 0; a pure function of its arguments.
/// @throws InputError if the scheme or the form does not fit the width, if the network would need more than 8
/// GiB, or if whole_first_layer is asked of a reduced network with m < d_x.
Network initialise(const ReducedProblem& problem, const InitialisationSpec& spec, Form form);

/// @throws InputError unless the stored weights are those that `scheme` means (Network::exact_start): runs
/// that enclose the exact orbit have nowhere else to start from.
void require_exact_start(const Network& network, Scheme scheme);

}  // namespace plumbline
