#include "plumbline/suite/run_cell.hpp"

#include <exception>
#include <utility>

#include "plumbline/certificate/trajectory.hpp"
#include "plumbline/certificate/trajectory_json.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/verdict/resolve.hpp"
#include "plumbline/verdict/result_json.hpp"
#include "plumbline/verdict/run_under_check.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

CellResult run_check(const Json& config, const SuiteInputs& inputs, const StopFlag& stop) {
  const Theorem& theorem = inputs.theorem(config.at("theorem").get<std::string>());
  const PreparedProblem& problem = inputs.prepared(config.at("problem").get<std::string>());
  CheckRequest request;
  request.at = resolve_setting(theorem, problem, config.at("depth").get<std::int64_t>(),
                               parse_width(config.at("width").get<std::string>()),
                               parse_step(config.at("eta").get<std::string>()), {});
  request.seeds = config.at("seeds").get<std::int64_t>();
  request.seed = config.at("seed").get<std::uint64_t>();
  if (!config.at("steps").is_null()) request.steps = config.at("steps").get<std::int64_t>();
  request.rigor = rigor_from_name(config.at("rigor").get<std::string>());
  request.confidence = config.at("confidence").get<double>();
  request.claims = config.at("claims").get<std::int64_t>();
  request.stop = &stop;
  const CheckResult result = check_theorem(theorem, problem, request);
  return {to_string(result.verdict), check_json(result)};
}

/// The smallest width with which the hypotheses hold at a trajectory's depth and step; null if none will do.
Json theorem_width(const Theorem& theorem, const PreparedProblem& problem, const TrajectoryRequest& request) {
  const ResolvedSetting at = resolve_setting(theorem, problem, request.spec.depth, {request.spec.width, 0},
                                             {request.eta, false}, {});
  return {{"id", theorem.id}, {"min_width", at.min_width ? Json(at.min_width->str()) : Json(nullptr)}};
}

CellResult run_trajectory(const Json& config, const SuiteInputs& inputs, const StopFlag& stop) {
  const PreparedProblem& problem = inputs.prepared(config.at("problem").get<std::string>());
  TrajectoryRequest request;
  request.spec.scheme = certified_scheme_from_name(config.at("init").get<std::string>());
  request.spec.depth = config.at("depth").get<std::int64_t>();
  request.spec.width = parse_width(config.at("width").get<std::string>()).value;
  request.spec.seed = config.at("seed").get<std::uint64_t>();
  request.eta =
      plain_step(parse_step(config.at("eta").get<std::string>()), request.spec.depth, problem.quantities());
  request.snapshots = config.at("snapshots").get<std::vector<std::int64_t>>();
  request.floor = config.at("floor").get<double>();
  request.resolution = config.at("resolution").get<double>();
  request.stop = &stop;
  Json width;  // before the run: what is wrong with the theorem shows at once
  if (config.contains("theorem")) {
    width = theorem_width(inputs.theorem(config.at("theorem").get<std::string>()), problem, request);
  }
  const Trajectory trajectory = follow_trajectory(problem, request);
  Json document = trajectory_json(trajectory);
  if (!width.is_null()) document["theorem"] = std::move(width);
  return {to_string(trajectory.end), std::move(document)};
}

CellResult failed(const std::string& message, bool internal, const Json& config, const SuiteInputs& inputs) {
  Json document = {{"error", message}, {"internal", internal}};
  if (config.at("kind") == "check" &&
      is_memorizing(inputs.theorem(config.at("theorem").get<std::string>()))) {
    document["untrained"] = true;
  }
  return {"failed", std::move(document)};
}

}  // namespace

CellResult run_cell(const Json& config, const SuiteInputs& inputs, const StopFlag& stop) {
  try {
    stop.check();
    return config.at("kind") == "check" ? run_check(config, inputs, stop)
                                        : run_trajectory(config, inputs, stop);
  } catch (const Stopped&) {
    throw;
  } catch (const InputError& error) {
    return failed(error.what(), false, config, inputs);
  } catch (const std::exception& error) {
    return failed(error.what(), true, config, inputs);
  }
}

}  // namespace plumbline
