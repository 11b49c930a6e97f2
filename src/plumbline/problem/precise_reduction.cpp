#include "plumbline/problem/precise_reduction.hpp"

namespace plumbline {
namespace {

/// diag(left)^p · a · diag(right)^q for the given whole powers.
BallMatrix scaled(const BallMatrix& a, const Eigen::VectorXd* left, slong p, const Eigen::VectorXd* right,
                  slong q) {
  const slong bits = working_bits();
  BallMatrix result = a;
  Ball factor, s;
  const auto apply = [&](arb_ptr entry, double base, slong power) {
    arb_set_d(s.raw(), base);
    arb_pow_ui(factor.raw(), s.raw(), static_cast<ulong>(power < 0 ? -power : power), bits);
    if (power < 0) {
      arb_div(entry, entry, factor.raw(), bits);
    } else {
      arb_mul(entry, entry, factor.raw(), bits);
    }
  };
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) {
      if (left != nullptr) apply(result.at(i, j), (*left)(i), p);
      if (right != nullptr) apply(result.at(i, j), (*right)(j), q);
    }
  }
  return result;
}

}  // namespace

// With Λ = S², Z = A Λ⁻¹ and, if left, Q̃ = XᵀV S⁻¹ (else P̃ = X V S⁻¹), problem/reduction_error.cpp takes P
// and Q as the polar factors of Z and Q̃ (else of P̃ and Z). Here N_Z = ZᵀZ = Λ⁻¹AᵀAΛ⁻¹ and N = Q̃ᵀQ̃ (P̃ᵀP̃) =
// S⁻¹VᵀA S⁻¹, both near I:
//   left   X Q̃ = Z S,              so X̄ = N_Z^{−½} N_Z S N^{−½} = N_Z^{½} S N^{−½},   Ȳ = (Y XᵀV S⁻¹) N^{−½};
//   right  P̃ᵀX Z = S⁻¹AᵀA Λ⁻¹ = S N_Z, so X̄ = N^{−½} S N_Z^{½},                        Ȳ = (Y A Λ⁻¹)
//   N_Z^{−½}.
std::optional<PreciseReduction> precise_reduction(const ReducedProblem& problem) {
  const Eigen::VectorXd& s = problem.singular_values;
  if (!problem.exact) {
    if (problem.input_error != 0.0 || problem.target_error != 0.0) return std::nullopt;
    return PreciseReduction{BallMatrix(Eigen::MatrixXd(s.asDiagonal())), BallMatrix(problem.targets)};
  }
  const ExactReduction& exact = *problem.exact;
  const BallMatrix one = ball_identity(problem.rank);
  const BallMatrix defect_z = scaled(BallMatrix(exact.a_a), &s, -2, &s, -2) - one;
  const BallMatrix defect = scaled(BallMatrix(exact.v_a), &s, -1, &s, -1) - one;
  const auto root_z = root_near_identity(defect_z, 1);
  const auto inverse_root = root_near_identity(defect, -1);
  const auto inverse_root_z = root_near_identity(defect_z, -1);
  if (!root_z || !inverse_root || !inverse_root_z) return std::nullopt;
  const BallMatrix y(exact.y);
  PreciseReduction result;
  if (exact.vectors_are_left) {
    result.inputs = scaled(*root_z, nullptr, 0, &s, 1) * *inverse_root;
    result.targets = scaled(y, nullptr, 0, &s, -1) * *inverse_root;
  } else {
    result.inputs = scaled(*inverse_root, nullptr, 0, &s, 1) * *root_z;
    result.targets = scaled(y, nullptr, 0, &s, -2) * *inverse_root_z;
  }
  return result;
}

}  // namespace plumbline
