#include "plumbline/theorem/template.hpp"

#include <fmt/format.h>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/theorem_reader.hpp"

namespace plumbline {
namespace {

constexpr const char* kTemplate =
    R"toml(# What the theorem says, and what its constants rest on. docs/theorem-files.md has every key, symbol and
# function; `plumb theorem lint {0}.toml` checks the file.
id      = "{0}"
title   = "One line that says what is claimed"
source  = "where it is stated: authors, title, venue, number of the theorem"
network = "deep-linear"
init    = "orthogonal"      # how the weights are drawn
probability = "1 - delta"   # of every conclusion below that gives none of its own; "surely" for always

# Numbers a user may change with --set NAME=VALUE.
[parameters]
delta = 0.01

# Universal constants. proof names what derives the value, or says "open": then a check reports which values
# the runs still allow, and gives no verdict on the constant.
[constants]
C = {{ value = "3*(8/log(1.1))^2", proof = "hxp2020-4.1-constant" }}

# Abbreviations.
[let]
needed = "srank*kappa^2*(d_y*(1 + norm_W^2) + log(r/delta))"

# What is assumed of the data and the run. --width threshold and --eta max solve these for m and eta.
[[hypothesis]]
name  = "width"
claim = "m >= C*needed"

[[hypothesis]]
name  = "input width"
claim = "m >= d_x"

[[hypothesis]]
name  = "step size"
claim = "eta <= d_y/(2*L*norm_X^2)"

[[hypothesis]]
name  = "confidence"
claim = "0 < delta < 1"

# What is claimed. for_all binds the step t and the layers i, j.
[[conclusion]]
name    = "linear rate"
for_all = ["t >= 0"]
claim   = "loss(t) - loss_opt <= (1 - eta*L*lambda_r/(2*d_y))^t*(loss(0) - loss_opt)"

# given: claimed only where this is true. An entry is a claim, or the name of a [[premise]] or of an earlier
# conclusion; given_before takes names and means every step before t.
[[conclusion]]
name         = "the loss does not grow"
given_before = ["linear rate"]
for_all      = ["t >= 1"]
claim        = "loss(t) <= loss(t - 1)"
)toml";

}  // namespace

std::string theorem_template(const std::string& id) {
  std::string text = fmt::format(kTemplate, id);
  const TheoremDraft draft = read_theorem_draft(TomlTable::parse(text, id + ".toml"));
  if (!draft.report.errors.empty()) throw InputError(draft.report.errors.front());
  return text;
}

}  // namespace plumbline
