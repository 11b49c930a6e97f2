#include "proofs_check/layered_layout.hpp"

#include <algorithm>
#include <numeric>

#include "plumbline/numeric/error.hpp"

namespace plumbline::proofs {
namespace {

using Edge = std::pair<std::size_t, std::size_t>;

constexpr int kSweeps = 12;
/// A way point of an edge that passes through a layer takes this share of a box's height.
constexpr double kPassing = 0.35;

/// What stands on nothing moves right, next to the first that stands on it.
void move_sources(std::vector<std::size_t>& layer, const std::vector<Edge>& edges) {
  std::vector<bool> source(layer.size(), true);
  for (const auto& [from, to] : edges) source[to] = false;
  std::vector<std::size_t> nearest(layer.size(), layer.size());
  for (const auto& [from, to] : edges) nearest[from] = std::min(nearest[from], layer[to]);
  for (std::size_t i = 0; i < layer.size(); ++i) {
    if (source[i] && nearest[i] < layer.size()) layer[i] = nearest[i] - 1;
  }
}

/// The layer of every node: the number of edges on the longest way to it; sources as far right as they can
/// be.
std::vector<std::size_t> layers_of(std::size_t count, const std::vector<Edge>& edges) {
  std::vector<std::size_t> layer(count, 0);
  for (std::size_t round = 0; round <= count; ++round) {
    bool changed = false;
    for (const auto& [from, to] : edges) {
      if (layer[to] > layer[from]) continue;
      layer[to] = layer[from] + 1;
      changed = true;
    }
    if (!changed) {
      move_sources(layer, edges);
      return layer;
    }
  }
  throw InternalError("layered_layout: the edges form a circle");
}

/// A box, or the place where a long edge passes through a layer.
struct Place {
  std::size_t layer = 0;
  double height = 0.0;
  double y = 0.0;                        // of its middle
  std::vector<std::size_t> left, right;  // neighbours in the layers beside
};

class Drawing {
 public:
  Drawing(const std::vector<double>& widths, const std::vector<Edge>& edges, const LayoutSizes& sizes)
      : sizes_(sizes) {
    const std::vector<std::size_t> layer = layers_of(widths.size(), edges);
    for (const std::size_t l : layer) {
      places_.push_back({l, sizes.box_height, 0.0, {}, {}});
      layers_.resize(std::max(layers_.size(), l + 1));
    }
    for (std::size_t i = 0; i < widths.size(); ++i) layers_[layer[i]].push_back(i);
    for (const auto& [from, to] : edges) {
      std::vector<std::size_t> way = {from};
      for (std::size_t l = layer[from] + 1; l < layer[to]; ++l) {
        places_.push_back({l, kPassing * sizes.box_height, 0.0, {}, {}});
        layers_[l].push_back(places_.size() - 1);
        way.push_back(places_.size() - 1);
      }
      way.push_back(to);
      for (std::size_t i = 0; i + 1 < way.size(); ++i) {
        places_[way[i]].right.push_back(way[i + 1]);
        places_[way[i + 1]].left.push_back(way[i]);
      }
      ways_.push_back(way);
    }
    for (auto& members : layers_) stack(members);
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      const bool rightwards = sweep % 2 == 0;
      for (std::size_t i = 0; i < layers_.size(); ++i)
        arrange(layers_[rightwards ? i : layers_.size() - 1 - i], rightwards);
    }
    close_gaps();
  }

  Layout layout(const std::vector<double>& widths) const {
    Layout result;
    std::vector<double> wide(layers_.size(), 0.0);
    for (std::size_t i = 0; i < widths.size(); ++i)
      wide[places_[i].layer] = std::max(wide[places_[i].layer], widths[i]);
    std::vector<double> x(layers_.size(), sizes_.margin);
    for (std::size_t l = 1; l < layers_.size(); ++l) x[l] = x[l - 1] + wide[l - 1] + sizes_.layer_gap;
    double top = places_.empty() ? 0.0 : places_.front().y;
    double bottom = top;
    for (const Place& place : places_) {
      top = std::min(top, place.y - place.height / 2.0);
      bottom = std::max(bottom, place.y + place.height / 2.0);
    }
    const double shift = sizes_.margin - top;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const Place& place = places_[i];
      result.boxes.push_back({x[place.layer], place.y - place.height / 2.0 + shift, wide[place.layer]});
    }
    for (const auto& way : ways_) {
      std::vector<LayoutPoint> points;
      for (std::size_t i = 0; i < way.size(); ++i) {
        const Place& place = places_[way[i]];
        if (i > 0) points.push_back({x[place.layer], place.y + shift});
        if (i + 1 < way.size()) points.push_back({x[place.layer] + wide[place.layer], place.y + shift});
      }
      result.arrows.push_back(points);
    }
    result.width = layers_.empty() ? 0.0 : x.back() + wide.back() + sizes_.margin;
    result.height = bottom - top + 2.0 * sizes_.margin;
    return result;
  }

 private:
  /// One below the other, in the order of the list.
  void stack(const std::vector<std::size_t>& members) {
    double y = 0.0;
    for (const std::size_t member : members) {
      places_[member].y = y + places_[member].height / 2.0;
      y += places_[member].height + sizes_.row_gap;
    }
  }

  /// Where the neighbours on one side are in the mean; where it is, without neighbours.
  double wish(const Place& place, bool rightwards) const {
    const std::vector<std::size_t>& beside = rightwards ? place.left : place.right;
    if (beside.empty()) return place.y;
    double sum = 0.0;
    for (const std::size_t other : beside) sum += places_[other].y;
    return sum / static_cast<double>(beside.size());
  }

  /// Orders a layer by its wishes and places it as near to them as the heights allow.
  void arrange(std::vector<std::size_t>& members, bool rightwards) {
    std::vector<double> wishes(places_.size(), 0.0);
    for (const std::size_t member : members) wishes[member] = wish(places_[member], rightwards);
    std::stable_sort(members.begin(), members.end(),
                     [&](std::size_t a, std::size_t b) { return wishes[a] < wishes[b]; });
    double next = -1e9;
    double off = 0.0;
    for (const std::size_t member : members) {
      Place& place = places_[member];
      place.y = std::max(wishes[member], next + place.height / 2.0);
      next = place.y + place.height / 2.0 + sizes_.row_gap;
      off += place.y - wishes[member];
    }
    // What could not be met is shared by all.
    for (const std::size_t member : members) places_[member].y -= off / static_cast<double>(members.size());
  }

  /// Takes out the bands in which no layer has anything.
  void close_gaps() {
    std::vector<std::size_t> order(places_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return places_[a].y - places_[a].height / 2.0 < places_[b].y - places_[b].height / 2.0;
    });
    double bottom = 1e9;
    double shift = 0.0;
    for (const std::size_t i : order) {
      Place& place = places_[i];
      const double top = place.y - place.height / 2.0;
      shift += std::max(0.0, top - bottom - sizes_.row_gap);
      bottom = bottom == 1e9 ? top + place.height : std::max(bottom, top + place.height);
      place.y -= shift;
    }
  }

  const LayoutSizes& sizes_;
  std::vector<Place> places_;  // boxes first, then places that edges pass through
  std::vector<std::vector<std::size_t>> layers_;
  std::vector<std::vector<std::size_t>> ways_;
};

}  // namespace

Layout layered_layout(const std::vector<double>& widths, const std::vector<Edge>& edges,
                      const LayoutSizes& sizes) {
  return Drawing(widths, edges, sizes).layout(widths);
}

}  // namespace plumbline::proofs
