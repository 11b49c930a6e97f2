#include "plumbline/report/cell_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "plumbline/report/markup.hpp"

namespace plumbline {
namespace {

/// Squares shrink as they get many; texts and marks need room.
struct Sizes {
  int width, height;
};
Sizes sizes_of(std::size_t columns) {
  if (columns <= 8) return {46, 26};
  if (columns <= 24) return {26, 22};
  if (columns <= 60) return {13, 13};
  return {7, 7};
}

constexpr int kCharacter = 7;  // width of one at 12 px
constexpr int kSmallestForText = 40;
constexpr int kSmallestForMark = 12;
constexpr int kLabelEvery = 15;  // px between labels
constexpr int kNarrowest = 130;  // room for the names of the axes
constexpr int kLegendLine = 24, kLegendWidth = 620;

struct Layout {
  Sizes cell;
  int left, top, bottom, width, height;
  int legend_top;  // below which the legend is
  std::size_t rows, columns;
  int x(double column) const { return left + static_cast<int>(std::lround(column * cell.width)); }
  int y(double row) const {  // of the lower edge of a row
    return top + static_cast<int>(std::lround((static_cast<double>(rows) - row) * cell.height));
  }
};

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

int longest(const std::vector<std::string>& labels) {
  std::size_t most = 1;
  for (const std::string& label : labels) most = std::max(most, characters(label));
  return static_cast<int>(std::min<std::size_t>(most, 18)) * kCharacter;
}

Layout layout_of(const CellMap& map) {
  Layout layout{};
  layout.cell = sizes_of(map.columns.size());
  layout.rows = map.rows.size();
  layout.columns = map.columns.size();
  layout.left = 12 + longest(map.rows);
  layout.top = 20;
  layout.bottom = 26 + longest(map.columns);
  layout.width =
      std::max(layout.left + static_cast<int>(layout.columns) * layout.cell.width + 12, kNarrowest);
  layout.height = layout.top + static_cast<int>(layout.rows) * layout.cell.height + layout.bottom;
  layout.legend_top = layout.height;
  if (!map.legend.empty()) {
    layout.height += kLegendLine * static_cast<int>(map.legend.size() + map.contours.size()) + 6;
    layout.width = std::max(layout.width, kLegendWidth);
  }
  return layout;
}

std::string text_at(int x, int y, const std::string& anchor, const std::string& text, bool turned = false) {
  return fmt::format("<text x=\"{0}\" y=\"{1}\" text-anchor=\"{2}\"{3}>{4}</text>", x, y, anchor,
                     turned ? fmt::format(" transform=\"rotate(-90 {} {})\"", x, y) : "", escaped(text));
}

std::string axes(const CellMap& map, const Layout& at) {
  std::string svg = "<g class=\"labels\">";
  const auto every = [](int size) {
    return static_cast<std::size_t>(std::max(1, (kLabelEvery + size - 1) / size));
  };
  for (std::size_t r = 0; r < at.rows; r += every(at.cell.height)) {
    svg += text_at(at.left - 5, at.y(static_cast<double>(r) + 0.5) + 4, "end", map.rows[r]);
  }
  for (std::size_t c = 0; c < at.columns; c += every(at.cell.width)) {
    svg += text_at(at.x(static_cast<double>(c) + 0.5) + 4, at.y(0) + 6, "end", map.columns[c], true);
  }
  svg += text_at(2, 12, "start", map.row_label);
  svg += text_at(at.x(static_cast<double>(at.columns) / 2), at.legend_top - 6, "middle", map.column_label);
  return svg + "</g>";
}

std::string square(const MapCell& cell, const Layout& at) {
  const int x = at.x(static_cast<double>(cell.column));
  const int y = at.y(static_cast<double>(cell.row) + 1.0);
  const auto& [width, height] = at.cell;
  std::string svg =
      fmt::format("<path d=\"M{} {}h{}v{}h-{}z\" fill=\"{}\"/>", x, y, width, height, width, cell.look.fill);
  const int middle = x + width / 2;
  if (!cell.look.text.empty() && width >= kSmallestForText) {
    svg += fmt::format("<text x=\"{}\" y=\"{}\" fill=\"{}\">{}</text>", middle, y + height / 2 + 4,
                       cell.look.ink, escaped(cell.look.text));
  } else if (!cell.look.mark.empty() && width >= kSmallestForMark) {
    svg += fmt::format("<use href=\"#m-{}\" x=\"{}\" y=\"{}\" stroke=\"{}\"/>", cell.look.mark, middle,
                       y + height / 2, cell.look.ink);
  }
  const std::string title = cell.title.empty() ? "" : "<title>" + escaped(cell.title) + "</title>";
  if (cell.link.empty()) return "<g>" + title + svg + "</g>";
  return fmt::format("<a href=\"{}\">{}{}</a>", cell.link, title, svg);
}

/// A staircase: vertical along the rows, horizontal where it moves.
std::string contour(const MapContour& line, const Layout& at) {
  std::string path;
  bool drawing = false;
  for (std::size_t r = 0; r < at.rows; ++r) {
    const std::optional<double> place = r < line.place.size() ? line.place[r] : std::nullopt;
    if (!place) {
      drawing = false;
      continue;
    }
    path += fmt::format("{}{} {}V{}", drawing ? "H" : "M", at.x(*place),
                        drawing ? "" : std::to_string(at.y(static_cast<double>(r))),
                        at.y(static_cast<double>(r) + 1.0));
    drawing = true;
  }
  if (path.empty()) return "";
  return fmt::format("<path class=\"contour{}\" d=\"{}\"><title>{}</title></path>",
                     line.dashed ? " dashed" : "", path, escaped(line.name));
}

std::string legend(const CellMap& map, const Layout& at) {
  if (map.legend.empty()) return "";
  constexpr int kLeft = 12, kBox = 22;
  std::string svg = "<g class=\"labels\">";
  int y = at.legend_top + 4;
  for (const auto& [name, look] : map.legend) {
    svg += fmt::format("<path d=\"M{} {}h{}v18h-{}z\" fill=\"{}\"/>", kLeft, y, kBox, kBox, look.fill);
    if (!look.mark.empty()) {
      svg += fmt::format("<use href=\"#m-{}\" x=\"{}\" y=\"{}\" stroke=\"{}\"/>", look.mark, kLeft + kBox / 2,
                         y + 9, look.ink);
    }
    svg += text_at(kLeft + kBox + 8, y + 13, "start", name);
    y += kLegendLine;
  }
  for (const MapContour& line : map.contours) {
    svg += fmt::format("<path class=\"contour{}\" d=\"M{} {}h{}\"/>", line.dashed ? " dashed" : "", kLeft,
                       y + 9, kBox);
    svg += text_at(kLeft + kBox + 8, y + 13, "start", line.name);
    y += kLegendLine;
  }
  return svg + "</g>";
}

const std::map<std::string, std::string>& shapes() {
  static const std::map<std::string, std::string> paths = {
      {"check", "M-6 0l4 5 8-10"},
      {"cross", "M-5-5l10 10M5-5l-10 10"},
      {"ring", "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0"},
      {"bar", "M-6 0h12"},
      {"question", "M-4-4c0-4 8-4 8 0c0 3-4 3-4 6M0 6v1"},
      {"bang", "M0-7v8M0 5v1"},
      {"dot", "M0-1v1"}};
  return paths;
}

}  // namespace

const std::vector<std::string>& map_marks() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& [name, path] : shapes()) all.push_back(name);
    return all;
  }();
  return names;
}

std::string map_mark_definitions() {
  std::string svg = "<defs>";
  for (const auto& [name, path] : shapes()) {
    svg += fmt::format(
        "<path id=\"m-{}\" d=\"{}\" fill=\"none\" stroke-width=\"2.5\" stroke-linecap=\"round\"/>", name,
        path);
  }
  return svg + "</defs>";
}

std::string map_svg(const CellMap& map) {
  const Layout at = layout_of(map);
  std::string svg = fmt::format(
      "<svg class=\"map\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"group\" "
      "aria-label=\"{2}\">",
      at.width, at.height, escaped(map.title));
  svg += axes(map, at) + "<g class=\"cells\">";
  for (const MapCell& cell : map.cells) svg += square(cell, at);
  svg += "</g>";
  for (const MapContour& line : map.contours) svg += contour(line, at);
  return svg + legend(map, at) + "</svg>";
}

std::string sequential_colour(double share) {
  // Of the map cividis (Nuñez, Anderton and Renslow, 2018), at equal distances.
  static constexpr std::array<std::array<double, 3>, 9> stops = {{{0, 32, 77},
                                                                  {18, 53, 112},
                                                                  {60, 77, 110},
                                                                  {92, 99, 111},
                                                                  {124, 123, 120},
                                                                  {155, 147, 119},
                                                                  {190, 174, 106},
                                                                  {226, 203, 82},
                                                                  {255, 234, 70}}};
  const double place = std::clamp(std::isnan(share) ? 0.0 : share, 0.0, 1.0) * (stops.size() - 1);
  const std::size_t first = std::min(static_cast<std::size_t>(place), stops.size() - 2);
  const double rest = place - static_cast<double>(first);
  const auto channel = [&](std::size_t k) {
    return static_cast<int>(std::lround(stops[first][k] + rest * (stops[first + 1][k] - stops[first][k])));
  };
  return fmt::format("#{:02x}{:02x}{:02x}", channel(0), channel(1), channel(2));
}

}  // namespace plumbline
