#include "plumbline/problem/transform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <climits>
#include <cmath>
#include <map>
#include <optional>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/interval.hpp"
#include "plumbline/problem/limits.hpp"
#include "plumbline/problem/message_text.hpp"

namespace plumbline {
namespace {

/// The column as numbers, if every value is one.
std::optional<std::vector<double>> all_numbers(const DataTable& table, std::size_t column) {
  std::vector<double> numbers;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::optional<double> value = table.number(row, column);
    if (!value) return std::nullopt;
    numbers.push_back(*value);
  }
  return numbers;
}

/// A class name as text. @throws InputError where a name cannot stand for a class.
std::string checked_label(const DataTable& table, std::size_t row, std::size_t column) {
  std::string label = table.text(row, column);
  if (label.empty()) {
    throw InputError(fmt::format("{}: the field is empty, expected a class", table.where(row, column)));
  }
  const std::optional<double> value = table.number(row, column);
  if (!is_utf8(label) || (value && !std::isfinite(*value))) {
    throw InputError(fmt::format("{}: found {}, expected a class: a finite number or text in UTF-8",
                                 table.where(row, column), quote_text(label)));
  }
  return label;
}

/// Class indices of the samples out of their labels, and the distinct labels in order.
template <class Label>
std::pair<std::vector<Label>, std::vector<Eigen::Index>> classify(const std::vector<Label>& labels) {
  std::map<Label, Eigen::Index> index;
  for (const Label& label : labels) index.emplace(label, 0);
  std::vector<Label> classes;
  for (auto& [label, number] : index) {
    number = static_cast<Eigen::Index>(classes.size());
    classes.push_back(label);
  }
  std::vector<Eigen::Index> of_sample;
  of_sample.reserve(labels.size());
  for (const Label& label : labels) of_sample.push_back(index.at(label));
  return {classes, of_sample};
}

Eigen::MatrixXd unit_vectors(std::size_t classes, const std::vector<Eigen::Index>& of_sample) {
  const auto samples = static_cast<Eigen::Index>(of_sample.size());
  Eigen::MatrixXd Y = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(classes), samples);
  for (Eigen::Index s = 0; s < samples; ++s) Y(of_sample[static_cast<std::size_t>(s)], s) = 1.0;
  return Y;
}

/// Working precision, in bits, at which standardize_row rounds correctly. Let all x_i be multiples of u = 2^e
/// with |x_i| < 2^w u, and n < 2^b. Then D_i = n x_i - Σx is a multiple of u below 2^(w+b+1) u, so n D_i² and
/// T = Σ D_i² are multiples of u² below 2^B u², B = 2w + 3b + 2: exact at B bits. z_i² = n D_i²/T. Let m be a
/// double or the middle of two, M²·2^-s = m² with M < 2^54. If z_i = |m|, quotient and root are exact. Else
/// |z_i²/m² - 1| = |integer|/(M² T/u²) >= 2^-(108 + B), and the two roundings of relative size 2^-p each, p =
/// B
/// + 120, cannot carry z_i across m.
int precision_bits(const Eigen::RowVectorXd& row) {
  int highest = INT_MIN;
  int lowest = INT_MAX;
  for (const double x : row) {
    int exponent = 0;
    if (std::frexp(x, &exponent) == 0.0) continue;
    highest = std::max(highest, exponent);
    lowest = std::min(lowest, exponent - 53);
  }
  const int w = highest - lowest;
  const auto b = static_cast<int>(std::bit_width(static_cast<std::size_t>(row.size())));
  return 2 * w + 3 * b + 2 + 120;
}

Eigen::RowVectorXd standardize_row(const Eigen::RowVectorXd& row) {
  // log10(2) < 0.30103, rounded up: at least that many bits.
  const PrecisionScope scope(static_cast<unsigned>(precision_bits(row) * 0.30103) + 2);
  const Real n = static_cast<long>(row.size());
  Real sum = 0;
  for (const double x : row) sum += Real(x);
  Real squares = 0;  // T
  for (const double x : row) {
    const Real d = n * Real(x) - sum;
    squares += d * d;
  }
  Eigen::RowVectorXd standardized(row.size());
  for (Eigen::Index i = 0; i < row.size(); ++i) {
    const Real d = n * Real(row[i]) - sum;
    const double z = static_cast<double>(Real(sqrt(n * d * d / squares)));
    standardized[i] = d < 0 ? -z : z;
  }
  return standardized;
}

}  // namespace

OneHot one_hot(const DataTable& table, std::size_t column) {
  std::vector<std::string> labels;
  for (std::size_t row = 0; row < table.rows(); ++row) labels.push_back(checked_label(table, row, column));
  OneHot result;
  std::vector<Eigen::Index> of_sample;
  if (const auto numbers = all_numbers(table, column)) {
    const auto [classes, indices] = classify(*numbers);
    for (const double value : classes) result.classes.push_back(fmt::format("{}", value + 0.0));  // no "-0"
    of_sample = indices;
  } else {
    std::tie(result.classes, of_sample) = classify(labels);
  }
  const std::size_t count = result.classes.size();
  const std::string& name = table.names()[column];
  if (count < 2) {
    throw InputError(fmt::format("{}: column '{}': found the single class '{}', expected at least two",
                                 table.file(), name, result.classes.front()));
  }
  if (!fits_matrix(static_cast<std::int64_t>(count), static_cast<std::int64_t>(table.rows()))) {
    throw InputError(
        fmt::format("{}: column '{}': found {} classes of {} samples, expected at most {} classes × samples",
                    table.file(), name, count, table.rows(), kMaxMatrixEntries));
  }
  result.Y = unit_vectors(count, of_sample);
  return result;
}

Eigen::Index find_constant_row(const Eigen::MatrixXd& X) {
  for (Eigen::Index i = 0; i < X.rows(); ++i) {
    if ((X.row(i).array() == X(i, 0)).all()) return i;
  }
  return -1;
}

void standardize(Eigen::MatrixXd& X) {
  if (find_constant_row(X) >= 0) throw InternalError("standardize: a row is constant");
  for (Eigen::Index i = 0; i < X.rows(); ++i) X.row(i) = standardize_row(X.row(i));
}

Eigen::MatrixXd with_intercept(const Eigen::MatrixXd& X) {
  Eigen::MatrixXd extended(X.rows() + 1, X.cols());
  extended.topRows(X.rows()) = X;
  extended.bottomRows(1).setOnes();
  return extended;
}

}  // namespace plumbline
