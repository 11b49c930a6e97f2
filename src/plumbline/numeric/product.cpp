#include "plumbline/numeric/product.hpp"

#include <libxsmm.h>

#include <algorithm>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

/// A large `a` is read once, kSlice columns at a time, each slice added to `out`: so the columns in use and
/// the few columns of `out` stay in the cache. The numbers were measured (docs/performance.md).
constexpr Eigen::Index kLarge = 96;  // rows and columns
constexpr Eigen::Index kSlice = 32;

struct Shape {
  Eigen::Index rows, columns, inner;  // of out = a·b
  Eigen::Index stride_a, stride_b, stride_out;
};

/// Code for out = a·b (`add` false) or out += a·b of that shape; nullptr where libxsmm makes none.
libxsmm_dmmfunction code_for(const Shape& shape, bool add) {
  const auto stride_a = static_cast<libxsmm_blasint>(shape.stride_a);
  const auto stride_b = static_cast<libxsmm_blasint>(shape.stride_b);
  const auto stride_out = static_cast<libxsmm_blasint>(shape.stride_out);
  const double one = 1.0;
  const double beta = add ? 1.0 : 0.0;
  const int flags = LIBXSMM_GEMM_FLAG_NONE;
  return libxsmm_dmmdispatch(static_cast<libxsmm_blasint>(shape.rows),
                             static_cast<libxsmm_blasint>(shape.columns),
                             static_cast<libxsmm_blasint>(shape.inner), &stride_a, &stride_b, &stride_out,
                             &one, &beta, &flags, nullptr);
}

/// @returns false, with `out` unspecified, if there is no code for it.
bool multiply_slices(Shape shape, const double* a, const double* b, double* out) {
  const Eigen::Index inner = shape.inner;
  const Eigen::Index slice = inner > kLarge && shape.rows > kLarge ? kSlice : inner;
  for (Eigen::Index from = 0; from < inner; from += slice) {
    shape.inner = std::min(slice, inner - from);
    const libxsmm_dmmfunction code = code_for(shape, from > 0);
    if (code == nullptr) return false;
    code(a + from * shape.stride_a, b + from, out);
  }
  return true;
}

}  // namespace

void multiply(const Eigen::Ref<const Eigen::MatrixXd, 0, Eigen::OuterStride<>>& a,
              const Eigen::Ref<const Eigen::MatrixXd, 0, Eigen::OuterStride<>>& b,
              Eigen::Ref<Eigen::MatrixXd, 0, Eigen::OuterStride<>> out) {
  if (a.cols() != b.rows() || out.rows() != a.rows() || out.cols() != b.cols()) {
    throw InternalError("multiply: the shapes do not fit");
  }
  if (out.size() == 0) return;
  const Shape shape{out.rows(), out.cols(), a.cols(), a.outerStride(), b.outerStride(), out.outerStride()};
  if (shape.inner > 0 && multiply_slices(shape, a.data(), b.data(), out.data())) return;
  out.noalias() = a * b;
}

}  // namespace plumbline
