// The convergence certificate as a document (schema plumbline.certificate/1) and for people.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "plumbline/certificate/convergence.hpp"
#include "plumbline/network/network.hpp"
#include "plumbline/problem/problem.hpp"

namespace plumbline {

/// Where the certified network comes from: what a checker needs to draw it anew.
struct ConvergenceSubject {
  std::string problem;  ///< as named by the user
  Eigen::Index n = 0, d_x = 0;
  std::string data_digest;  ///< of X and Y
  std::string init;         ///< "orthogonal" or "gaussian"
  std::uint64_t seed = 0;
  std::string weights_digest;  ///< of the initial weights as stored
};

/// @param start the network at t = 0.
ConvergenceSubject convergence_subject(const std::string& problem_name, const Problem& problem,
                                       const std::string& init, std::uint64_t seed, const Network& start);

nlohmann::ordered_json convergence_json(const ConvergenceCertificate& certificate,
                                        const ConvergenceSubject& subject);
std::string convergence_text(const ConvergenceCertificate& certificate, const ConvergenceSubject& subject);

}  // namespace plumbline
