#include "plumbline/certificate/escape_json.hpp"

#include <fmt/format.h>

#include "plumbline/certificate/certificate_file.hpp"
#include "plumbline/problem/quantities_json.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

constexpr unsigned kDigits = 25;

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json problem_json(const EscapeCertificate& c, const std::string& name) {
  return {{"name", name},
          {"id", c.problem_id},
          {"n", c.n},
          {"d_x", c.d_x},
          {"d_y", c.d_y},
          {"frob_X", interval_json(c.frob_X, kDigits)},
          {"frob_Y", interval_json(c.frob_Y, kDigits)},
          {"unit_data", c.request.unit_data},
          {"data_digest", c.data_digest}};
}

Json network_json(const EscapeCertificate& c) {
  return {{"init", "gaussian"},       {"depth", c.request.depth}, {"width", c.request.width},
          {"sigma", c.request.sigma}, {"seed", c.request.seed},   {"weights_digest", c.weights_digest}};
}

}  // namespace

Json escape_json(const EscapeCertificate& c, const std::string& problem_name) {
  return {{"schema", kCertificateSchema},
          {"kind", "escape"},
          {"proved", c.proved},
          {"reason", text_or_null(c.reason)},
          {"from_step", 0},
          {"contraction", nullptr},
          {"iterations_at_least", {{"lo", c.iterations}, {"hi", c.iterations}}},
          {"eta", c.request.eta},
          {"band", {{"low", c.request.band_low}, {"high", c.request.band_high}}},
          {"radius", c.proved ? Json(hex_text(c.radius)) : Json(nullptr)},
          {"output_at_most", text_or_null(c.output_at_most)},
          {"loss_at_least", text_or_null(c.loss_at_least)},
          {"loss_at_most", text_or_null(c.loss_at_most)},
          {"block", c.request.block},
          {"network", network_json(c)},
          {"problem", problem_json(c, problem_name)}};
}

std::string escape_text(const EscapeCertificate& c) {
  std::string text = fmt::format(
      "escape time of a Gaussian network, depth {}, width {}, sigma {}, seed {}\n"
      "  problem {}{}, step size eta = {}\n",
      c.request.depth, c.request.width, c.request.sigma, c.request.seed, c.problem_id,
      c.request.unit_data ? " (X and Y divided by their Frobenius norms)" : "", c.request.eta);
  if (!c.proved) return text + fmt::format("NOT PROVED: {}\n", c.reason);
  text += fmt::format(
      "PROVED: the loss stays within [{}, {}]·‖Y‖_F² for at least {} iterations (10^{:.1f})\n"
      "  while no A_i moves by more than rho = {:.4g}: {}·‖Y‖_F² <= loss <= {}·‖Y‖_F², ‖f(X)‖_F <= {}·‖Y‖_F\n"
      "  the bound is set by layer {}\n",
      c.request.band_low, c.request.band_high, c.iterations, c.log10_iterations, c.radius, c.loss_at_least,
      c.loss_at_most, c.output_at_most, c.fastest_layer);
  return text;
}

}  // namespace plumbline
