#include "plumbline/problem/generate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "plumbline/numeric/random_stream.hpp"
#include "plumbline/problem/fixed_order.hpp"
#include "plumbline/problem/limits.hpp"
#include "plumbline/problem/matrices.hpp"

namespace plumbline {
namespace {

/// Keeps the draws of problems apart from those of runs with the same seed ("problem" in ASCII).
constexpr std::uint64_t kProblemRun = 0x70726F626C656D;
enum Stream : std::uint64_t { kInputs, kTeacher, kNoise };

/// Standard normal entries, drawn column after column.
Eigen::MatrixXd normal_matrix(Eigen::Index rows, Eigen::Index columns, std::uint64_t seed, Stream stream) {
  RandomStream random(seed, kProblemRun, stream);
  Eigen::MatrixXd matrix(rows, columns);
  for (Eigen::Index j = 0; j < columns; ++j) {
    for (Eigen::Index i = 0; i < rows; ++i) matrix(i, j) = random.normal();
  }
  return matrix;
}

std::vector<std::string> numbered(char stem, Eigen::Index count) {
  std::vector<std::string> names;
  for (Eigen::Index i = 0; i < count; ++i) names.push_back(fmt::format("{}{}", stem, i));
  return names;
}

Problem taught(Eigen::MatrixXd X, const Eigen::MatrixXd& teacher, double noise, std::uint64_t seed) {
  Problem problem;
  problem.input_names = numbered('x', X.rows());
  problem.target_names = numbered('y', teacher.rows());
  problem.Y = ordered_product(teacher, X);
  if (noise != 0.0) problem.Y += noise * normal_matrix(problem.Y.rows(), problem.Y.cols(), seed, kNoise);
  problem.X = std::move(X);
  return problem;
}

Eigen::Index size_at(const TomlTable& section, const char* key) {
  const TomlValue value = section.value(key);
  const auto size = value.as<std::int64_t>();
  if (size < 1 || size > kMaxMatrixEntries) {
    value.fail_expected(fmt::format("an integer from 1 to {}", kMaxMatrixEntries));
  }
  return size;
}

Eigen::Index size_or(const TomlTable& section, const char* key, Eigen::Index least) {
  if (!section.has(key)) return least;
  const Eigen::Index size = size_at(section, key);
  if (size < least) {
    section.value(key).fail_expected(fmt::format("at least {}, the length of the spectrum", least));
  }
  return size;
}

std::uint64_t seed_of(const TomlTable& section) {
  const TomlValue value = section.value("seed");
  const auto seed = value.as<std::int64_t>();
  if (seed < 0) value.fail_expected("a nonnegative integer");
  return static_cast<std::uint64_t>(seed);
}

double nonnegative_or(const TomlTable& section, const char* key, double fallback) {
  const double number = section.get_or<double>(key, fallback);
  if (number < 0.0) section.value(key).fail_expected("a nonnegative number");
  return number;
}

void check_sizes(const TomlTable& section, Eigen::Index d_x, Eigen::Index d_y, Eigen::Index n) {
  if (fits_matrix(d_x, n) && fits_matrix(d_y, n) && fits_matrix(d_y, d_x)) return;
  section.fail(fmt::format("found d_x = {}, d_y = {}, n = {}, expected matrices of at most {} entries", d_x,
                           d_y, n, kMaxMatrixEntries));
}

GaussianRecipe read_gaussian(const TomlTable& section) {
  section.allow_only({"kind", "d_x", "d_y", "n", "noise", "seed"});
  GaussianRecipe recipe;
  recipe.d_x = size_at(section, "d_x");
  recipe.d_y = size_at(section, "d_y");
  recipe.n = size_at(section, "n");
  recipe.noise = nonnegative_or(section, "noise", 0.0);
  recipe.seed = seed_of(section);
  check_sizes(section, recipe.d_x, recipe.d_y, recipe.n);
  return recipe;
}

std::vector<double> read_spectrum(const TomlTable& section) {
  std::vector<double> spectrum;
  for (const TomlValue& element : section.get<std::vector<TomlValue>>("spectrum")) {
    const auto value = element.as<double>();
    if (!(value > 0.0)) element.fail_expected("a positive singular value");
    spectrum.push_back(value);
  }
  if (spectrum.empty()) section.value("spectrum").fail_expected("at least one singular value");
  return spectrum;
}

SpectrumRecipe read_spectrum_recipe(const TomlTable& section) {
  section.allow_only({"kind", "spectrum", "d_x", "d_y", "n", "rotate", "target_norm", "noise", "seed"});
  SpectrumRecipe recipe;
  recipe.spectrum = read_spectrum(section);
  const auto rank = static_cast<Eigen::Index>(recipe.spectrum.size());
  recipe.d_x = size_or(section, "d_x", rank);
  recipe.d_y = size_at(section, "d_y");
  recipe.n = size_or(section, "n", rank);
  recipe.rotate = section.get_or<bool>("rotate", true);
  recipe.target_norm = nonnegative_or(section, "target_norm", 1.0);
  recipe.noise = nonnegative_or(section, "noise", 0.0);
  recipe.seed = seed_of(section);
  check_sizes(section, recipe.d_x, recipe.d_y, recipe.n);
  return recipe;
}

}  // namespace

Problem generate(const GaussianRecipe& recipe) {
  return taught(normal_matrix(recipe.d_x, recipe.n, recipe.seed, kInputs),
                normal_matrix(recipe.d_y, recipe.d_x, recipe.seed, kTeacher), recipe.noise, recipe.seed);
}

Problem generate(const SpectrumRecipe& recipe) {
  const auto rank = static_cast<Eigen::Index>(recipe.spectrum.size());
  Eigen::MatrixXd Q = Eigen::MatrixXd::Identity(recipe.n, rank);
  if (recipe.rotate) Q = orthonormal_columns(normal_matrix(recipe.n, rank, recipe.seed, kInputs));
  Eigen::MatrixXd X = Eigen::MatrixXd::Zero(recipe.d_x, recipe.n);
  for (Eigen::Index i = 0; i < rank; ++i) {
    X.row(i) = recipe.spectrum[static_cast<std::size_t>(i)] * Q.col(i).transpose();
  }
  const Eigen::MatrixXd direction = normal_matrix(recipe.d_y, rank, recipe.seed, kTeacher);
  Eigen::MatrixXd teacher = Eigen::MatrixXd::Zero(recipe.d_y, recipe.d_x);
  teacher.leftCols(rank) = direction * (recipe.target_norm / spectral_norm(direction));
  return taught(std::move(X), teacher, recipe.noise, recipe.seed);
}

Problem generate_from(const TomlTable& section) {
  const TomlValue kind = section.value("kind");
  const auto name = kind.as<std::string>();
  if (name == "gaussian") return generate(read_gaussian(section));
  if (name == "spectrum") return generate(read_spectrum_recipe(section));
  if (name == "matrices") return read_matrices(section);
  kind.fail_expected("\"gaussian\", \"spectrum\" or \"matrices\"");
}

}  // namespace plumbline
