// The two kinds of failure a caller can meet; a third kind, "numerics did not decide", is a value, not an
// error.
#pragma once

#include <stdexcept>
#include <string>

namespace plumbline {

/// Bad input or a bad call: the message names the file, line or field, what was found and what is expected.
/// The command line turns it into exit code 2.
class InputError : public std::runtime_error {
 public:
  explicit InputError(const std::string& message) : std::runtime_error(message) {}
};

/// A fault of Plumbline itself, never of the input. The command line turns it into exit code 70.
class InternalError : public std::logic_error {
 public:
  explicit InternalError(const std::string& message) : std::logic_error(message) {}
};

}  // namespace plumbline
