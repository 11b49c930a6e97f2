// The independent checker of escape-time certificates: small, sharing nothing with what makes them beyond
// number types, random streams and the JSON reader (docs/certificates.md).
#pragma once

#include "plumbline/certificate/certificate_file.hpp"
#include "plumbline/problem/problem.hpp"

namespace plumbline {

/// Draws the weights and derives the bounds anew at the certificate's radius. A certificate that says "not
/// proved" is refused like a wrong one: it claims nothing.
/// @throws InputError if a field is missing or malformed.
CertificateCheck check_escape(const CertificateFile& certificate, const Problem& problem);

}  // namespace plumbline
