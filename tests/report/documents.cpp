#include "report/documents.hpp"

namespace plumbline::test {

using Json = nlohmann::ordered_json;

Json cell_of(const CellSketch& sketch) {
  Json cell = {{"theorem", sketch.theorem},
               {"problem", sketch.problem},
               {"depth", sketch.depth},
               {"width", sketch.width},
               {"eta", "max"},
               {"check", nullptr},
               {"error", nullptr}};
  if (sketch.verdict == "failed") {
    cell["error"] = "refused: " + sketch.name;
    return cell;
  }
  const auto interval = [](const std::string& value) { return Json{{"lo", value}, {"hi", value}}; };
  const Json curve = {{"t", {0, 1, 5}},
                      {"observed", {{"lo", {10.0, 4.0, 1.0}}, {"hi", {10.0, 4.5, 1.5}}}},
                      {"bound", {{"lo", {10.0, 8.0, 6.0}}, {"hi", {10.0, 8.0, 6.0}}}}};
  const Json conclusion = {
      {"name", sketch.name},
      {"claim", "loss(t) <= C*loss(0)"},
      {"for_all", {"t >= 0"}},
      {"given", Json::array()},
      {"given_before", Json::array()},
      {"probability", "surely"},
      {"verdict", sketch.verdict},
      {"conclusion_alone", sketch.alone.empty() ? sketch.verdict : sketch.alone},
      {"how", "sampled"},
      {"steps", 5},
      {"digits", 0},
      {"proved_from", nullptr},
      {"contraction", nullptr},
      {"failures", sketch.verdict == "violated" ? 3 : 0},
      {"undecided", 0},
      {"failure_probability",
       {{"lo", "0"}, {"hi", "0.5"}, {"confidence", 0.999}, {"claimed_at_most", interval("0.01")}}},
      {"worst",
       {{"seed", 2},
        {"t", 1},
        {"observed", interval("4.25")},
        {"relation", "<="},
        {"bound", interval("8")},
        {"slack", 1.88},
        {"log10_slack", sketch.log10_slack}}},
      {"witness", nullptr},
      {"failures_confirmed", 0},
      {"messages", Json::array()},
      {"curve", curve}};
  const bool inside = sketch.verdict != "vacuous";
  const Json hypothesis = {{"name", "width"},
                           {"claim", "m >= 1000"},
                           {"verdict", inside ? "holds" : "violated"},
                           {"lhs", interval(sketch.m)},
                           {"relation", ">="},
                           {"rhs", interval(sketch.min_width)},
                           {"digits", 50},
                           {"on_width", true}};
  cell["check"] = {{"width", sketch.m},
                   {"min_width", sketch.min_width},
                   {"seeds", 5},
                   {"seed", 0},
                   {"steps", 5},
                   {"steps_chosen", false},
                   {"verdict", sketch.verdict},
                   {"hypotheses", {hypothesis}},
                   {"conclusions", {conclusion}}};
  return cell;
}

Json document_of(const std::vector<CellSketch>& cells) {
  Json document = {{"schema", "plumbline.suite/1"},
                   {"suite", {{"id", "s"}, {"title", "A suite"}}},
                   {"cells", Json::array()}};
  for (const CellSketch& cell : cells) document["cells"].push_back(cell_of(cell));
  return document;
}

std::string markup_fault(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = 0; (at = xml.find_first_of("<>", at)) != std::string::npos;) {
    const std::size_t end = xml.find('>', at);
    if (xml[at] == '>' || end == std::string::npos) return "stray bracket near " + xml.substr(at, 40);
    const std::string tag = xml.substr(at + 1, end - at - 1);
    at = end + 1;
    if (tag.starts_with('?')) continue;
    const std::string name = tag.substr(0, tag.find_first_of(" /", 1));
    if (tag.starts_with('/')) {
      if (open.empty() || "/" + open.back() != tag) return "unexpected <" + tag + ">";
      open.pop_back();
    } else if (!tag.ends_with('/')) {
      open.push_back(name);
    }
  }
  return open.empty() ? "" : "<" + open.back() + "> is not closed";
}

}  // namespace plumbline::test
