// A map of cells: rows × columns of coloured, marked squares with contours, as SVG.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace plumbline {

/// How a square looks. Colours tell apart what matters for every kind of colour vision (Okabe and Ito); the
/// mark says the same without colour.
struct CellLook {
  std::string fill;  ///< "#0072b2"
  std::string ink;   ///< of the mark and the text
  std::string mark;  ///< a name of map_marks(), or ""
  std::string text;  ///< written into the square where it is wide enough, in place of the mark
};

struct MapCell {
  std::size_t row = 0, column = 0;
  CellLook look;
  std::string title;  ///< what a pointer over it shows
  std::string link;   ///< "#c12", or "" for none
};

/// A line between columns, row by row: at 1.0 it runs between the columns 0 and 1, at 0 left of all.
struct MapContour {
  std::string name;
  bool dashed = false;
  std::vector<std::optional<double>> place;  ///< for each row; nothing: no line there
};

struct CellMap {
  std::string title, row_label, column_label;
  std::vector<std::string> rows, columns;  ///< the first row is at the bottom
  std::vector<MapCell> cells;
  std::vector<MapContour> contours;
  std::vector<std::pair<std::string, CellLook>> legend;  ///< drawn below; empty where a page has its own
};

/// Names of the marks, each a shape of its own: check, cross, ring, bar, question, bang, dot.
const std::vector<std::string>& map_marks();
/// The shapes, once a document: what the <use> elements of maps refer to.
std::string map_mark_definitions();

/// An <svg> element without a namespace, for a page that holds map_mark_definitions().
std::string map_svg(const CellMap& map);

/// A colour for a number between 0 and 1, dark blue to yellow through grey: evenly lighter, so that it reads
/// the same in grey and for every kind of colour vision.
std::string sequential_colour(double share);

}  // namespace plumbline
