// The samples of a problem as points with labels, for theorems about memorising them (docs/theory.md §14).
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "plumbline/numeric/dyadic.hpp"
#include "plumbline/numeric/interval.hpp"
#include "plumbline/problem/problem.hpp"

namespace plumbline {

/// Everything is exact.
struct LabelledPoints {
  std::vector<Eigen::Index> samples;  ///< the first sample of every distinct input, ascending
  std::vector<std::int64_t> labels;   ///< of every sample: the place of its target column among the distinct
                                      ///< ones in lexicographic order, from 1
  std::int64_t classes = 0;           ///< distinct target columns
  std::int64_t conflicts = 0;         ///< samples whose label is not that of the first one with their input
  Dyadic longest_squared, shortest_squared;  ///< distances between distinct inputs; 1 if there is but one
};
/// @throws InputError beyond 20,000 distinct inputs: all pairs are looked at.
LabelledPoints label_points(const Problem& problem);

/// Encloses the Δ for which the points are Δ-separated: the longest distance divided by the shortest.
Interval separation(const LabelledPoints& points);

/// Computed when it is first asked for. Safe to share between threads.
class LazyLabelledPoints {
 public:
  explicit LazyLabelledPoints(const Problem& problem) : problem_(problem) {}
  const LabelledPoints& get() const;

 private:
  const Problem& problem_;
  mutable std::mutex mutex_;
  mutable std::optional<LabelledPoints> points_;
};

}  // namespace plumbline
