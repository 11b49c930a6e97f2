#include "plumbline/suite/results.hpp"

#include "plumbline/suite/transition.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// The configuration's own keys first, then the outcome under `name` (null if there is none), then the
/// message of a failed cell, whether that was a fault of Plumbline itself, and whether the network is written
/// down and takes no setting.
Json cell_json(StoredCell& cell, std::initializer_list<const char*> keys, const char* name) {
  Json json = {{"id", cell.id}};
  for (const char* key : keys) json[key] = cell.config.at(key);
  if (!cell.result) {
    json[name] = nullptr;
    return json;
  }
  const bool failed = cell.result->verdict == "failed";
  json[name] = failed ? Json(nullptr) : std::move(cell.result->document);
  json["error"] = failed ? cell.result->document.at("error") : Json(nullptr);
  if (failed && cell.result->document.at("internal").get<bool>()) json["internal"] = true;
  if (failed && cell.result->document.value("untrained", false)) json["untrained"] = true;
  return json;
}

}  // namespace

Json results_document(const Store& store) {
  const Json stored = store.suite();
  Json json = {{"schema", "plumbline.suite/1"}, {"suite", stored.at("suite")},
               {"inputs", stored.at("inputs")}, {"missing", 0},
               {"cells", Json::array()},        {"trajectories", Json::array()}};
  std::int64_t missing = 0;
  Json not_run = Json::array();  // trajectories without which a transition is not known
  store.for_each_cell([&](StoredCell cell) {
    const bool check = cell.config.at("kind") == "check";
    if (!cell.result) ++missing;
    if (!check) {
      Json& list = cell.result ? json["trajectories"] : not_run;
      list.push_back(cell_json(cell, {"init", "problem", "depth", "width", "eta", "seed"}, "trajectory"));
    } else if (cell.result) {
      json["cells"].push_back(cell_json(
          cell, {"theorem", "problem", "depth", "width", "eta", "seed", "rigor", "claims"}, "check"));
    }
  });
  json["missing"] = missing;
  json["transitions"] = transitions_json(json["trajectories"], not_run);
  return json;
}

}  // namespace plumbline
