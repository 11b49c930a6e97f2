// Which random stream of a run draws what: 1 … L + 1 belong to the layers, the others lie far outside.
#pragma once

#include <cstdint>

#include "plumbline/network/initialise.hpp"
#include "plumbline/numeric/random_stream.hpp"

namespace plumbline {

inline constexpr std::uint64_t kCornerStream = 1ULL << 40U;
inline constexpr std::uint64_t kFirstLayerStream = kCornerStream + 1;
inline constexpr std::uint64_t kComplementStream = kCornerStream + 2;
inline constexpr std::uint64_t kProductStream = kCornerStream + 3;

inline RandomStream stream_of(const InitialisationSpec& spec, std::uint64_t stream) {
  return {spec.seed, spec.run, stream};
}

}  // namespace plumbline
