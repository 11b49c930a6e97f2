// What the terminal shows of quantities, bounds and checks.
#pragma once

#include <string>

#include "plumbline/problem/problem.hpp"
#include "plumbline/problem/quantities.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "plumbline/verdict/check.hpp"
#include "plumbline/verdict/result_json.hpp"

namespace plumbline {

std::string quantities_text(const Problem& problem, const Quantities& quantities, unsigned digits);
std::string bound_text(const BoundResult& result);
/// "ball arithmetic of 40 digits", or of 0 "double with a proved radius".
std::string arithmetic_text(unsigned digits);
std::string check_text(const Theorem& theorem, const CheckResult& result);

}  // namespace plumbline
