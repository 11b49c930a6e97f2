#include "plumbline/falsify/trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace plumbline {
namespace {

/// Entries of a matrix that are shown in full in one line.
constexpr Eigen::Index kShownEntries = 6;

bool same(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() && a == b;
}

std::string rows_text(const Eigen::MatrixXd& matrix) {
  std::string text;
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    text += i == 0 ? "[" : ", [";
    for (Eigen::Index j = 0; j < matrix.cols(); ++j)
      text += fmt::format("{}{}", j == 0 ? "" : ", ", matrix(i, j));
    text += "]";
  }
  return fmt::format("[{}]", text);
}

/// Its entries if they are few, "diag(…)" if all others are 0, else its size and norm.
std::string short_text(const Eigen::MatrixXd& matrix) {
  const Eigen::Index least = std::min(matrix.rows(), matrix.cols());
  const Eigen::VectorXd diagonal = matrix.diagonal();
  if (least > 1 && matrix.squaredNorm() == diagonal.squaredNorm()) {
    std::string entries;
    for (const double value : diagonal) entries += fmt::format("{}{}", entries.empty() ? "" : ", ", value);
    const bool square = matrix.rows() == matrix.cols();
    return fmt::format("diag({}){}", entries,
                       square ? "" : fmt::format(" of {} x {}", matrix.rows(), matrix.cols()));
  }
  if (matrix.size() <= kShownEntries) return rows_text(matrix);
  return fmt::format("{} x {} of norm {:.3g}", matrix.rows(), matrix.cols(), matrix.norm());
}

}  // namespace

bool Trial::operator==(const Trial& other) const {
  return same(X, other.X) && same(Y, other.Y) && depth == other.depth && width == other.width &&
         step == other.step && parameters == other.parameters && seed == other.seed && steps == other.steps;
}

double short_number(double x, int digits) {
  return std::strtod(fmt::format("{:.{}g}", x, digits).c_str(), nullptr);
}

std::string problem_text(const Trial& trial) {
  return fmt::format(
      "id = \"trial\"\ntitle = \"A trial of plumb falsify\"\nsource = \"generated\"\n\n[generate]\nkind = "
      "\"matrices\"\nX = {}\nY = {}\n",
      rows_text(trial.X), rows_text(trial.Y));
}

std::string describe(const Trial& trial) {
  std::string text =
      fmt::format("L = {}, width {}, step {}, t <= {}, X = {}, Y = {}", trial.depth, trial.width, trial.step,
                  trial.steps, short_text(trial.X), short_text(trial.Y));
  for (const auto& [name, value] : trial.parameters) text += fmt::format(", {} = {}", name, value);
  return text + fmt::format(", seed {}", trial.seed);
}

}  // namespace plumbline
