// Initial weights: which scheme, which width, which seed; and the choice between the reduced and the dense
// network (docs/theory.md §§2, 4).
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <string>

#include "plumbline/network/network.hpp"
#include "plumbline/numeric/interval.hpp"
#include "plumbline/problem/reduction.hpp"

namespace plumbline {

enum class Scheme {
  kOrthogonal,  ///< W_1ᵀW_1 = mI, W_iᵀW_i = W_iW_iᵀ = mI, W_LW_Lᵀ = mI, Haar (HXP eq. 4); for m < d_x W_1 is
                ///< √d_x times orthonormal rows
  kGaussian  ///< entries N(0, 1)
};
/// @throws InputError for any other name.
Scheme scheme_from_name(const std::string& name);

/// Which network carries the run.
enum class Form {
  kReduced,  ///< width r + d_y, exactly the same iteration; orthogonal, m ≥ r + d_y
  kDense     ///< all m² weights of every layer
};

struct InitialisationSpec {
  Scheme scheme = Scheme::kOrthogonal;
  Eigen::Index depth = 2;  ///< L ≥ 2
  Integer width = 1;       ///< m ≥ 1; above 2^53 the network uses the nearest double
  std::uint64_t seed = 0;
  std::uint64_t run = 0;           ///< 0, 1, 2, … for independent draws under one seed
  bool whole_first_layer = false;  ///< also draw W_1 outside col(X) (Network::complement)
};

/// The form initialise() chooses: reduced whenever the scheme is orthogonal and m ≥ r + d_y (and m ≥ r), else
/// dense.
Form natural_form(const ReducedProblem& problem, const InitialisationSpec& spec);

/// Draws the network at t = 0; a pure function of its arguments.
/// @throws InputError if the form does not fit the width, if the network would need more than 8 GiB, or if
/// whole_first_layer is asked of a reduced network with m < d_x.
Network initialise(const ReducedProblem& problem, const InitialisationSpec& spec, Form form);

}  // namespace plumbline
