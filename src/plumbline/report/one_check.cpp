#include "plumbline/report/one_check.hpp"

#include <fmt/format.h>

namespace plumbline {

nlohmann::ordered_json suite_of_check(const nlohmann::ordered_json& check, const CheckNames& names) {
  using Json = nlohmann::ordered_json;
  const Json cell = {{"theorem", names.theorem}, {"problem", names.problem}, {"depth", check.at("depth")},
                     {"width", names.width},     {"eta", names.eta},         {"check", check},
                     {"error", nullptr}};
  return {{"schema", "plumbline.suite/1"},
          {"suite",
           {{"id", "check"},
            {"title", fmt::format("{} on {}", names.theorem, names.problem)},
            {"seed", check.at("seed")},
            {"confidence", check.at("confidence")},
            {"grids", Json::array()}}},
          {"cells", Json::array({cell})}};
}

}  // namespace plumbline
