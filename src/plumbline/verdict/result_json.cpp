#include "plumbline/verdict/result_json.hpp"

#include <cmath>

#include "plumbline/problem/quantities_json.hpp"
#include "plumbline/verdict/curve_json.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

constexpr unsigned kDigits = 25;

Json hypotheses_json(const std::vector<HypothesisResult>& hypotheses) {
  Json list = Json::array();
  for (const HypothesisResult& h : hypotheses) {
    list.push_back({{"name", h.name},
                    {"claim", h.text},
                    {"verdict", to_string(verdict_of(h.truth))},
                    {"lhs", interval_json(h.left, kDigits)},
                    {"relation", h.relation},
                    {"rhs", interval_json(h.right, kDigits)},
                    {"digits", h.digits},
                    {"on_width", h.on_width}});
  }
  return list;
}

/// A double as the shortest decimal that gives it back, in both ends.
Json exact_json(double value) {
  const std::string text = Json(value).dump();
  return {{"lo", text}, {"hi", text}};
}

Json failure_json(const ConclusionResult& c) {
  Json json = {{"lo", Json(c.failure_bounds.lower).dump()},
               {"hi", Json(c.failure_bounds.upper).dump()},
               {"confidence", c.failure_bounds.confidence}};
  json["claimed_at_most"] =
      c.failure_probability_claimed ? interval_json(*c.failure_probability_claimed, kDigits) : Json("0");
  return json;
}

Json worst_json(const WorstCase& worst) {
  Json json = {{"seed", worst.seed}, {"t", 0}};  // a claim that quantifies no t is compared at t = 0
  for (const auto& [name, value] : worst.at) json[name] = value;
  json["observed"] = interval_json(worst.observed, kDigits);
  json["relation"] = worst.relation;
  json["bound"] = interval_json(worst.bound, kDigits);
  // slack = bound/observed in the claim's direction; null where it is no number double can hold.
  const double slack = worst.log10_slack ? std::pow(10.0, *worst.log10_slack) : NAN;
  json["slack"] = std::isfinite(slack) && slack > 0.0 ? Json(slack) : Json(nullptr);
  json["log10_slack"] = worst.log10_slack ? Json(*worst.log10_slack) : Json(nullptr);
  return json;
}

Json witness_json(const ConclusionResult& c) {
  if (!c.witness) return nullptr;
  return {{"evaluator", "ball arithmetic"},
          {"digits", c.witness->digits},
          {"observed", interval_json(c.witness->observed, kDigits)},
          {"bound", interval_json(c.witness->bound, kDigits)}};
}

Json definitions_json(const std::vector<NamedValue>& values) {
  Json list = Json::array();
  for (const NamedValue& v : values) {
    Json entry = {{"kind", v.kind}, {"name", v.name}, {"text", v.text}};
    if (!v.proof.empty()) entry["proof"] = v.proof;
    entry["value"] = v.value ? interval_json(*v.value, kDigits) : Json(nullptr);
    list.push_back(entry);
  }
  return list;
}

Json conclusion_json(const ConclusionResult& c) {
  return {{"name", c.name},
          {"claim", c.text},
          {"for_all", c.for_all},
          {"given", c.given},
          {"given_before", c.given_before},
          {"probability", c.probability},
          {"verdict", to_string(c.verdict)},
          {"conclusion_alone", to_string(c.alone)},
          {"how", to_string(c.how)},
          {"steps", c.steps},
          {"digits", c.digits},
          {"proved_from", c.proved_from ? Json(*c.proved_from) : Json(nullptr)},
          {"contraction", c.contraction ? interval_json(*c.contraction, kDigits) : Json(nullptr)},
          {"failures", c.failures},
          {"undecided", c.undecided},
          {"failure_probability", failure_json(c)},
          {"worst", c.worst ? worst_json(*c.worst) : Json(nullptr)},
          {"witness", witness_json(c)},
          {"failures_confirmed", c.confirmed},
          {"messages", c.messages},
          {"curve", curve_json(c.curve)}};
}

}  // namespace

nlohmann::ordered_json bound_json(const BoundResult& result) {
  Json json = {{"schema", "plumbline.bound/1"},
               {"theorem", result.theorem},
               {"problem", result.problem},
               {"depth", result.at.setting.depth},
               {"min_width", result.at.min_width ? Json(result.at.min_width->str()) : Json(nullptr)},
               {"max_eta", result.at.max_eta ? interval_json(*result.at.max_eta, kDigits) : Json(nullptr)},
               {"eta", exact_json(result.at.eta)}};
  json["hypotheses"] = hypotheses_json(result.hypotheses);
  return json;
}

nlohmann::ordered_json check_json(const CheckResult& result) {
  Json json = {{"schema", "plumbline.check/1"},
               {"theorem", result.theorem},
               {"problem", result.problem},
               {"title", result.title},
               {"source", result.source},
               {"init", result.init},
               {"depth", result.depth},
               {"width", result.width.str()},
               {"min_width", result.min_width ? Json(result.min_width->str()) : Json(nullptr)},
               {"eta", exact_json(result.eta)},
               {"max_eta", result.max_eta ? interval_json(*result.max_eta, kDigits) : Json(nullptr)},
               {"parameters", result.parameters},
               {"rigor", to_string(result.rigor)},
               {"confidence", result.confidence},
               {"seeds", result.seeds},
               {"seeds_budget", result.seeds_budget ? Json(*result.seeds_budget) : Json(nullptr)},
               {"seed", result.seed},
               {"steps", result.steps_requested},
               {"steps_chosen", result.steps_chosen},
               {"network", result.network},
               {"verdict", to_string(result.verdict)}};
  json["definitions"] = definitions_json(result.definitions);
  json["hypotheses"] = hypotheses_json(result.hypotheses);
  json["conclusions"] = Json::array();
  for (const ConclusionResult& c : result.conclusions) json["conclusions"].push_back(conclusion_json(c));
  json["open_constants"] = Json::array();
  for (const OpenConstantResult& c : result.open_constants) {
    json["open_constants"].push_back({{"name", c.name},
                                      {"stated", interval_json(c.stated, kDigits)},
                                      {"least", c.least ? interval_json(*c.least, kDigits) : Json(nullptr)},
                                      {"most", c.most ? interval_json(*c.most, kDigits) : Json(nullptr)},
                                      {"message", c.message}});
  }
  return json;
}

}  // namespace plumbline
