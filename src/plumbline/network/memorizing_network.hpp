// A ReLU network of width 3 that gives every point of a problem its label, written down from the data: the
// statement of Park, Lee, Yun, Shin (COLT 2021), by the construction of docs/theory.md §14.
#pragma once

#include <cstdint>

#include "plumbline/network/relu_network.hpp"
#include "plumbline/problem/labelled_points.hpp"
#include "plumbline/problem/problem.hpp"

namespace plumbline {

struct MemorizingSpec {
  std::int64_t precision = 0;  ///< significant bits that every weight is rounded to; 0: none is rounded
  std::uint64_t seed = 0;      ///< of the direction that the inputs are projected on
  std::uint64_t run = 0;
};

/// The network. Exact arithmetic throughout: without rounding its output at every point is the label.
/// @throws InputError if precision is neither 0 nor at least 2; InternalError if no direction of many keeps
/// the points apart.
ReluNetwork memorizing_network(const Problem& problem, const LabelledPoints& points,
                               const MemorizingSpec& spec);

/// Input vector of one sample, exactly.
std::vector<Dyadic> exact_input(const Problem& problem, Eigen::Index sample);

}  // namespace plumbline
