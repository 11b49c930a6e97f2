// Units: a claim about a network that computes alpha*W_L ⋯ W_1 X and is held against Y must not change its
// truth when X and Y are both measured in another unit.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumbline/theorem/theorem.hpp"

namespace plumbline {

/// Powers of the data's unit, under X → aX and Y → aY with the weights as they are: norm_X has 1, loss(t) 2,
/// eta −2, a width 0. (X and Y share one unit because the network's scale alpha is a number: its output, in
/// units of X, is compared with Y.) A name that is missing here may have any unit.
const std::map<std::string, double>& data_units();

/// One message (point_at) for every comparison, sum, exponent or function argument whose units do not fit, in
/// lets, hypotheses, premises and conclusions. A parameter may have any unit, so has the number 0; other
/// numbers and constants have none; a power with an exponent that is no number may have any, unless its base
/// has none.
/// @param places where lets are written (TheoremDraft::places).
std::vector<std::string> unit_mistakes(const Theorem& theorem,
                                       const std::map<std::string, std::string>& places);

}  // namespace plumbline
