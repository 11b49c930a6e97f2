#include "plumbline/report/curve_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "plumbline/report/markup.hpp"

namespace plumbline {
namespace {

// Whole units, twice the pixels: paths of integers are short.
constexpr int kWidth = 720, kHeight = 400, kLeft = 150, kRight = 16, kTop = 44, kBottom = 78;

/// A range of logarithms, to base 10.
struct LogRange {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void take(double value) {
    if (!(value > 0.0) || !std::isfinite(value)) return;
    low = std::min(low, std::log10(value));
    high = std::max(high, std::log10(value));
  }
  bool empty() const { return low > high; }
};

struct Frame {
  LogRange y;
  double last_x;  // log10(1 + t) of the last step
  int x(std::int64_t step) const {
    const double share = last_x > 0.0 ? std::log10(1.0 + static_cast<double>(step)) / last_x : 0.5;
    return kLeft + static_cast<int>(std::lround(share * (kWidth - kLeft - kRight)));
  }
  int y_of_log(double log) const {
    const double share = std::clamp((log - y.low) / (y.high - y.low), 0.0, 1.0);
    return kTop + static_cast<int>(std::lround((1.0 - share) * (kHeight - kTop - kBottom)));
  }
  int y_of(double value) const { return value > 0.0 ? y_of_log(std::log10(value)) : kHeight - kBottom; }
};

Frame frame_of(const CurvePlot& plot) {
  Frame frame{};
  frame.y = LogRange();
  for (const PlotBand& band : plot.bands) {
    for (const double value : band.low) frame.y.take(value);
    for (const double value : band.high) frame.y.take(value);
  }
  const double margin = std::max(0.04 * (frame.y.high - frame.y.low), 0.02);
  frame.y.low -= margin;
  frame.y.high += margin;
  frame.last_x = plot.steps.empty() ? 0.0 : std::log10(1.0 + static_cast<double>(plot.steps.back()));
  return frame;
}

std::string text_at(int x, int y, const char* anchor, const std::string& text, const char* style = "") {
  return fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\"{}>{}</text>", x, y, anchor, style,
                     escaped(text));
}

/// Values worth a label: powers of ten, or 1, 2 and 5 of them where the range is short, or its ends.
std::vector<double> value_ticks(const LogRange& range) {
  std::vector<double> logs;
  const double span = range.high - range.low;
  const auto stride = std::max(1L, std::lround(std::ceil(span / 5.0)));
  const auto last = std::lround(std::floor(range.high));
  for (long k = std::lround(std::ceil(range.low / static_cast<double>(stride))) * stride; k <= last;
       k += stride) {
    logs.push_back(static_cast<double>(k));
  }
  if (logs.size() >= 2) return logs;
  logs.clear();
  for (long k = std::lround(std::floor(range.low)); k <= last; ++k) {
    for (const double digit : {1.0, 2.0, 5.0}) {
      const double log = static_cast<double>(k) + std::log10(digit);
      if (log >= range.low && log <= range.high) logs.push_back(log);
    }
  }
  if (logs.size() >= 2) return logs;
  return {range.low + 0.1 * span, range.high - 0.1 * span};
}

std::vector<std::int64_t> step_ticks(std::int64_t last) {
  std::vector<std::int64_t> ticks = {0};
  for (std::int64_t power = 1; power <= last; power *= 10) {
    ticks.push_back(power);
    if (last < 1000) {
      for (const std::int64_t more : {2 * power, 5 * power}) {
        if (more <= last) ticks.push_back(more);
      }
    }
  }
  return ticks;
}

std::string axes(const CurvePlot& plot, const Frame& frame) {
  const int bottom = kHeight - kBottom;
  std::string svg = fmt::format("<path class=\"axis\" d=\"M{} {}V{}H{}\"/><g class=\"labels\">", kLeft, kTop,
                                bottom, kWidth - kRight);
  std::string grid;
  for (const double log : value_ticks(frame.y)) {
    const int y = frame.y_of_log(log);
    grid += fmt::format("M{} {}H{}", kLeft, y, kWidth - kRight);
    svg += text_at(kLeft - 8, y + 7, "end", fmt::format("{:.3g}", std::pow(10.0, log)));
  }
  for (const std::int64_t step : step_ticks(plot.steps.back())) {
    grid += fmt::format("M{} {}v8", frame.x(step), bottom);
    svg += text_at(frame.x(step), bottom + 30, "middle", fmt::format("{}", step));
  }
  svg += text_at((kLeft + kWidth) / 2, kHeight - 10, "middle", "step t (number of gradient steps)");
  const int middle = (kTop + bottom) / 2;
  svg += fmt::format(
      "<text x=\"20\" y=\"{0}\" text-anchor=\"middle\" transform=\"rotate(-90 20 {0})\">{1}</text>", middle,
      escaped(plot.y_label));
  return svg + fmt::format("</g><path class=\"grid\" d=\"{}\"/>", grid);
}

struct Point {
  int x, y;
};

std::string path_of(const std::vector<Point>& points) {
  std::string path = fmt::format("M{} {}", points.front().x, points.front().y);
  for (std::size_t i = 1; i < points.size(); ++i) {
    const std::string down = std::to_string(points[i].y - points[i - 1].y);
    path += fmt::format("{}{}{}{}", i == 1 ? "l" : " ", points[i].x - points[i - 1].x,
                        down.front() == '-' ? "" : " ", down);
  }
  return path;
}

/// A stretch without gaps: the filled band where it is wide enough to be seen, and a line.
std::string stretch(const PlotBand& band, const std::vector<Point>& low, const std::vector<Point>& high) {
  bool wide = false;
  std::vector<Point> line(low.size());
  for (std::size_t i = 0; i < low.size(); ++i) {
    wide = wide || low[i].y - high[i].y > 1;
    line[i] = {low[i].x, (low[i].y + high[i].y) / 2};
  }
  std::string svg;
  if (wide) {
    std::vector<Point> around = high;
    around.insert(around.end(), low.rbegin(), low.rend());
    svg = fmt::format("<path class=\"band {}\" d=\"{}z\"/>", band.style, path_of(around));
  }
  if (line.size() == 1) {
    return svg + fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"5\"/>", band.style, line[0].x,
                             line[0].y);
  }
  return svg + fmt::format("<path class=\"line {}\" d=\"{}\"/>", band.style, path_of(line));
}

std::string curve(const CurvePlot& plot, const PlotBand& band, const Frame& frame) {
  std::string svg;
  std::vector<Point> low, high;
  const auto flush = [&] {
    if (!low.empty()) svg += stretch(band, low, high);
    low.clear();
    high.clear();
  };
  for (std::size_t i = 0; i < plot.steps.size(); ++i) {
    if (!std::isfinite(band.low[i]) || !std::isfinite(band.high[i])) {
      flush();
      continue;
    }
    low.push_back({frame.x(plot.steps[i]), frame.y_of(band.low[i])});
    high.push_back({frame.x(plot.steps[i]), frame.y_of(band.high[i])});
  }
  flush();
  return svg;
}

std::string legend(const CurvePlot& plot) {
  std::string svg = "<g class=\"labels\">";
  int x = kLeft;
  for (const PlotBand& band : plot.bands) {
    svg += fmt::format("<path class=\"line {}\" d=\"M{} 22h40\"/>", band.style, x);
    svg += text_at(x + 50, 29, "start", band.name);
    x += 90 + 13 * static_cast<int>(band.name.size());
  }
  if (plot.marked) {
    svg += fmt::format("<path class=\"mark\" d=\"M{} 8v28\"/>", x);
    svg += text_at(x + 10, 29, "start", plot.marked_name);
  }
  return svg + "</g>";
}

std::string mark(const CurvePlot& plot, const Frame& frame) {
  if (!plot.marked) return "";
  return fmt::format("<path class=\"mark\" d=\"M{} {}V{}\"/>", frame.x(*plot.marked), kTop,
                     kHeight - kBottom);
}

}  // namespace

std::string curve_svg(const CurvePlot& plot) {
  const std::string head =
      fmt::format("<svg class=\"plot\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">", kWidth,
                  kHeight, escaped(plot.title));
  const Frame frame = frame_of(plot);
  if (frame.y.empty() || plot.steps.empty()) {
    return head + "<g class=\"labels\">" +
           text_at(kWidth / 2, kHeight / 2, "middle", "no positive value to show on a log axis") +
           "</g></svg>";
  }
  std::string svg = head + axes(plot, frame);
  for (const PlotBand& band : plot.bands) svg += curve(plot, band, frame);
  return svg + mark(plot, frame) + legend(plot) + "</svg>";
}

}  // namespace plumbline
