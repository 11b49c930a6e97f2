#include "plumbline/certificate/convergence_json.hpp"

#include <fmt/format.h>

#include <vector>

#include "plumbline/certificate/certificate_file.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

constexpr unsigned kDigits = 25;

Json ends(const Interval& value) {
  return {{"lo", format_lower(value, kDigits)}, {"hi", format_upper(value, kDigits)}};
}

Json hex_list(const std::vector<double>& values) {
  Json list = Json::array();
  for (const double value : values) list.push_back(hex_text(value));
  return list;
}

}  // namespace

ConvergenceSubject convergence_subject(const std::string& problem_name, const Problem& problem,
                                       const std::string& init, std::uint64_t seed, const Network& start) {
  std::vector<Eigen::MatrixXd> weights{start.first, start.corner};
  weights.insert(weights.end(), start.trained.begin(), start.trained.end());
  return {problem_name, problem.X.cols(),  problem.X.rows(), digest_of({problem.X, problem.Y}), init,
          seed,         digest_of(weights)};
}

nlohmann::ordered_json convergence_json(const ConvergenceCertificate& certificate,
                                        const ConvergenceSubject& subject) {
  const ConvergenceState& state = certificate.state;
  Json json = {{"schema", kCertificateSchema},
               {"kind", "convergence"},
               {"proved", certificate.proved},
               {"reason", certificate.proved ? Json(nullptr) : Json(certificate.reason)},
               {"from_step", state.step},
               {"contraction", certificate.proved ? ends(certificate.contraction) : Json(nullptr)},
               {"iterations_at_least", nullptr},
               {"problem",
                {{"name", subject.problem},
                 {"n", subject.n},
                 {"d_x", subject.d_x},
                 {"d_y", state.outputs},
                 {"data_digest", subject.data_digest}}},
               {"network",
                {{"init", subject.init},
                 {"depth", state.backward_max.size()},
                 {"width", state.width.str()},
                 {"seed", subject.seed},
                 {"weights_digest", subject.weights_digest}}},
               {"eta", hex_text(state.eta)}};
  if (!certificate.proved) return json;
  json["curvature"] = ends(certificate.curvature);
  json["second_order"] = ends(certificate.second_order);
  json["travel"] = ends(certificate.travel);
  json["rho"] = hex_text(certificate.rho);
  json["state"] = {
      {"backward_max", hex_list(state.backward_max)}, {"backward_min", hex_list(state.backward_min)},
      {"forward_max", hex_list(state.forward_max)},   {"forward_min", hex_list(state.forward_min)},
      {"partial_min", hex_list(state.partial_min)},   {"input_norm", hex_text(state.input_norm)},
      {"input_min", hex_text(state.input_min)},       {"middle", hex_text(state.middle)},
      {"any_product", hex_text(state.any_product)},   {"residual", hex_text(state.residual)}};
  return json;
}

std::string convergence_text(const ConvergenceCertificate& certificate, const ConvergenceSubject& subject) {
  const ConvergenceState& state = certificate.state;
  const std::string head =
      fmt::format("{}, {} initialisation, depth {}, width {}, step {:.6g}, seed {}\n", subject.problem,
                  subject.init, state.backward_max.size(), state.width.str(), state.eta, subject.seed);
  if (!certificate.proved) {
    return head + fmt::format("NOT PROVED up to step {}: {}\n", state.step, certificate.reason);
  }
  return head + fmt::format(
                    "PROVED: from step t0 = {0} on, |R(t)| <= q^(t - t0) |R(t0)| for every t, with q = {1}\n"
                    "  h*lambda(P) within {2}, second-order share {3}, whole travel {4} <= rho = {5:.6g}\n",
                    state.step, format_upper(certificate.contraction, 12),
                    format_human(certificate.curvature), format_human(certificate.second_order, 3),
                    format_human(certificate.travel, 3), certificate.rho);
}

}  // namespace plumbline
