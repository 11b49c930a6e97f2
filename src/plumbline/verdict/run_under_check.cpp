#include "plumbline/verdict/run_under_check.hpp"

namespace plumbline {

InitialisationSpec initialisation_of(const Theorem& theorem, const Setting& setting) {
  InitialisationSpec spec;
  spec.scheme = scheme_from_name(theorem.init);
  spec.depth = setting.depth;
  spec.width = setting.width;
  return spec;
}

InitialisationSpec initialisation_of(const RunUnderCheck& run) {
  InitialisationSpec spec = initialisation_of(run.theorem, run.request.at.setting);
  spec.seed = run.request.seed;
  spec.run = static_cast<std::uint64_t>(run.run_index);
  return spec;
}

}  // namespace plumbline
