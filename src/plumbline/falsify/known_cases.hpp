// Settings that have refuted theorems before, as a place to start from.
#pragma once

#include <filesystem>
#include <vector>

#include "plumbline/falsify/stored_case.hpp"
#include "plumbline/falsify/trial_runner.hpp"

namespace plumbline {

/// The case as a trial of another theorem: the same data, depth, parameters (as far as the theorem has them)
/// and steps; the width as the nearest multiple of the least one, the step as a share of the largest, as
/// solve_setting() takes them; its draw too where a trial can have it (the first run of a seed that no test
/// uses), else that of seed 0. Nothing if the theorem speaks of another network or initialisation, or its
/// hypotheses leave no width or step on these data.
/// @param name what messages call the case. @throws InputError if its theorem or its problem has an error.
std::optional<Trial> trial_of(const StoredCase& stored, const std::string& name, const TrialRunner& runner);

/// Of every case file (*.toml) in a folder, in the order of their names. None if there is no such folder.
/// @throws InputError naming a file that is no case.
std::vector<Trial> trials_of_cases(const std::filesystem::path& folder, const Theorem& theorem);

}  // namespace plumbline
