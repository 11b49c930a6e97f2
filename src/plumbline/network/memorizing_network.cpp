#include "plumbline/network/memorizing_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <optional>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/random_stream.hpp"

namespace plumbline {
namespace {

constexpr std::int64_t kWidth = 3;
/// Streams of directions lie far outside those of initial weights: this one plus the attempt.
constexpr std::uint64_t kDirectionStream = 1ULL << 52U;
/// Every attempt succeeds with probability more than 1 − 2/π, whatever the points are.
constexpr std::uint64_t kMostDirections = 200;
/// For comparing irrational bounds, decided far from equality.
constexpr unsigned kDigits = 60;

const Dyadic kOne(std::int64_t{1});

/// An affine function of the neurons of the last hidden layer (of the inputs, before there is one).
struct Wire {
  std::vector<Dyadic> weights;
  Dyadic bias;
};

Wire operator+(Wire a, const Wire& b) {
  for (std::size_t i = 0; i < a.weights.size(); ++i) a.weights[i] += b.weights[i];
  a.bias += b.bias;
  return a;
}
Wire operator+(Wire a, const Dyadic& constant) {
  a.bias += constant;
  return a;
}
Wire operator*(const Dyadic& factor, Wire a) {
  for (Dyadic& weight : a.weights) weight = factor * weight;
  a.bias = factor * a.bias;
  return a;
}
Wire operator-(const Dyadic& constant, const Wire& a) {
  return Dyadic(std::int64_t{-1}) * a + constant;
}

/// Adds layer after layer; every hidden layer has three neurons.
class Builder {
 public:
  explicit Builder(std::size_t inputs) : columns_(inputs) {}

  Wire constant(const Dyadic& value) const { return {std::vector<Dyadic>(columns_), value}; }

  /// A hidden layer max(a, 0), max(b, 0), max(c, 0); what comes back are its neurons.
  void layer(Wire& a, Wire& b, Wire& c) {
    append({&a, &b, &c});
    columns_ = kWidth;
    Wire* neurons[] = {&a, &b, &c};
    for (std::size_t i = 0; i < kWidth; ++i) {
      *neurons[i] = constant(Dyadic());
      neurons[i]->weights[i] = kOne;
    }
  }

  ReluNetwork finish(const Wire& output) {
    append({&output});
    return std::move(network_);
  }

 private:
  void append(const std::vector<const Wire*>& rows) {
    AffineMap map{rows.size(), columns_, {}, {}};
    for (const Wire* row : rows) {
      map.weights.insert(map.weights.end(), row->weights.begin(), row->weights.end());
      map.biases.push_back(row->bias);
    }
    network_.maps.push_back(std::move(map));
  }

  std::size_t columns_;
  ReluNetwork network_;
};

/// The points on a line: place k belongs to points.samples[k].
using Places = std::vector<Dyadic>;

std::vector<std::size_t> ascending(const Places& places) {
  std::vector<std::size_t> order(places.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return places[a] < places[b]; });
  return order;
}

/// z = 2^power (u·x − least): from 0, neighbours at least 1 and the nearest ones less than 2 apart.
struct Projection {
  std::vector<Dyadic> direction;  // 2^power u
  Dyadic offset;                  // −2^power least
  Places places;
};

/// Projects on u; nothing if that brings two points closer together than it may:
/// range <= N² Δ √(π d/8) · shortest gap.
std::optional<Projection> project(const Problem& problem, const LabelledPoints& points,
                                  const std::vector<double>& u) {
  Projection result;
  for (const double entry : u) result.direction.emplace_back(entry);
  for (const Eigen::Index sample : points.samples) {
    Dyadic place;
    for (std::size_t i = 0; i < u.size(); ++i) {
      place += result.direction[i] * Dyadic(problem.X(static_cast<Eigen::Index>(i), sample));
    }
    result.places.push_back(std::move(place));
  }
  const std::vector<std::size_t> order = ascending(result.places);
  const Dyadic least = result.places[order.front()];
  const Dyadic range = result.places[order.back()] - least;
  std::int64_t power = 0;
  if (order.size() > 1) {
    Dyadic gap = range;
    for (std::size_t k = 1; k < order.size(); ++k) {
      gap = std::min(gap, result.places[order[k]] - result.places[order[k - 1]]);
    }
    if (gap.is_zero()) return std::nullopt;
    const PrecisionScope precision(kDigits);
    const Interval n(static_cast<std::int64_t>(order.size()));
    const Interval pi = exact(std::numbers::pi);  // less than π
    const Interval most = square(n) * separation(points) *
                          sqrt_of(pi * Interval(static_cast<std::int64_t>(u.size())) / Interval(8));
    if (u.size() > 1 && less_equal(enclose(range), most * enclose(gap)) != Truth::kTrue) return std::nullopt;
    power = 1 - gap.exponent();
  }
  for (Dyadic& entry : result.direction) entry = entry.scaled(power);
  result.offset = -least.scaled(power);
  for (Dyadic& place : result.places) place = (place - least).scaled(power);
  return result;
}

Projection project_apart(const Problem& problem, const LabelledPoints& points, const MemorizingSpec& spec) {
  const auto inputs = static_cast<std::size_t>(problem.X.rows());
  for (std::uint64_t attempt = 0; attempt < kMostDirections; ++attempt) {
    RandomStream stream(spec.seed, spec.run, kDirectionStream + attempt);
    std::vector<double> u(inputs, 1.0);
    if (inputs > 1) std::generate(u.begin(), u.end(), [&] { return stream.normal(); });
    if (auto projection = project(problem, points, u)) return std::move(*projection);
  }
  throw InternalError(
      fmt::format("memorizing_network: {} directions, and none keeps the points of '{}' apart",
                  kMostDirections, problem.id));
}

/// Whether z ↦ |z − T| keeps neighbours at least 1 apart. @param sorted ascending, at least 1 apart.
bool folds_apart(const Places& sorted, const Dyadic& fold) {
  auto up = std::lower_bound(sorted.begin(), sorted.end(), fold);
  auto down = up;
  while (down != sorted.begin() && up != sorted.end()) {
    const Dyadic left = fold - *(down - 1);
    const Dyadic right = *up - fold;
    const Dyadic difference = left - right;
    if (difference < kOne && -difference < kOne) return false;
    difference < Dyadic() ? static_cast<void>(--down) : static_cast<void>(++up);
  }
  return true;
}

/// The T = τ/2, τ an integer, nearest to half of `range` that keeps the places apart. Each of the N(N − 1)/2
/// pairs forbids the at most two integers within 1 of its sum, so one of N(N − 1) + 1 integers is free.
Dyadic find_fold(const Places& sorted, const Dyadic& range) {
  const Dyadic centre = range.floor();
  const auto n = static_cast<std::int64_t>(sorted.size());
  for (std::int64_t h = 0; h <= n * (n - 1) / 2; ++h) {
    for (const std::int64_t shift : {h, -h}) {
      Dyadic fold = (centre + Dyadic(shift)).scaled(-1);
      if (folds_apart(sorted, fold)) return fold;
    }
  }
  throw InternalError("memorizing_network: found no fold, though one must exist");
}

/// Folds z ↦ |z − T| until all places lie below N². @returns the wire that carries z.
Wire add_folds(Builder& builder, Wire z, Places& places) {
  const auto n = static_cast<std::int64_t>(places.size());
  const Dyadic goal(n * n);
  bool in_hidden_layer = false;
  for (;;) {
    Places sorted = places;
    std::sort(sorted.begin(), sorted.end());
    if (sorted.back() < goal) break;
    const Dyadic fold = find_fold(sorted, sorted.back());
    Wire above = z + (-fold);
    Wire below = fold - z;
    Wire none = builder.constant(Dyadic());
    builder.layer(above, below, none);
    z = above + below;
    in_hidden_layer = true;
    for (Dyadic& place : places) {
      place -= fold;
      if (place < Dyadic()) place = -place;
    }
  }
  if (in_hidden_layer) return z;
  Wire none = builder.constant(Dyadic());
  Wire other = none;
  builder.layer(z, none, other);
  return z;
}

std::int64_t bits_of(const Dyadic& integer) {
  return integer.is_zero() ? 0 : integer.exponent();
}
std::int64_t bits_of(std::int64_t integer) {
  return bits_of(Dyadic(integer));
}

/// One bit of a codeword: what a 1 there takes from the distance, or adds to the label.
struct BitMeaning {
  bool of_label = false;
  Dyadic value;
};

/// How groups of points are written as integers: slot after slot, the most significant first, the step to
/// the next point's place and then the change of its label that is due there, in two's complement.
struct Code {
  std::vector<std::vector<std::size_t>> groups;  // of places, ascending
  std::int64_t slots = 0, first_step_bits = 1, step_bits = 1, label_bits = 0;
  std::vector<BitMeaning> bits;  // most significant first
  std::vector<Dyadic> words;     // of every group
};

void describe_bits(Code& code) {
  for (std::int64_t slot = 0; slot < code.slots; ++slot) {
    const std::int64_t step = slot == 0 ? code.first_step_bits : code.step_bits;
    for (std::int64_t p = step - 1; p >= 0; --p) code.bits.push_back({false, kOne.scaled(p)});
    code.bits.push_back({true, -kOne.scaled(code.label_bits)});
    for (std::int64_t q = code.label_bits - 1; q >= 0; --q) code.bits.push_back({true, kOne.scaled(q)});
  }
}

Dyadic word_of(const std::vector<std::size_t>& group, const Code& code, const Places& places,
               const std::vector<std::int64_t>& labels) {
  Dyadic word;
  Dyadic before;
  const auto append = [&](const Dyadic& integer, std::int64_t bits) { word = word.scaled(bits) + integer; };
  const auto label = [&](std::size_t k) { return k < group.size() ? labels[group[k]] - 1 : 0; };
  for (std::size_t k = 0; k < static_cast<std::size_t>(code.slots); ++k) {
    Dyadic step;
    if (k < group.size()) {
      step = places[group[k]].floor() - before;
      before += step;
    }
    append(step, k == 0 ? code.first_step_bits : code.step_bits);
    const std::int64_t change = label(k) - label(k + 1);
    append(Dyadic(change < 0 ? change + (std::int64_t{2} << code.label_bits) : change), code.label_bits + 1);
  }
  return word;
}

Code make_code(const Places& places, const std::vector<std::int64_t>& labels, std::int64_t classes) {
  Code code;
  const std::vector<std::size_t> order = ascending(places);
  const std::size_t n = order.size();
  while (code.slots * code.slots * code.slots < static_cast<std::int64_t>(n)) ++code.slots;
  code.label_bits = bits_of(classes - 1);
  for (std::size_t first = 0; first < n; first += static_cast<std::size_t>(code.slots)) {
    const std::size_t end = std::min(n, first + static_cast<std::size_t>(code.slots));
    code.groups.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(first),
                             order.begin() + static_cast<std::ptrdiff_t>(end));
    const Dyadic start = places[order[first]].floor();
    code.first_step_bits = std::max(code.first_step_bits, bits_of(start));
    for (std::size_t k = first + 1; k < end; ++k) {
      const Dyadic step = places[order[k]].floor() - places[order[k - 1]].floor();
      code.step_bits = std::max(code.step_bits, bits_of(step));
    }
  }
  describe_bits(code);
  for (const auto& group : code.groups) code.words.push_back(word_of(group, code, places, labels));
  return code;
}

/// A = unit·(word of z's group) + offset: constant on every group, with a ramp of width 1 after each.
Wire add_lookup(Builder& builder, Wire& z, const Code& code, const Places& places, const Dyadic& unit,
                const Dyadic& offset) {
  Wire a = builder.constant(unit * code.words.front() + offset);
  for (std::size_t g = 1; g < code.groups.size(); ++g) {
    const Dyadic& last = places[code.groups[g - 1].back()];
    Wire ramp = (last + kOne) - z;
    builder.layer(z, ramp, a);
    ramp = kOne - ramp;  // 1 from last + 1 on, at most 0 up to last
    builder.layer(z, ramp, a);
    a = a + unit * (code.words[g] - code.words[g - 1]) * ramp;
  }
  return a;
}

/// Reads the word off A, bit after bit, and returns the wire of the label, from 1.
Wire add_reading(Builder& builder, Wire a, Wire z, const Code& code, const Places& places, const Dyadic& unit,
                 const Dyadic& offset) {
  Dyadic fraction;  // the largest
  for (const Dyadic& place : places) fraction = std::max(fraction, place - place.floor());
  // d = max(z − (steps so far) − fraction, 0): 0 from the slot of z's point on, at least 1 − fraction before.
  const Dyadic gate = kOne.scaled(1 - (kOne - fraction).exponent());
  Wire d = std::move(z) + (-fraction);
  auto place = static_cast<std::int64_t>(code.bits.size());
  for (const BitMeaning& bit : code.bits) {
    const Dyadic weight = unit.scaled(--place);
    Wire b = weight - a;
    builder.layer(a, b, d);
    b = kOne - b;
    builder.layer(a, b, d);
    a = a + (-weight) * b;
    if (!bit.of_label) {
      d = d + (-bit.value) * b;
      continue;
    }
    b = b + (-gate) * d;
    builder.layer(a, b, d);
    a = a + bit.value * b;
  }
  return a + (kOne - offset);
}

}  // namespace

std::vector<Dyadic> exact_input(const Problem& problem, Eigen::Index sample) {
  std::vector<Dyadic> x;
  x.reserve(static_cast<std::size_t>(problem.X.rows()));
  for (const double entry : problem.X.col(sample)) x.emplace_back(entry);
  return x;
}

ReluNetwork memorizing_network(const Problem& problem, const LabelledPoints& points,
                               const MemorizingSpec& spec) {
  if (spec.precision != 0 && spec.precision < 2) {
    throw InputError(
        fmt::format("precision: found {}, expected 0 (exact weights) or at least 2 bits", spec.precision));
  }
  std::vector<std::int64_t> labels;
  for (const Eigen::Index sample : points.samples) {
    labels.push_back(points.labels[static_cast<std::size_t>(sample)]);
  }
  Projection projection = project_apart(problem, points, spec);
  Builder builder(projection.direction.size());
  Wire z = add_folds(builder, {std::move(projection.direction), projection.offset}, projection.places);
  const Code code = make_code(projection.places, labels, points.classes);
  // The label read so far stays in [−2·2^q, 2^q), q = label_bits: A = unit·(what is left of the word) + it +
  // offset, with offset = 2·2^q and unit = 4·2^q, so that a bit is seen across a gap of at least 1.
  const Dyadic offset = kOne.scaled(code.label_bits + 1);
  const Dyadic unit = kOne.scaled(code.label_bits + 2);
  const Wire a = add_lookup(builder, z, code, projection.places, unit, offset);
  const ReluNetwork network =
      builder.finish(add_reading(builder, a, z, code, projection.places, unit, offset));
  return spec.precision == 0 ? network : rounded(network, spec.precision);
}

}  // namespace plumbline
