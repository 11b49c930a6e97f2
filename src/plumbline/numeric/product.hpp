// Products of matrices at machine speed, where one side is narrow: libxsmm's code made for the shape at hand.
//
// Every entry is one sum of products, in an order that depends on the shapes alone, with or without fused
// multiply-adds: the error bounds of a sum of `inner` products hold (numeric/upper_bound.hpp, gamma). The
// bytes are those of the machine: its vector instructions decide between fused and separate operations.
#pragma once

#include <Eigen/Core>

namespace plumbline {

/// out = a·b. `out` must not overlap a or b. @throws InternalError if the shapes do not fit.
void multiply(const Eigen::Ref<const Eigen::MatrixXd, 0, Eigen::OuterStride<>>& a,
              const Eigen::Ref<const Eigen::MatrixXd, 0, Eigen::OuterStride<>>& b,
              Eigen::Ref<Eigen::MatrixXd, 0, Eigen::OuterStride<>> out);

}  // namespace plumbline
