// The convergence certificate as a document (schema plumbline.certificate/1) and for people.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "plumbline/certificate/convergence.hpp"

namespace plumbline {

/// Where the certified network comes from.
struct ConvergenceSubject {
  std::string problem;  ///< as named by the user
  std::string init;     ///< "orthogonal" or "gaussian"
  std::uint64_t seed = 0;
};

nlohmann::ordered_json convergence_json(const ConvergenceCertificate& certificate,
                                        const ConvergenceSubject& subject);
std::string convergence_text(const ConvergenceCertificate& certificate, const ConvergenceSubject& subject);

}  // namespace plumbline
