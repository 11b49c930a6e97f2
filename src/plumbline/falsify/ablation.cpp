#include "plumbline/falsify/ablation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "plumbline/falsify/search_json.hpp"
#include "plumbline/falsify/sign.hpp"
#include "plumbline/falsify/theorem_variant.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/verdict/hypotheses.hpp"

namespace plumbline {
namespace {

constexpr double kShrinkSeconds = 3.0;
/// Factors are looked at up to 2^kMostExponent, and bisected until their ratio is below 2^kExponentStep.
constexpr double kMostExponent = 32.0;
constexpr double kExponentStep = 0.15;

using Variant = std::function<TheoremText(double factor)>;

SearchRequest request_for(const SearchRequest& request, const std::vector<Trial>& starts) {
  SearchRequest one = request;
  one.shrink_seconds = std::min(request.shrink_seconds, kShrinkSeconds);
  one.starts.insert(one.starts.begin(), starts.begin(), starts.end());
  one.progress = {};
  one.news = {};
  one.found = {};
  return one;
}

AblationRow row_of(const std::string& what, const std::string& change, const SearchResult& result) {
  AblationRow row;
  row.what = what;
  row.change = change;
  row.violated = result.counterexample.has_value();
  row.tried = result.tried;
  row.inside = result.ran;
  row.counterexample = result.counterexample;
  row.outcome = row.violated      ? "violated"
                : result.ran == 0 ? "not reached by the search"
                                  : fmt::format("not violated in {} trials inside the hypotheses (of {}){}",
                                                result.ran, result.tried, result.stopped ? ", stopped" : "");
  if (const auto least = result.closest_conclusion())
    row.closest_log10_slack = result.closest[*least]->margin.log10_slack;
  return row;
}

std::string factor_text(double factor) {
  return fmt::format("{}", short_number(factor));
}

class Ablation {
 public:
  Ablation(const std::string& text, const std::string& name, const SearchRequest& request)
      : request_(request), base_(read_variant(text, name)) {}

  std::vector<AblationRow> run() {
    add(row_of("the theorem", "as it stands", search(base_, {})));
    for (const Hypothesis& hypothesis : base_.theorem.hypotheses) guarded([&] { drop(hypothesis); });
    for (const Constant& constant : base_.theorem.constants) guarded([&] { change(constant); });
    if (base_.theorem.init == "orthogonal") guarded([&] { replace_orthogonal(); });
    return std::move(rows_);
  }

 private:
  void add(AblationRow row) {
    if (request_.news) request_.news(fmt::format("{}, {}: {}", row.what, row.change, row.outcome));
    rows_.push_back(std::move(row));
  }

  /// A variant that cannot be made says so in its row.
  void guarded(const std::function<void()>& add_rows) {
    if (stopped()) return;
    try {
      add_rows();
    } catch (const InputError& error) {
      AblationRow row;
      row.what = "not tried";
      row.change = error.what();
      row.outcome = "not tried";
      add(row);
    }
  }

  SearchResult search(const TheoremText& variant, const std::vector<Trial>& starts) const {
    return search_counterexample(variant.theorem, request_for(request_, starts));
  }

  void drop(const Hypothesis& hypothesis) {
    const std::string what = fmt::format("hypothesis '{}'", hypothesis.name);
    add(row_of(what, "dropped", search(with_hypothesis(base_, hypothesis.name, "0 == 0"), {})));
    if (!rows_.back().violated || hypothesis.claim.relations.size() != 1) return;
    const std::string loosened = loosened_claim(hypothesis.claim);
    if (loosened.empty()) return;
    if (!is_surely_positive(base_.theorem, larger_side(hypothesis.claim))) {
      AblationRow row;  // a factor might tighten it
      row.what = what;
      row.change = "not loosened: its larger side may be <= 0";
      row.outcome = "not tried";
      add(row);
      return;
    }
    find_factor(
        what, [&](double factor) { return fmt::format("{}x looser", factor_text(factor)); },
        [&](double factor) {
          return with_hypothesis(base_, hypothesis.name,
                                 fmt::format(fmt::runtime(loosened), factor_text(factor)));
        },
        {rows_.back().counterexample->trial});
  }

  static const Expression& larger_side(const Claim& claim) {
    const Relation relation = claim.relations[0];
    const bool right = relation == Relation::kLess || relation == Relation::kLessEqual;
    return *claim.terms[right ? 1 : 0];
  }

  /// The claim with "{}" for the factor on its larger side; empty if it is no inequality.
  static std::string loosened_claim(const Claim& claim) {
    const Relation relation = claim.relations[0];
    const std::string& text = claim.source.text;
    const std::string sign = to_string(relation);
    const std::size_t at = text.find(sign);
    if (at == std::string::npos || text.find_first_of("{}") != std::string::npos) return {};
    const std::string left = text.substr(0, at);
    const std::string right = text.substr(at + sign.size());
    if (relation == Relation::kLess || relation == Relation::kLessEqual)
      return fmt::format("{} {} {{}}*({})", left, sign, right);
    if (relation == Relation::kGreater || relation == Relation::kGreaterEqual)
      return fmt::format("{{}}*({}) {} {}", left, sign, right);
    return {};
  }

  /// Two rows: the largest factor at which the variant was not violated, the smallest at which it was.
  /// The first alone if it never was.
  void find_factor(const std::string& what, const std::function<std::string(double)>& change,
                   const Variant& variant, std::vector<Trial> starts) {
    double good = 0.0, bad = 0.0;  // exponents of 2
    std::int64_t tried = 0, inside = 0;
    AblationRow holds, fails;
    const auto violated_at = [&](double exponent) {
      const double factor = std::strtod(factor_text(std::exp2(exponent)).c_str(), nullptr);
      AblationRow row = row_of(what, change(factor), search(variant(factor), starts));
      row.factor = factor;
      tried += row.tried;
      inside += row.inside;
      if (row.violated) starts = {row.counterexample->trial};
      const bool violated = row.violated;
      (violated ? fails : holds) = std::move(row);
      (violated ? bad : good) = exponent;
      return violated;
    };
    double exponent = 1.0;
    while (exponent <= kMostExponent && !violated_at(exponent) && !stopped()) exponent *= 2.0;
    if (bad == 0.0) {
      if (!holds.what.empty()) {
        holds.tried = tried;
        holds.inside = inside;
        add(holds);
      }
      return;
    }
    while (bad - good > kExponentStep && !stopped()) violated_at((good + bad) / 2.0);
    if (!holds.what.empty()) add(holds);
    fails.tried = tried - holds.tried;
    fails.inside = inside - holds.inside;
    add(fails);
  }

  void change(const Constant& constant) {
    const std::string what =
        fmt::format("constant {}{}", constant.name, constant.proof == "open" ? " (open)" : "");
    for (const bool larger : {false, true}) {
      const auto rows = rows_.size();
      find_factor(
          what,
          [&](double factor) {
            return larger ? fmt::format("{}x its value", factor_text(factor))
                          : fmt::format("1/{} of its value", factor_text(factor));
          },
          [&](double factor) {
            return with_constant(
                base_, constant.name,
                fmt::format("({}){}{}", constant.text, larger ? "*" : "/", factor_text(factor)));
          },
          {});
      if (larger) continue;
      for (std::size_t i = rows; i < rows_.size(); ++i) rows_[i].factor = 1.0 / rows_[i].factor;
    }
  }

  void replace_orthogonal() {
    TheoremText control = base_;
    bool first = true;
    for (const Hypothesis& hypothesis : base_.theorem.hypotheses) {
      if (!depends_on(base_.theorem, hypothesis.claim, "m")) continue;
      control = with_hypothesis(control, hypothesis.name, first ? "L >= 4*m" : "0 == 0");
      first = false;
    }
    if (first) return;  // it says nothing of the width
    const TheoremText gaussian = with_init(control, "gaussian");
    const TrialRunner orthogonal(control.theorem, request_.stop);
    SearchRequest one = request_for(request_, {});
    one.accept = [&](const Confirmed& counterexample) {
      const TrialResult held = orthogonal.check(counterexample.trial, counterexample.result.request);
      return held.ran && held.check->verdict == Verdict::kHolds;
    };
    add(row_of("orthogonal weights", "Gaussian at L >= 4m (any such width), where orthogonal runs hold",
               search_counterexample(gaussian.theorem, one)));
  }

  bool stopped() const { return request_.stop != nullptr && request_.stop->raised(); }

  const SearchRequest& request_;
  TheoremText base_;
  std::vector<AblationRow> rows_;
};

}  // namespace

std::vector<AblationRow> ablate(const std::string& theorem_text, const std::string& name,
                                const SearchRequest& request) {
  return Ablation(theorem_text, name, request).run();
}

nlohmann::ordered_json ablation_json(const Theorem& theorem, const std::string& name,
                                     const std::vector<AblationRow>& rows) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  for (const AblationRow& row : rows) {
    list.push_back(
        {{"what", row.what},
         {"change", row.change},
         {"outcome", row.outcome},
         {"violated", row.violated},
         {"factor", row.factor},
         {"tried", row.tried},
         {"inside_hypotheses", row.inside},
         {"closest_log10_slack", row.closest_log10_slack ? Json(*row.closest_log10_slack) : Json(nullptr)},
         {"setting", row.counterexample ? Json(describe(row.counterexample->trial)) : Json(nullptr)},
         {"violation", row.counterexample ? violation_json(*row.counterexample) : Json(nullptr)}});
  }
  return {{"schema", "plumbline.ablation/1"}, {"theorem", name}, {"id", theorem.id}, {"rows", list}};
}

}  // namespace plumbline
