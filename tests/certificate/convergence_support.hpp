// Genuine convergence certificates for tests of their checker.
#pragma once

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "plumbline/certificate/check_convergence.hpp"
#include "plumbline/certificate/convergence.hpp"
#include "plumbline/certificate/convergence_json.hpp"
#include "plumbline/network/haar.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/prepared_problem.hpp"

namespace plumbline::test {

/// Singular values of X from 1 down to 1/√kappa, all min(d_x, n) of them; ‖Y‖_F = 1.
inline Problem conditioned_problem(Eigen::Index d_x, Eigen::Index d_y, Eigen::Index n, double kappa,
                                   std::uint64_t seed = 31) {
  const Eigen::Index r = std::min(d_x, n);
  RandomStream stream(seed, 0, 0);
  const Eigen::VectorXd s = Eigen::VectorXd::LinSpaced(r, 1.0, 1.0 / std::sqrt(kappa));
  Problem problem;
  problem.id = "conditioned";
  problem.X = haar_frame(d_x, r, stream) * s.asDiagonal() * haar_frame(n, r, stream).transpose();
  problem.Y = gaussian_matrix(d_y, n, stream).normalized();
  return problem;
}

/// One run as `plumb certify convergence` makes it.
struct ConvergenceCase {
  Problem problem;
  std::string init = "orthogonal";
  Eigen::Index depth = 5;
  Integer width = 2000;
  double step = 1.0;  ///< in units of d_y/(2 L ‖X‖²)
  std::uint64_t seed = 0;
  std::int64_t last_step = 400;
};

inline InitialisationSpec spec_of(const ConvergenceCase& c) {
  InitialisationSpec spec;
  spec.scheme = scheme_from_name(c.init);
  spec.depth = c.depth;
  spec.width = c.width;
  spec.seed = c.seed;
  return spec;
}

inline double eta_of(const ConvergenceCase& c, const PreparedProblem& prepared) {
  const double norm = prepared.reduced().singular_values(0);
  return c.step * static_cast<double>(c.problem.Y.rows()) /
         (2.0 * static_cast<double>(c.depth) * norm * norm);
}

/// A certificate, tried from step `first_step` on, and its document.
struct CertifiedCase {
  ConvergenceCertificate certificate;
  ConvergenceSubject subject;
  nlohmann::ordered_json document() const { return convergence_json(certificate, subject); }
};

inline CertifiedCase certify(const ConvergenceCase& c, std::int64_t first_step = 0) {
  const PreparedProblem prepared(c.problem);
  EnclosedRun run(prepared.reduced(), spec_of(c), eta_of(c, prepared), prepared.quantities().loss_opt, {});
  CertifiedCase result;
  result.subject = convergence_subject("p", c.problem, c.init, c.seed, run.descent().network());
  while (run.steps_taken() < first_step) run.step();
  result.certificate = certify_along_run(run, c.width, c.last_step);
  return result;
}

inline CertificateCheck check(const nlohmann::ordered_json& document, const Problem& problem) {
  return check_convergence(CertificateFile(nlohmann::json(document), "test"), problem);
}

/// Rejected, or not even readable.
inline bool refuses(const nlohmann::ordered_json& document, const Problem& problem) {
  try {
    return !check(document, problem).accepted();
  } catch (const InputError&) {
    return true;
  }
}

}  // namespace plumbline::test
