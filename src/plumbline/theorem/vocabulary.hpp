// Every symbol and observable a theorem file may use, in one table.
#pragma once

#include <string>
#include <vector>

namespace plumbline {

/// What a symbol or observable means and how many arguments it takes.
struct Vocable {
  std::string name;
  int arguments = -1;  ///< -1: a symbol; else an observable with that many integer arguments, the last one t
  std::string meaning;
  std::vector<std::string> networks;  ///< where it means something; empty: for every network
  bool of_steps = false;              ///< a sum or maximum over steps, which a gradient flow does not have
};

/// Everything a theorem file may use besides its own parameters, constants, lets, functions and quantified
/// variables, in the order of docs/theorem-files.md: data, run, observables.
const std::vector<Vocable>& vocabulary();

/// The vocable of that name; nullptr if there is none.
const Vocable* find_vocable(const std::vector<Vocable>& vocables, const std::string& name);
bool means_something(const Vocable& vocable, const std::string& network);
/// Whether it speaks of steps and the optimiser takes none.
bool is_of_steps_alone(const Vocable& vocable, const std::string& optimiser);
/// As it is written in a claim: "kappa", "loss(t)", "travel(i, t)", "sigma_max(j, i, t)".
std::string usage(const Vocable& vocable);

/// An initialisation and the parameters of a theorem file that its weights depend on.
struct InitVocable {
  std::string name;
  std::string network;                  ///< whose initialisation it is
  std::string scale;                    ///< that of a file which says nothing
  std::vector<std::string> parameters;  ///< read where the file declares them
};
const std::vector<InitVocable>& init_vocabulary();
/// Whether `parameter` is one that the initialisation `init` reads.
bool is_init_parameter(const std::string& init, const std::string& parameter);

/// An optimiser of theorem files and the networks that it trains.
struct OptimiserVocable {
  std::string name;
  std::vector<std::string> networks;
};
const std::vector<OptimiserVocable>& optimiser_vocabulary();
/// The optimiser W_i' = −∂ℓ/∂W_i in continuous time, seen at the times eta·t.
inline constexpr const char* kGradientFlow = "flow";

/// The networks, initialisations and output scales that can be run, and the layers that can be kept fixed.
const std::vector<std::string>& known_networks();
const std::vector<std::string>& known_inits();
const std::vector<std::string>& known_optimisers();
const std::vector<std::string>& known_scales();
const std::vector<std::string>& known_frozen_layers();

}  // namespace plumbline
