#include "plumbline/problem/quantities_json.hpp"

namespace plumbline {

nlohmann::ordered_json interval_json(const Interval& value, unsigned digits) {
  return {{"lo", format_lower(value, digits)}, {"hi", format_upper(value, digits)}};
}

nlohmann::ordered_json quantities_json(const std::string& problem_id, const Quantities& quantities,
                                       unsigned digits) {
  nlohmann::ordered_json document = {{"schema", "plumbline.quantities/1"},
                                     {"problem", problem_id},
                                     {"d_x", quantities.d_x},
                                     {"d_y", quantities.d_y},
                                     {"n", quantities.n},
                                     {"rank", quantities.rank},
                                     {"digits", digits},
                                     {"digits_used", quantities.digits_used}};
  nlohmann::ordered_json values = nlohmann::ordered_json::object();
  for (const auto& [name, value] : quantities.named()) values[name] = interval_json(*value, digits);
  document["quantities"] = std::move(values);
  document["warning"] = quantities.warning ? nlohmann::ordered_json(*quantities.warning) : nullptr;
  return document;
}

}  // namespace plumbline
