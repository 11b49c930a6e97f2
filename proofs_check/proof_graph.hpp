// Which step of a proof stands on which, across files.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "proofs_check/proof_file.hpp"

namespace plumbline::proofs {

/// A step of one of the files: checked (index into steps) or outside (index into outside).
struct GraphNode {
  std::size_t file = 0;
  std::size_t index = 0;
  bool outside = false;
  std::vector<std::size_t> uses;  ///< nodes it stands on, in the order of the file, each once
};

struct ProofGraph {
  std::vector<ProofFile> files;  ///< those asked for, then those they stand on, in the order they are met
  std::size_t asked = 0;         ///< how many of them were asked for
  std::vector<GraphNode> nodes;  ///< file by file: steps, then outside steps

  const std::string& name_of(std::size_t node) const;
};

/// The graph of the files and of every file of data/proofs that they name.
/// @throws InputError naming the step if it uses a step that does not exist, or stands on itself through
/// others (the circle is spelled out); or if a file that is named does not exist or does not read.
ProofGraph graph_of(const std::vector<ProofFile>& files);

}  // namespace plumbline::proofs
