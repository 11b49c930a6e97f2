#include "plumbline/certificate/trajectory_json.hpp"

#include <cmath>

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

Json number(double x) {
  return std::isfinite(x) ? Json(x) : Json(nullptr);
}

}  // namespace

Json trajectory_json(const Trajectory& trajectory) {
  Json json = {{"schema", "plumbline.trajectory/1"},
               {"depth", trajectory.depth},
               {"width", trajectory.width.str()},
               {"eta", trajectory.eta},
               {"network", trajectory.network},
               {"initial_loss", trajectory.initial_loss},
               {"end", to_string(trajectory.end)},
               {"steps_run", trajectory.steps_run},
               {"steps_saved", trajectory.steps_saved},
               {"certificate", trajectory.certificate},
               {"snapshots", Json::array()},
               {"curve", Json::array()}};
  for (const Snapshot& snapshot : trajectory.snapshots) {
    json["snapshots"].push_back({{"t", snapshot.step},
                                 {"relative_loss", number(snapshot.value)},
                                 {"low", number(snapshot.low)},
                                 {"high", number(snapshot.high)}});
  }
  for (const CurvePoint& point : trajectory.curve) {
    json["curve"].push_back(Json::array({point.step, number(point.relative_loss)}));
  }
  return json;
}

}  // namespace plumbline
