#include "plumbline/verdict/initialisation.hpp"

#include "plumbline/theorem/vocabulary.hpp"

namespace plumbline {

InitialisationSpec initialisation_of(const Theorem& theorem, const Setting& setting) {
  InitialisationSpec spec;
  spec.scheme = scheme_from_name(theorem.init);
  spec.output_scale = theorem.scale == "none" ? OutputScale::kNone : OutputScale::kNormPreserving;
  spec.train_first = !theorem.frozen.contains("first");
  spec.train_last = !theorem.frozen.contains("last");
  spec.depth = setting.depth;
  spec.width = setting.width;
  for (const auto& [name, text] : theorem.parameters) {
    if (!is_init_parameter(theorem.init, name)) continue;
    spec.parameters[name] = initial_value(theorem, setting, name);
  }
  return spec;
}

}  // namespace plumbline
