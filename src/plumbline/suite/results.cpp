#include "plumbline/suite/results.hpp"

#include "plumbline/suite/transition.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// The configuration's own keys first, then the outcome under `name`, then the message of a failed cell.
Json cell_json(StoredCell& cell, std::initializer_list<const char*> keys, const char* name) {
  Json json = {{"id", cell.id}};
  for (const char* key : keys) json[key] = cell.config.at(key);
  const bool failed = cell.result->verdict == "failed";
  json[name] = failed ? Json(nullptr) : std::move(cell.result->document);
  json["error"] = failed ? cell.result->document.at("error") : Json(nullptr);
  return json;
}

}  // namespace

Json results_document(const Store& store) {
  const Json stored = store.suite();
  Json json = {{"schema", "plumbline.suite/1"}, {"suite", stored.at("suite")},
               {"inputs", stored.at("inputs")}, {"missing", 0},
               {"cells", Json::array()},        {"trajectories", Json::array()}};
  std::int64_t missing = 0;
  store.for_each_cell([&](StoredCell cell) {
    if (!cell.result) {
      ++missing;
    } else if (cell.config.at("kind") == "check") {
      json["cells"].push_back(
          cell_json(cell, {"theorem", "problem", "depth", "width", "eta", "seed", "rigor"}, "check"));
    } else {
      json["trajectories"].push_back(
          cell_json(cell, {"init", "problem", "depth", "width", "eta", "seed"}, "trajectory"));
    }
  });
  json["missing"] = missing;
  json["transitions"] = transitions_json(json["trajectories"]);
  return json;
}

}  // namespace plumbline
