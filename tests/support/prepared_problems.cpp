#include "support/prepared_problems.hpp"

#include <filesystem>
#include <map>
#include <memory>

#include "plumbline/problem/generate.hpp"

namespace plumbline::test {

Problem spectrum_problem(const std::vector<double>& spectrum, const SpectrumSizes& sizes) {
  SpectrumRecipe recipe;
  recipe.d_x = sizes.d_x;
  recipe.d_y = sizes.d_y;
  recipe.n = static_cast<Eigen::Index>(spectrum.size());
  recipe.spectrum = spectrum;
  recipe.rotate = false;
  recipe.noise = sizes.noise;
  recipe.seed = 11;
  Problem problem = generate(recipe);
  problem.id = "spectrum";
  return problem;
}

const PreparedProblem& bundled_problem(const std::string& id) {
  static std::map<std::string, std::unique_ptr<PreparedProblem>> prepared;
  std::unique_ptr<PreparedProblem>& problem = prepared[id];
  if (!problem) {
    const auto file = std::filesystem::path(PLUMBLINE_ROOT) / "data/problems" / (id + ".toml");
    problem = std::make_unique<PreparedProblem>(read_problem(file));
  }
  return *problem;
}

}  // namespace plumbline::test
