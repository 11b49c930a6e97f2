// A loop over independent indices on several threads. Results must not depend on the order: each index writes
// its own place, so the bytes that come out are the same for any number of threads.
#pragma once

#include <cstdint>
#include <functional>

namespace plumbline {

/// Calls body(0) … body(count − 1), at most `threads` (≥ 1) at a time, fewer where the system gives fewer. If
/// calls throw, the exception of the smallest index that threw is rethrown after all threads have stopped
/// taking new indices.
void for_each_index(std::int64_t count, unsigned threads, const std::function<void(std::int64_t)>& body);

}  // namespace plumbline
