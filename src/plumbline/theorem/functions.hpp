// The operations of the expression language on enclosures.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"
#include "plumbline/theorem/expression.hpp"

namespace plumbline {

/// Names of mathematical functions (exp log sqrt abs min max gamma lgamma digamma exp_tail …) with
/// their number of arguments (min and max: 2 or more, given as -2).
const std::map<std::string, int>& functions();

/// Whether the expression calls something else than functions(): an observable of a run.
bool observes(const Expression& expression);

/// Whether a function of functions() may have `count` arguments.
bool takes_arguments(int arguments, std::size_t count);
/// "1 argument", "3 arguments", "at least 2 arguments".
std::string describe_arguments(int arguments);

using FunctionBody = Interval (*)(const std::vector<const Interval*>& operands);
/// The function of that name. @throws InternalError if there is none.
FunctionBody function_body(const std::string& name);

/// Both ends infinite: undefined, or nothing known.
bool is_whole_line(const Interval& a);

/// kNegate (b is not looked at), kAdd, kSubtract, kMultiply, kDivide, kPower. The whole line where an operand
/// is the whole line or the operation is undefined.
Interval apply_operator(Expression::Kind kind, const Interval& a, const Interval& b);
/// The same for functions.
Interval apply_function(FunctionBody body, const std::vector<const Interval*>& operands);

}  // namespace plumbline
