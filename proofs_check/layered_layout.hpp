// Boxes and arrows in layers: what stands on nothing is on the left, every box right of those it stands on.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace plumbline::proofs {

struct LayoutPoint {
  double x = 0.0, y = 0.0;
};

struct PlacedBox {
  double x = 0.0, y = 0.0;  ///< upper left corner
  double width = 0.0;       ///< of its whole layer
};

struct Layout {
  std::vector<PlacedBox> boxes;                  ///< one a node
  std::vector<std::vector<LayoutPoint>> arrows;  ///< one an edge: way points from box to box
  double width = 0.0, height = 0.0;
};

/// Pixels of a drawing.
struct LayoutSizes {
  double box_height = 26.0, row_gap = 10.0, layer_gap = 48.0, margin = 6.0;
};

/// Places nodes of the given widths. An edge {a, b} says that b stands on a. Layers by the longest way, but
/// what stands on nothing is next to the first that stands on it; edges
/// over several layers get a place in each, so that arrows run between boxes; the order within a layer comes
/// from the mean place of neighbours. Deterministic.
/// @throws InternalError if the edges form a circle.
Layout layered_layout(const std::vector<double>& widths,
                      const std::vector<std::pair<std::size_t, std::size_t>>& edges,
                      const LayoutSizes& sizes = {});

}  // namespace plumbline::proofs
