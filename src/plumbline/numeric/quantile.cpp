#include "plumbline/numeric/quantile.hpp"

namespace plumbline {
namespace {

constexpr int kMaxGallop = 80;
constexpr int kMaxRefinements = 400;
constexpr slong kGuardBits = 64;

/// F at one point, held against p.
struct Sample {
  Real v;
  int side = 0;  ///< -1: surely F(v) ≤ p, 1: surely F(v) ≥ p, 0: not decided
  Real height;   ///< approximate, sign like side, smooth in the tails; steers the search only
};

class Search {
 public:
  Search(const DistributionFunction& cdf, const Real& p) : cdf_(cdf), p_(p) {}

  /// @returns nothing if F cannot be evaluated at v.
  std::optional<Sample> sample(const Real& v) const;
  std::optional<std::pair<Sample, Sample>> bracket(const Real& start, Real step) const;
  std::optional<std::pair<Real, Real>> refine(Sample lo, Sample hi, const Real& width) const;

 private:
  Real height(const Ball& value, int side) const;
  std::optional<std::pair<Sample, Sample>> around(const Real& v, const Real& radius) const;

  const DistributionFunction& cdf_;
  const Real& p_;
};

/// log(F/p) for p ≤ 1/2 and log((1−p)/(1−F)) above: nearly linear in v far out on the tail that p is on.
Real Search::height(const Ball& value, int side) const {
  Real f;
  arf_get_mpfr(f.backend().data(), arb_midref(value.raw()), MPFR_RNDN);
  const Real ratio = p_ <= Real(0.5) ? Real(f / p_) : Real((1 - p_) / (1 - f));
  if (!(ratio > 0) || (boost::multiprecision::isinf)(ratio)) return Real(side);
  return log(ratio);
}

std::optional<Sample> Search::sample(const Real& v) const {
  const slong full = working_bits() + kGuardBits;
  const Ball exact_p(p_);
  for (slong bits = full / 4; bits <= full; bits *= 2) {  // far from the root a few bits decide
    const auto value = cdf_(v, bits);
    if (!value) return std::nullopt;
    Ball difference;
    arb_sub(difference.raw(), value->raw(), exact_p.raw(), bits);
    const int side = arb_is_nonpositive(difference.raw()) != 0 ? -1 : arb_is_nonnegative(difference.raw());
    if (side != 0) return Sample{v, side, height(*value, side)};
  }
  return Sample{v, 0, Real(0)};
}

/// Doubles the step until the sign changes.
std::optional<std::pair<Sample, Sample>> Search::bracket(const Real& start, Real step) const {
  auto here = sample(start);
  if (here && here->side == 0) return around(start, step);
  for (int i = 0; here && i < kMaxGallop; ++i) {
    auto there = sample(Real(here->v - here->side * step));
    if (there && there->side == -here->side) {
      return here->side < 0 ? std::pair{*here, *there} : std::pair{*there, *here};
    }
    if (there && there->side == 0) return around(there->v, step);
    here = there;
    step *= 2;
  }
  return std::nullopt;
}

std::optional<std::pair<Sample, Sample>> Search::around(const Real& v, const Real& radius) const {
  const auto lo = sample(Real(v - radius));
  const auto hi = sample(Real(v + radius));
  if (!lo || !hi || lo->side != -1 || hi->side != 1) return std::nullopt;
  return std::pair{*lo, *hi};
}

/// Illinois variant of regula falsi on the heights, with a bisection now and then so that no shape of F can
/// stall it. Only the certified sides decide; an undecided point is so near the root that two points around
/// it finish the search.
std::optional<std::pair<Real, Real>> Search::refine(Sample lo, Sample hi, const Real& width) const {
  constexpr int kBisectEvery = 8;
  int last_side = 0;
  for (int i = 1; i <= kMaxRefinements; ++i) {
    const Real gap = hi.v - lo.v;
    const Real centre = lo.v + gap / 2;
    if (gap <= width || !(lo.v < centre && centre < hi.v)) return std::pair{lo.v, hi.v};
    Real v = lo.v + gap * (lo.height / Real(lo.height - hi.height));
    if (i % kBisectEvery == 0 || !(lo.v < v && v < hi.v)) v = centre;
    const auto middle = sample(v);
    if (!middle) return std::nullopt;
    if (middle->side == 0) {
      const auto ends = around(v, Real(width / 4));
      if (!ends) return std::nullopt;
      return std::pair{ends->first.v, ends->second.v};
    }
    Sample& replaced = middle->side < 0 ? lo : hi;
    Sample& kept = middle->side < 0 ? hi : lo;
    replaced = *middle;
    if (middle->side == last_side) kept.height /= 2;
    last_side = middle->side;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::pair<Real, Real>> enclose_quantile(const DistributionFunction& cdf, const Real& p,
                                                      const Real& start, const Real& step, slong goal_bits) {
  Real width(1);
  mpfr_mul_2si(width.backend().data(), width.backend().data(), -goal_bits, MPFR_RNDN);
  const Search search(cdf, p);
  const auto ends = search.bracket(start, step);
  if (!ends) return std::nullopt;
  return search.refine(ends->first, ends->second, width);
}

}  // namespace plumbline
