// Matrices near doubles, multiplied and subtracted: the balancedness of neighbouring layers,
// V_{i+1}ᵀV_{i+1} − V_iV_iᵀ (Arora et al. 2018; Du, Hu, Lee 2018), and products of layers.
#pragma once

#include "plumbline/numeric/interval.hpp"
#include "plumbline/numeric/nearby_doubles.hpp"

namespace plumbline {

/// upperᵀ·upper − lower·lowerᵀ for neighbouring layers V_i = lower and V_{i+1} = upper, each known to lie
/// near its doubles.
NearbyDoubles balance_matrix(const NearbyDoubles& lower, const NearbyDoubles& upper);

/// a·b.
NearbyDoubles multiply(const NearbyDoubles& a, const NearbyDoubles& b);
/// a·aᵀ, or aᵀ·a where that is smaller.
NearbyDoubles gram_matrix(const NearbyDoubles& a);

/// now − start.
NearbyDoubles difference(const NearbyDoubles& now, const NearbyDoubles& start);

/// [λ_r(Λ)]_+ + [λ_d(−Λ)]_+ of Λ = V_1V_1ᵀ − V_2ᵀV_2 (Min et al. 2021), V_1 on its first r columns, d the
/// rows of V_2; λ_k the k-th largest eigenvalue, [·]_+ the positive part, 0 where Λ has fewer than k
/// eigenvalues.
/// @param lower V_1. @param upper V_2.
Interval imbalance_of(NearbyDoubles lower, const NearbyDoubles& upper, Eigen::Index r);

}  // namespace plumbline
