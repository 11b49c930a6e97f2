#include "plumbline/certificate/escape_chain.hpp"

#include <algorithm>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/parallel.hpp"

namespace plumbline {
namespace {

using Block = Eigen::Ref<Eigen::MatrixXd>;
using ConstBlock = Eigen::Ref<const Eigen::MatrixXd>;

// Only elementwise operations on whole columns and plain loops below: every sum runs from first to last
// whatever vector instructions the build uses, so a certificate has the same bytes everywhere.

Eigen::ArrayXd largest_in_rows(const ConstBlock& a) {
  Eigen::ArrayXd largest = Eigen::ArrayXd::Zero(a.rows());
  for (Eigen::Index c = 0; c < a.cols(); ++c) largest = largest.max(a.col(c).array().abs());
  return largest;
}

Eigen::ArrayXd squares_of_rows(const ConstBlock& a) {
  Eigen::ArrayXd squares = Eigen::ArrayXd::Zero(a.rows());
  for (Eigen::Index c = 0; c < a.cols(); ++c) squares += a.col(c).array().square();
  return squares;
}

/// e with largest in [2^(e-1), 2^e); 0 for 0.
int exponent_of(double largest) {
  if (!std::isfinite(largest)) throw InternalError("escape chain: an entry is not finite");
  int exponent = 0;
  std::frexp(largest, &exponent);
  return exponent;
}

/// Upper bound of a Frobenius norm from the squared norms of the rows, for a matrix of N entries that is zero
/// or has its largest |entry| in [2^-75, 1). Σ x² >= 2^-150 rounds with relative error at most γ_N and
/// underflow at most N·2^-1075, the root with 2^-53; (N + 8)·2^-52 is more than twice what they need.
Upward norm_from_squares(const Eigen::Ref<const Eigen::ArrayXd>& squares, Eigen::Index entries) {
  double sum = 0.0;
  for (const double square : squares) sum += square;
  return Upward(std::sqrt(sum)) * Upward(1.0 + (static_cast<double>(entries) + 8.0) * 0x1p-52);
}

/// out = a·b, each entry summed from first to last.
void multiply(const ConstBlock& a, const Eigen::MatrixXd& b, Block out) {
  for (Eigen::Index c = 0; c < b.cols(); ++c) {
    out.col(c) = a.col(0) * b(0, c);
    for (Eigen::Index k = 1; k < b.rows(); ++k) out.col(c) += a.col(k) * b(k, c);
  }
}

}  // namespace

ScaledMatrix::ScaledMatrix(Eigen::MatrixXd matrix, std::int64_t exponent_of_matrix)
    : value(std::move(matrix)) {
  const int shift = exponent_of(value.size() == 0 ? 0.0 : largest_in_rows(value).maxCoeff());
  if (shift < -1000) value *= 0x1p1000;  // 2^-shift itself might overflow
  value *= std::ldexp(1.0, shift < -1000 ? -shift - 1000 : -shift);
  exponent = exponent_of_matrix + shift;
}

Upward frobenius_upper(const ScaledMatrix& a) {
  return norm_from_squares(squares_of_rows(a.value), a.value.size()) * Upward(1.0, a.exponent);
}

// |fl(MC) − MC| <= γ_d |M||C| entry by entry plus underflow, and ‖|M||C|‖_F <= ‖M‖_F‖C‖_F. Both matrices are
// zero or have a norm of at least 2^-75, so (d + 8)·2^-52 >= γ_d + 8·2^-52 leaves plenty for the rest: d
// underflows an entry and the bits lost when the result or C was scaled, all of them multiples of 2^-1074.
Upward rounding_allowance(const ScaledMatrix& factor) {
  return Upward((static_cast<double>(factor.value.rows()) + 8.0) * 0x1p-52) * frobenius_upper(factor);
}

ScaledMatrix scaled_product(const ScaledMatrix& a, const ScaledMatrix& b) {
  Eigen::MatrixXd product(a.value.rows(), b.value.cols());
  multiply(a.value, b.value, product);
  return ScaledMatrix(std::move(product), a.exponent + b.exponent);
}

namespace {

/// How many rows of a table go through one pass: their stack of products should fit a cache (2^15 doubles)
/// and, at the first factor, which may be much wider, stay moderate (2^21).
std::size_t rows_at_once(const std::vector<const ScaledMatrix*>& chain) {
  Eigen::Index widest = 1;
  for (std::size_t k = 1; k < chain.size(); ++k) widest = std::max(widest, chain[k]->value.size());
  const Eigen::Index first = std::max<Eigen::Index>(chain.front()->value.size(), 1);
  return static_cast<std::size_t>(
      std::clamp<Eigen::Index>(std::min((1 << 15) / widest, (1 << 21) / first), 1, 64));
}

/// Products of several rows of a table on top of each other, each with an exponent of its own.
class ProductStack {
 public:
  ProductStack(Eigen::Index rows, Eigen::Index cols) : now_(rows, cols), next_(rows, cols) {}

  void multiply_by(const ScaledMatrix& factor) {
    width_ = factor.value.cols();
    if (filled_ == 0) return;
    multiply(now_.topLeftCorner(filled_, factor.value.rows()), factor.value,
             next_.topLeftCorner(filled_, width_));
    std::swap(now_, next_);
    for (Product& product : products_) product.exponent += factor.exponent;
  }
  void append(const ScaledMatrix& matrix) {
    now_.block(filled_, 0, matrix.value.rows(), width_) = matrix.value;
    products_.push_back({filled_, matrix.value.rows(), matrix.exponent});
    filled_ += matrix.value.rows();
  }
  /// Brings every product back to a largest |entry| in [1/2, 1) (to [2^-75, 1) from below 2^-1000).
  void normalise() {
    Block all = now_.topLeftCorner(filled_, width_);
    Eigen::ArrayXd scale = largest_in_rows(all);
    for (Product& product : products_) {
      auto part = scale.segment(product.row, product.rows);
      const int shift = std::max(exponent_of(part.maxCoeff()), -1000);
      part = std::ldexp(1.0, -shift);
      product.exponent += shift;
    }
    for (Eigen::Index c = 0; c < width_; ++c) all.col(c).array() *= scale;
    squares_ = squares_of_rows(all);
  }
  /// Norm of the product appended as number `index`, after normalise().
  Upward norm(std::size_t index) const {
    const Product& p = products_[index];
    return norm_from_squares(squares_.segment(p.row, p.rows), p.rows * width_) * Upward(1.0, p.exponent);
  }
  ScaledMatrix product(std::size_t index) const {
    const Product& p = products_[index];
    return ScaledMatrix(now_.block(p.row, 0, p.rows, width_), p.exponent);
  }

 private:
  struct Product {
    Eigen::Index row, rows;
    std::int64_t exponent;
  };
  Eigen::MatrixXd now_, next_;
  Eigen::ArrayXd squares_;
  std::vector<Product> products_;
  Eigen::Index filled_ = 0, width_ = 0;
};

}  // namespace

ProductTable::ProductTable(const std::vector<const ScaledMatrix*>& chain, unsigned threads)
    : norms_(chain.size() * (chain.size() + 1) / 2) {
  for (const ScaledMatrix* factor : chain) roundings_.push_back(rounding_allowance(*factor));
  const std::size_t group = rows_at_once(chain);
  const std::size_t groups = (chain.size() + group - 1) / group;
  for_each_index(static_cast<std::int64_t>(groups), threads, [&](std::int64_t index) {
    const std::size_t g = groups - 1 - static_cast<std::size_t>(index);  // the longest rows first
    fill_rows(chain, g * group + 1, std::min((g + 1) * group, chain.size()));
  });
}

/// Rows first … last of the table: M_{last}, M_{last−1}, …, M_{first} stacked and multiplied by C_k from the
/// right for k = last, …, 1; M_j joins at k = j as C_j.
void ProductTable::fill_rows(const std::vector<const ScaledMatrix*>& chain, std::size_t first,
                             std::size_t last) {
  Eigen::Index rows = 0;
  Eigen::Index cols = 0;
  for (std::size_t j = first; j <= last; ++j) rows += chain[j - 1]->value.rows();
  for (std::size_t k = 1; k <= last; ++k) cols = std::max(cols, chain[k - 1]->value.cols());
  ProductStack stack(rows, cols);
  for (std::size_t k = last; k >= 1; --k) {
    stack.multiply_by(*chain[k - 1]);
    if (k >= first) stack.append(*chain[k - 1]);
    stack.normalise();
    for (std::size_t j = last; j >= std::max(k, first); --j) norm(j, k - 1) = stack.norm(last - j);
  }
  if (last == chain.size()) whole_product_ = stack.product(0);
}

ProductTable::Bounds ProductTable::propagate(const std::vector<Upward>& radii) const {
  Bounds bounds;
  bounds.norms.assign(1, Upward(1.0));
  std::vector<Upward> injected;  // (R_k + ε_k) ν_{k-1}, index k − 1
  for (std::size_t j = 1; j <= length(); ++j) {
    injected.push_back((radii[j - 1] + roundings_[j - 1]) * bounds.norms.back());
    const Upward* row = &norms_[j * (j - 1) / 2];
    bounds.deviation = injected.back();
    for (std::size_t k = 1; k < j; ++k) bounds.deviation += row[k] * injected[k - 1];
    bounds.norms.push_back(row[0] + bounds.deviation);
  }
  return bounds;
}

namespace {

std::vector<ProductTable> tables_of_blocks(const std::vector<ChainFactor>& chain, std::size_t block) {
  std::vector<ProductTable> tables;
  for (std::size_t start = 0; start < chain.size(); start += block) {
    std::vector<const ScaledMatrix*> factors;
    for (std::size_t k = start; k < std::min(start + block, chain.size()); ++k) {
      factors.push_back(&chain[k].centre);
    }
    tables.emplace_back(factors, 1);
  }
  return tables;
}

std::vector<const ScaledMatrix*> products_of(const std::vector<ProductTable>& tables) {
  std::vector<const ScaledMatrix*> products;
  products.reserve(tables.size());
  for (const ProductTable& table : tables) products.push_back(&table.whole_product());
  return products;
}

}  // namespace

ChainBounds::ChainBounds(std::vector<ChainFactor> chain, std::size_t block, unsigned threads)
    : chain_(std::move(chain)),
      block_(block),
      inner_(tables_of_blocks(chain_, block_)),
      outer_(products_of(inner_), threads) {}

std::vector<Upward> ChainBounds::at(const Upward& radius) const {
  std::vector<ProductTable::Bounds> inside;
  std::vector<Upward> deviations;
  for (std::size_t b = 0; b < inner_.size(); ++b) {
    std::vector<Upward> radii;
    for (std::size_t k = 0; k < inner_[b].length(); ++k) {
      const ChainFactor& factor = chain_[b * block_ + k];
      radii.push_back(factor.slack + factor.stretch * radius);
    }
    inside.push_back(inner_[b].propagate(radii));
    deviations.push_back(inside.back().deviation);
  }
  const std::vector<Upward> starts = outer_.propagate(deviations).norms;
  std::vector<Upward> norms;
  for (std::size_t b = 0; b < inside.size(); ++b) {
    for (std::size_t k = 0; k < inner_[b].length(); ++k) norms.push_back(inside[b].norms[k] * starts[b]);
  }
  norms.push_back(starts.back());
  return norms;
}

}  // namespace plumbline
