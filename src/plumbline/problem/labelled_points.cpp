#include "plumbline/problem/labelled_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

constexpr std::size_t kMostPoints = 20'000;

/// For every column its place among the distinct columns of `a` in lexicographic order, from 0.
std::vector<std::int64_t> places_of_columns(const Eigen::MatrixXd& a) {
  const auto before = [&](Eigen::Index x, Eigen::Index y) {
    return std::lexicographical_compare(a.col(x).begin(), a.col(x).end(), a.col(y).begin(), a.col(y).end());
  };
  std::vector<Eigen::Index> order(static_cast<std::size_t>(a.cols()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::stable_sort(order.begin(), order.end(), before);
  std::vector<std::int64_t> places(order.size());
  std::int64_t place = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    if (k > 0 && before(order[k - 1], order[k])) ++place;
    places[static_cast<std::size_t>(order[k])] = place;
  }
  return places;
}

Dyadic squared_distance(const Eigen::MatrixXd& x, Eigen::Index a, Eigen::Index b) {
  Dyadic sum;
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    const Dyadic difference = Dyadic(x(i, a)) - Dyadic(x(i, b));
    sum += difference * difference;
  }
  return sum;
}

/// The exact extremes among all pairs. Double tells which pairs come into question: a sum of d squares of
/// differences has a relative error below (d + 2) units of roundoff, unless it leaves double's range.
void find_distances(const Eigen::MatrixXd& x, LabelledPoints& points) {
  const std::vector<Eigen::Index>& at = points.samples;
  const double slack = 1.0 + 4.0 * static_cast<double>(x.rows() + 4) * 0x1p-53;
  const auto for_each_pair = [&](const auto& visit) {
    for (std::size_t a = 0; a < at.size(); ++a) {
      for (std::size_t b = a + 1; b < at.size(); ++b) {
        visit(a, b, (x.col(at[a]) - x.col(at[b])).squaredNorm());
      }
    }
  };
  double longest = 0.0;
  double shortest = std::numeric_limits<double>::infinity();
  for_each_pair([&](std::size_t, std::size_t, double squared) {
    longest = std::max(longest, squared);
    shortest = std::min(shortest, squared);
  });
  const bool in_range = shortest > 0x1p-900 && longest < 0x1p1000;
  bool first = true;
  for_each_pair([&](std::size_t a, std::size_t b, double squared) {
    if (in_range && squared * slack < longest && squared > shortest * slack) return;
    Dyadic exact_squared = squared_distance(x, at[a], at[b]);
    if (first || exact_squared > points.longest_squared) points.longest_squared = exact_squared;
    if (first || exact_squared < points.shortest_squared) points.shortest_squared = std::move(exact_squared);
    first = false;
  });
}

}  // namespace

LabelledPoints label_points(const Problem& problem) {
  LabelledPoints points;
  points.labels = places_of_columns(problem.Y);
  for (std::int64_t& label : points.labels) points.classes = std::max(points.classes, ++label);
  const std::vector<std::int64_t> inputs = places_of_columns(problem.X);
  constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> first_sample(inputs.size(), kNone);  // of every distinct input
  for (std::size_t s = 0; s < inputs.size(); ++s) {
    std::size_t& first = first_sample[static_cast<std::size_t>(inputs[s])];
    if (first == kNone) {
      first = s;
      points.samples.push_back(static_cast<Eigen::Index>(s));
    } else if (points.labels[first] != points.labels[s]) {
      ++points.conflicts;
    }
  }
  if (points.samples.size() > kMostPoints) {
    throw InputError(fmt::format("problem '{}': found {} distinct inputs, expected at most {}", problem.id,
                                 points.samples.size(), kMostPoints));
  }
  points.longest_squared = points.shortest_squared = Dyadic(std::int64_t{1});
  if (points.samples.size() > 1) find_distances(problem.X, points);
  return points;
}

Interval separation(const LabelledPoints& points) {
  return sqrt_of(enclose(points.longest_squared) / enclose(points.shortest_squared));
}

const LabelledPoints& LazyLabelledPoints::get() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!points_) points_ = label_points(problem_);
  return *points_;
}

}  // namespace plumbline
