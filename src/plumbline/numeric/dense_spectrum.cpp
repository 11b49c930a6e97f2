#include "plumbline/numeric/dense_spectrum.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/SVD>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

void require_success(Eigen::ComputationInfo info) {
  if (info != Eigen::Success) throw InternalError("symmetric eigenvalue iteration did not converge");
}

}  // namespace

Eigen::VectorXd approx_singular_values(const Eigen::MatrixXd& a) {
  return Eigen::BDCSVD<Eigen::MatrixXd>(a).singularValues();
}

LeftSingular approx_left_singular(const Eigen::MatrixXd& a) {
  const Eigen::BDCSVD<Eigen::MatrixXd> svd(a, Eigen::ComputeThinU);
  return {svd.matrixU(), svd.singularValues()};
}

ThinSvd approx_thin_svd(const Eigen::MatrixXd& a) {
  const Eigen::BDCSVD<Eigen::MatrixXd> svd(a, Eigen::ComputeThinU | Eigen::ComputeThinV);
  return {svd.matrixU(), svd.matrixV(), svd.singularValues()};
}

SymmetricEigen approx_symmetric_eigen(const Eigen::MatrixXd& a) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(a);
  require_success(eigen.info());
  return {eigen.eigenvalues(), eigen.eigenvectors()};
}

Eigen::VectorXd approx_symmetric_eigenvalues(const Eigen::MatrixXd& a) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(a, Eigen::EigenvaluesOnly);
  require_success(eigen.info());
  return eigen.eigenvalues();
}

}  // namespace plumbline
