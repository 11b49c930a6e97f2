// What a checker of certificates has to say against one.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "plumbline/numeric/interval.hpp"

namespace plumbline {

/// Collects what does not hold.
class Objections {
 public:
  void unless(bool holds, const std::string& objection) {
    if (!holds) list_.push_back(objection);
  }
  void unless(Truth holds, const std::string& objection) { unless(holds == Truth::kTrue, objection); }
  bool none() const { return list_.empty(); }
  std::vector<std::string> take() { return std::move(list_); }

 private:
  std::vector<std::string> list_;
};

/// Whether `inner` lies in `outer`, ends included.
inline bool inside(const Interval& inner, const Interval& outer) {
  return contains(outer, lower(inner)) && contains(outer, upper(inner));
}

}  // namespace plumbline
