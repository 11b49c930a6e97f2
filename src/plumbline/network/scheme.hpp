// The initialisation schemes by name, with the parameters a theorem file may set for them (docs/theory.md
// §2).
#pragma once

#include <string>
#include <vector>

namespace plumbline {

enum class Scheme {
  kOrthogonal,  ///< W_1ᵀW_1 = mI, W_iᵀW_i = W_iW_iᵀ = mI, W_LW_Lᵀ = mI, Haar (HXP eq. 4); for m < d_x W_1
                ///< is √d_x times orthonormal rows. With OutputScale::kNone without the factors √m
  kGaussian,        ///< entries N(0, 1)
  kIdentity,        ///< ones on the diagonal, plus noise·N(0, 1) on every entry; m ≥ max(d_x, d_y)
  kZeroAsymmetric,  ///< W_L = 0, the others as kIdentity without noise; m ≥ d_x (Wu, Wang, Ma 2019)
  kResidual,  ///< W_1 = gain_in·[I; 0], W_L = gain_out·[0, I], between them I; m ≥ d_x + d_y (Zou, Long, Gu
              ///< 2020, modified identity)
  kBalanced  ///< W_{L:1} = start·W* + noise·N(0, 1) on col(X), 0 beside it, split evenly by its singular
             ///< values (Arora et al. 2019), then W_1 times and W_L divided by stretch; m ≥ min(d_x, d_y)
};

/// The output is f(x) = α W_L ⋯ W_1 x.
enum class OutputScale {
  kNormPreserving,  ///< α = 1/√(m^{L−1} d_y)
  kNone             ///< α = 1
};

/// A number that a scheme reads, and its value when nobody gives it one.
struct SchemeParameter {
  std::string name;
  double value = 0.0;
};
struct SchemeInfo {
  std::string name;
  Scheme scheme = Scheme::kOrthogonal;
  OutputScale usual_scale = OutputScale::kNone;  ///< that of a theorem file which says nothing
  std::vector<SchemeParameter> parameters;
};
/// Every scheme once. The theorem vocabulary lists the same names and parameters (a test holds them
/// together).
const std::vector<SchemeInfo>& scheme_table();

/// @throws InputError for a name that is in no row.
Scheme scheme_from_name(const std::string& name);
/// Those that convergence certificates are made for: orthogonal and gaussian. @throws InputError for any
/// other name.
Scheme certified_scheme_from_name(const std::string& name);
const SchemeInfo& scheme_info(Scheme scheme);

}  // namespace plumbline
