// The independent checker of convergence certificates. Beyond number types and the JSON reader it shares with
// what makes them only the code that says which network is spoken of: its data in reduced coordinates and its
// weights at t = 0 (docs/certificates.md).
#pragma once

#include "plumbline/certificate/certificate_file.hpp"
#include "plumbline/problem/problem.hpp"

namespace plumbline {

/// Derives the contraction anew from the norms in the certificate (docs/theory.md §7), and these norms anew
/// from the problem: the network is drawn, gradient descent followed to step t_0 in Arb balls, and every norm
/// proved by the definiteness of a shifted Gram matrix. A certificate that says "not proved" is refused like
/// a wrong one: it claims nothing.
/// @throws InputError if a field is missing, unknown or malformed, or if following the run would take more
/// than 2^32 multiplications.
CertificateCheck check_convergence(const CertificateFile& certificate, const Problem& problem);

}  // namespace plumbline
