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
};

/// Everything a theorem file may use besides its own parameters, constants, lets, functions and quantified
/// variables, in the order of docs/theorem-files.md: data, run, observables.
const std::vector<Vocable>& vocabulary();

/// The vocable of that name; nullptr if there is none.
const Vocable* find_vocable(const std::vector<Vocable>& vocables, const std::string& name);
bool means_something(const Vocable& vocable, const std::string& network);
/// As it is written in a claim: "kappa", "loss(t)", "travel(i, t)", "sigma_max(j, i, t)".
std::string usage(const Vocable& vocable);

/// The networks and initialisations that can be run.
const std::vector<std::string>& known_networks();
const std::vector<std::string>& known_inits();

}  // namespace plumbline
