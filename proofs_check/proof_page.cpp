#include "proofs_check/proof_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <map>
#include <set>

#include "proofs_check/layered_layout.hpp"
#include "proofs_check/proof_page_template.hpp"
#include "proofs_check/step_text.hpp"

namespace plumbline::proofs {
namespace {

using Data = kainjow::mustache::data;

/// Width of a character of the drawings' fixed-width font, in pixels.
constexpr double kCharacter = 7.4;
/// Boxes without arrows stand below the drawing, in rows up to this width at least.
constexpr double kRowWidth = 1000.0;

Data list() {
  return Data(Data::type::list);
}

std::string px(double value) {
  return fmt::format("{:.1f}", value);
}

/// Characters, not bytes.
double length_of(const std::string& text) {
  return static_cast<double>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// A box of a drawing before it has a place.
struct DrawnBox {
  std::string name, symbol, css, hint, href;  // href: empty without a link
};

double width_of(const DrawnBox& box) {
  return (length_of(box.name) + 2.0) * kCharacter + 14.0;
}

/// A curve through the way points: straight through a layer, bent between layers.
std::string curve(const std::vector<LayoutPoint>& points) {
  std::string path = fmt::format("M{} {}", px(points.front().x), px(points.front().y));
  for (std::size_t i = 1; i < points.size(); ++i) {
    const LayoutPoint& from = points[i - 1];
    const LayoutPoint& to = points[i];
    const double middle = (from.x + to.x) / 2.0;
    path +=
        fmt::format(" C{} {} {} {} {} {}", px(middle), px(from.y), px(middle), px(to.y), px(to.x), px(to.y));
  }
  return path;
}

/// Boxes that stand on each other in layers, the others in rows below.
Data drawing(const std::vector<DrawnBox>& boxes,
             const std::vector<std::pair<std::size_t, std::size_t>>& edges, const std::string& label) {
  const LayoutSizes sizes;
  std::vector<std::size_t> place(boxes.size(), boxes.size());  // in the layout; none for single boxes
  std::vector<double> widths;
  std::vector<std::pair<std::size_t, std::size_t>> placed_edges;
  const auto join = [&](std::size_t box) {
    if (place[box] != boxes.size()) return;
    place[box] = widths.size();
    widths.push_back(width_of(boxes[box]));
  };
  std::vector<bool> joined(boxes.size(), false);
  for (const auto& [from, to] : edges) joined[from] = joined[to] = true;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (joined[i]) join(i);
  }
  placed_edges.reserve(edges.size());
  for (const auto& [from, to] : edges) placed_edges.emplace_back(place[from], place[to]);
  const Layout layout = layered_layout(widths, placed_edges, sizes);

  Data figure;
  Data arrows = list();
  for (const auto& points : layout.arrows) arrows.push_back(Data("d", curve(points)));
  Data drawn = list();
  const auto draw = [&](const DrawnBox& box, double x, double y, double width) {
    Data entry;
    entry.set("name", box.name);
    entry.set("symbol", box.symbol);
    entry.set("class", box.css);
    entry.set("hint", box.hint);
    entry.set("has_href", !box.href.empty());
    entry.set("href", box.href);
    entry.set("x", px(x));
    entry.set("y", px(y));
    entry.set("width", px(width));
    entry.set("height", px(sizes.box_height));
    entry.set("tx", px(x + 8.0));
    entry.set("ty", px(y + sizes.box_height / 2.0 + 4.0));
    drawn.push_back(entry);
  };
  const double limit = std::max(layout.width, kRowWidth);
  double width = layout.width;
  double x = sizes.margin;
  double y = widths.empty() ? sizes.margin : layout.height + sizes.row_gap;
  double bottom = widths.empty() ? 0.0 : layout.height;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (place[i] != boxes.size()) {
      const PlacedBox& at = layout.boxes[place[i]];
      draw(boxes[i], at.x, at.y, at.width);
      continue;
    }
    const double wide = width_of(boxes[i]);
    if (x > sizes.margin && x + wide + sizes.margin > limit) {
      x = sizes.margin;
      y += sizes.box_height + sizes.row_gap;
    }
    draw(boxes[i], x, y, wide);
    x += wide + sizes.row_gap;
    width = std::max(width, x - sizes.row_gap + sizes.margin);
    bottom = y + sizes.box_height + sizes.margin;
  }
  figure.set("arrows", arrows);
  figure.set("boxes", drawn);
  figure.set("width", px(width));
  figure.set("height", px(bottom));
  figure.set("label", label);
  return figure;
}

class Page {
 public:
  Page(const ProofGraph& graph, const std::vector<CheckedProof>& checked,
       const std::vector<Citation>& citations, bool times)
      : graph_(graph), checked_(checked), citations_(citations), times_(times) {}

  std::string html() const {
    Data page;
    set_sentence(page);
    page.set("overview", overview());
    Data proofs = list();
    for (std::size_t f = 0; f < graph_.asked; ++f) proofs.push_back(proof(f));
    page.set("proofs", proofs);
    page.set("figure", kainjow::mustache::partial([] { return std::string(kFigurePartial); }));
    kainjow::mustache::mustache view{std::string(kProofPageTemplate)};
    return view.render(page);
  }

 private:
  const ProofStep* step_of(const GraphNode& node) const {
    return node.outside ? nullptr : &graph_.files[node.file].steps[node.index];
  }
  /// Nothing for outside steps and for files that were not asked for.
  const StepResult* result_of(const GraphNode& node) const {
    return node.outside || node.file >= graph_.asked ? nullptr : &checked_[node.file].results[node.index];
  }

  static std::string anchor(std::size_t file) { return fmt::format("proof-{}", file + 1); }
  std::string link_to(std::size_t node) const {
    return graph_.nodes[node].file < graph_.asked ? fmt::format("#step-{}", node + 1) : "";
  }

  void set_sentence(Data& page) const {
    std::size_t steps = 0;
    std::map<StepVerdict, std::size_t> counts;
    for (const CheckedProof& proof : checked_) {
      for (const StepResult& result : proof.results) {
        ++counts[result.verdict];
        ++steps;
      }
    }
    const std::size_t refuted = counts[StepVerdict::kRefuted];
    const std::size_t undecided = counts[StepVerdict::kUndecided];
    page.set("sentence", fmt::format("{} steps: {} proved, {} refuted, {} undecided.", steps,
                                     counts[StepVerdict::kProved], refuted, undecided));
    page.set("state", refuted > 0 ? "refuted" : undecided > 0 ? "undecided" : "proved");
  }

  /// The verdict on a file: its worst step.
  std::string css_of(std::size_t file) const {
    if (file >= graph_.asked) return "other";
    std::string worst = "proved";
    for (const StepResult& result : checked_[file].results) {
      if (result.verdict == StepVerdict::kRefuted) return "refuted";
      if (result.verdict == StepVerdict::kUndecided) worst = "undecided";
    }
    return worst;
  }

  static std::string symbol_for(const std::string& css) {
    return css == "proved"      ? "✓"
           : css == "refuted"   ? "✗"
           : css == "undecided" ? "?"
           : css == "outside"   ? "○"
                                : "·";
  }

  Data overview() const {
    std::vector<DrawnBox> boxes;
    std::set<std::pair<std::size_t, std::size_t>> edges;
    for (std::size_t f = 0; f < graph_.files.size(); ++f) {
      const std::string css = css_of(f);
      boxes.push_back({graph_.files[f].id, symbol_for(css), css, graph_.files[f].title,
                       f < graph_.asked ? "#" + anchor(f) : ""});
    }
    for (const GraphNode& node : graph_.nodes) {
      for (const std::size_t used : node.uses) {
        if (graph_.nodes[used].file != node.file) edges.emplace(graph_.nodes[used].file, node.file);
      }
    }
    remove_circles(edges);
    std::map<std::string, std::size_t> theorems;
    for (const Citation& citation : citations_) {
      for (std::size_t f = 0; f < graph_.asked; ++f) {
        if (graph_.files[f].id != citation.proof) continue;
        const auto [at, added] = theorems.emplace(citation.theorem, boxes.size());
        if (added) boxes.push_back({"theorem " + citation.theorem, "·", "other", "", ""});
        boxes[at->second].hint += fmt::format("{}{} = {}", boxes[at->second].hint.empty() ? "" : ", ",
                                              citation.constant, citation.value);
        edges.emplace(f, at->second);
      }
    }
    return drawing(boxes, {edges.begin(), edges.end()}, "files and theorems");
  }

  /// Steps form no circle, but files may: then the arrow that closes it is left out.
  static void remove_circles(std::set<std::pair<std::size_t, std::size_t>>& edges) {
    std::set<std::pair<std::size_t, std::size_t>> kept;
    const auto reaches = [&kept](std::size_t from, std::size_t to) {
      std::vector<std::size_t> open = {from};
      std::set<std::size_t> seen = {from};
      while (!open.empty()) {
        const std::size_t at = open.back();
        open.pop_back();
        if (at == to) return true;
        for (const auto& [a, b] : kept) {
          if (a == at && seen.insert(b).second) open.push_back(b);
        }
      }
      return false;
    };
    for (const auto& edge : edges) {
      if (!reaches(edge.second, edge.first)) kept.insert(edge);
    }
    edges = kept;
  }

  DrawnBox box_of(std::size_t n, std::size_t home) const {
    const GraphNode& node = graph_.nodes[n];
    DrawnBox box;
    box.name = graph_.name_of(n);
    box.href = link_to(n);
    if (node.file != home) box.name = graph_.files[node.file].id + "/" + box.name;
    const StepResult* result = result_of(node);
    if (const ProofStep* step = step_of(node)) {
      box.hint = step->claim.source.text;
    } else {
      box.hint = graph_.files[node.file].outside[node.index].says;
    }
    box.css = node.outside ? "outside" : result != nullptr ? to_string(result->verdict) : "other";
    box.symbol = symbol_for(box.css);
    return box;
  }

  Data graph_drawing(std::size_t file) const {
    std::map<std::size_t, std::size_t> place;  // node → box
    std::vector<DrawnBox> boxes;
    const auto join = [&](std::size_t n) {
      if (place.emplace(n, boxes.size()).second) boxes.push_back(box_of(n, file));
      return place.at(n);
    };
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    for (std::size_t n = 0; n < graph_.nodes.size(); ++n) {
      if (graph_.nodes[n].file == file) join(n);
    }
    for (std::size_t n = 0; n < graph_.nodes.size(); ++n) {
      if (graph_.nodes[n].file != file) continue;
      for (const std::size_t used : graph_.nodes[n].uses) {
        const std::size_t from = join(used);
        edges.emplace_back(from, place.at(n));
      }
    }
    return drawing(boxes, edges, "steps of " + graph_.files[file].id);
  }

  void set_free(Data& entry, const ProofFile& file, const std::optional<Optimum>& optimum) const {
    Data rows = list();
    for (std::size_t i = 0; i < file.free.size(); ++i) {
      const FreeConstant& free = file.free[i];
      Data row;
      row.set("name", free.name);
      row.set("value", free.value);
      row.set("from", fmt::format("{}", free.from));
      row.set("to", fmt::format("{}", free.to));
      row.set("says", free.says);
      row.set("found", optimum ? fmt::format("{:.6g}", optimum->choices[i].found) : "");
      rows.push_back(row);
    }
    entry.set("has_free", !file.free.empty());
    entry.set("searched", optimum.has_value());
    entry.set("free", rows);
  }

  Data proof(std::size_t f) const {
    const ProofFile& file = graph_.files[f];
    const CheckedProof& checked = checked_[f];
    Data entry;
    entry.set("anchor", anchor(f));
    entry.set("id", file.id);
    entry.set("title", file.title);
    entry.set("source", file.source);
    entry.set("has_derives", file.derives.has_value());
    entry.set("derives", file.derives.value_or(""));
    std::vector<Citation> citing;
    for (const Citation& citation : citations_) {
      if (citation.proof == file.id) citing.push_back(citation);
    }
    Data cited = list();
    for (std::size_t i = 0; i < citing.size(); ++i) {
      Data line;
      line.set("theorem", citing[i].theorem);
      line.set("constant", citing[i].constant);
      line.set("value", citing[i].value);
      line.set("separator", i + 1 < citing.size() ? "," : "");
      cited.push_back(line);
    }
    entry.set("has_cited", !citing.empty());
    entry.set("cited", cited);
    set_free(entry, file, checked.optimum);
    Data optimum = list();
    if (checked.optimum) {
      Data line;
      line.set("text", optimum_text(file, *checked.optimum, checked.results));
      line.set("class", css_of(f));
      optimum.push_back(line);
    }
    entry.set("optimum", optimum);
    entry.set("drawing", graph_drawing(f));
    Data entries = list();
    for (std::size_t n = 0; n < graph_.nodes.size(); ++n) {
      if (graph_.nodes[n].file == f) entries.push_back(step_entry(n));
    }
    entry.set("entries", entries);
    return entry;
  }

  Data step_entry(std::size_t n) const {
    const GraphNode& node = graph_.nodes[n];
    const DrawnBox box = box_of(n, node.file);
    Data entry;
    entry.set("anchor", fmt::format("step-{}", n + 1));
    entry.set("class", box.css);
    entry.set("symbol", box.symbol);
    entry.set("verdict", box.css);
    entry.set("name", box.name);
    set_uses(entry, node);
    Data constants = list();
    entry.set("has_claim", !node.outside);
    entry.set("has_work", !node.outside);
    entry.set("has_remark", false);
    if (node.outside) {
      const OutsideStep& step = graph_.files[node.file].outside[node.index];
      entry.set("where", step.where);
      entry.set("says", step.says);
    } else {
      const ProofStep& step = *step_of(node);
      const StepResult& result = *result_of(node);
      entry.set("where", step.where);
      entry.set("says", step.says);
      entry.set("claim", claim_text(step));
      entry.set("domain", domain_text(step));
      entry.set("work", work_text(result));
      const std::string remark = remark_text(result);
      entry.set("has_remark", !remark.empty());
      entry.set("remark", remark);
      constants = constant_lines(step, checked_[node.file].worse[node.index]);
    }
    entry.set("constants", constants);
    return entry;
  }

  void set_uses(Data& entry, const GraphNode& node) const {
    Data uses = list();
    for (std::size_t i = 0; i < node.uses.size(); ++i) {
      const DrawnBox used = box_of(node.uses[i], node.file);
      Data line;
      line.set("name", used.name);
      line.set("has_href", !used.href.empty());
      line.set("href", used.href);
      line.set("separator", i + 1 < node.uses.size() ? ", " : "");
      uses.push_back(line);
    }
    entry.set("has_uses", !node.uses.empty());
    entry.set("uses", uses);
  }

  static std::string claim_text(const ProofStep& step) {
    std::string text = step.claim.source.text;
    for (std::size_t i = 0; i < step.given.size(); ++i)
      text += (i == 0 ? ", given " : " and ") + step.given[i].source.text;
    return text;
  }

  std::string work_text(const StepResult& result) const {
    return fmt::format("{} {}{}", result.boxes, result.boxes == 1 ? "box" : "boxes",
                       times_ ? fmt::format(", {:.3f} s", result.seconds) : "");
  }

  static std::string remark_text(const StepResult& result) {
    std::string text = result.remark;
    for (const auto& [name, value] : result.counterexample)
      text += fmt::format("{}false at {} = {}", text.empty() ? "" : ", ", name, value);
    return text;
  }

  static Data constant_lines(const ProofStep& step, const std::vector<StepVerdict>& worse) {
    Data lines = list();
    std::size_t altered_constants = 0;
    for (const StepConstant& constant : step.constants) {
      Data line;
      line.set("name", constant.name);
      line.set("value", constant.text);
      line.set("has_worse", constant.worse.has_value());
      line.set("worse", constant.worse.value_or(""));
      line.set("outcome", constant.worse ? to_string(worse.at(altered_constants++)) : "");
      lines.push_back(line);
    }
    return lines;
  }

  const ProofGraph& graph_;
  const std::vector<CheckedProof>& checked_;
  const std::vector<Citation>& citations_;
  bool times_;
};

}  // namespace

std::vector<StepVerdict> verdicts_when_worse(const ProofStep& step) {
  std::vector<StepVerdict> verdicts;
  for (std::size_t i = 0; i < step.constants.size(); ++i) {
    if (step.constants[i].worse) verdicts.push_back(prove(altered(step, i)).verdict);
  }
  return verdicts;
}

std::string proof_page(const ProofGraph& graph, const std::vector<CheckedProof>& checked,
                       const std::vector<Citation>& citations, bool times) {
  return Page(graph, checked, citations, times).html();
}

}  // namespace plumbline::proofs
