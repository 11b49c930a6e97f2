#include "plumbline/report/cell_section.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/interval.hpp"
#include "plumbline/report/markup.hpp"
#include "plumbline/report/plots.hpp"
#include "plumbline/report/suite_rows.hpp"
#include "plumbline/report/summary_text.hpp"
#include "plumbline/theorem/mathml.hpp"
#include "plumbline/theorem/parse.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// left/right or right/left, so that above 1 means fulfilled with room to spare.
std::string margin_text(const Json& hypothesis) {
  const bool lower_bound = hypothesis.at("relation").get<std::string>().starts_with('>');
  const auto side = [&](const char* key) {
    const PrecisionScope precision(40);
    return hull(enclose_decimal(hypothesis.at(key).at("lo").get<std::string>()),
                enclose_decimal(hypothesis.at(key).at("hi").get<std::string>()));
  };
  try {
    const Interval large = side(lower_bound ? "lhs" : "rhs");
    const Interval small = side(lower_bound ? "rhs" : "lhs");
    if (contains_zero(small)) return "-";
    const PrecisionScope precision(30);
    return format_human(large / small, 4) + "x";
  } catch (const InputError&) {  // an end is infinite
    return "-";
  }
}

std::string word_of(const Json& verdict) {
  if (verdict == "holds") return "true";
  return verdict == "violated" ? "FALSE" : "undecided";
}

std::string where_text(const Json& worst) {
  std::string text = fmt::format("seed {}", worst.at("seed").get<std::int64_t>());
  for (const char* name : {"i", "j", "t"}) {
    if (worst.contains(name)) text += fmt::format(", {} = {}", name, worst.at(name).get<std::int64_t>());
  }
  return text;
}

std::string slack_of(const Json& worst) {
  return worst.at("log10_slack").is_null() ? "-" : factor_text(worst.at("log10_slack").get<double>());
}

/// "[0, 0.316]", each end at its confidence.
Json failure_row(const Json& conclusion) {
  const Json bounds = conclusion.value("failure_probability", Json(nullptr));
  if (bounds.is_null()) return nullptr;
  const auto end = [&](const char* key) {
    return std::strtod(bounds.at(key).get<std::string>().c_str(), nullptr);
  };
  const Json& claimed = bounds.value("claimed_at_most", Json("0"));
  return {{"low", fmt::format("{:.3g}", end("lo"))},
          {"high", fmt::format("{:.3g}", end("hi"))},
          {"confidence", fmt::format("{:.6g}", bounds.at("confidence").get<double>())},
          {"claimed", claimed.is_object() ? "at most " + human_text(claimed) : std::string("never")}};
}

std::string verdict_words(const Json& conclusion) {
  auto verdict = conclusion.at("verdict").get<std::string>();
  if (verdict != "vacuous") return verdict;
  const auto alone = conclusion.at("conclusion_alone").get<std::string>();
  return alone == "vacuous" ? "vacuous (no premise met)" : fmt::format("vacuous ({} by itself)", alone);
}

std::string how_sure(const Json& conclusion) {
  auto text = conclusion.value("how", std::string("sampled"));
  if (conclusion.contains("proved_from") && !conclusion.at("proved_from").is_null()) {
    text += " for every t";
  }
  if (const auto digits = conclusion.value("digits", 0U); digits > 0)
    text += fmt::format(", {} digits", digits);
  return text;
}

std::string range_text(const Json& conclusion) {
  const auto steps = conclusion.at("steps").get<std::int64_t>();
  std::string text = steps < 0 ? "nothing compared" : fmt::format("t = 0..{}", steps);
  if (conclusion.contains("proved_from") && !conclusion.at("proved_from").is_null()) {
    text += fmt::format(", certificate from t = {} on", conclusion.at("proved_from").get<std::int64_t>());
    if (conclusion.contains("contraction") && !conclusion.at("contraction").is_null()) {
      text += ", contraction q = " + human_text(conclusion.at("contraction"));
    }
  }
  return text;
}

/// How the second evaluation ended; null where nothing was refuted.
Json witness_row(const Json& conclusion) {
  const auto failures = conclusion.at("failures").get<std::int64_t>();
  if (failures == 0 || !conclusion.contains("failures_confirmed")) return nullptr;
  std::string text = fmt::format("confirmed by a second evaluation in {} of {} failed runs",
                                 conclusion.at("failures_confirmed").get<std::int64_t>(), failures);
  if (const Json& witness = conclusion.at("witness"); !witness.is_null()) {
    text += fmt::format("; worst in {}: {} against {}", arithmetic_text(witness.at("digits").get<unsigned>()),
                        human_text(witness.at("observed")), human_text(witness.at("bound")));
  }
  return text;
}

Json conditions(const Json& conclusion) {
  Json list = Json::array();
  const auto add = [&](const char* key, const char* before) {
    for (const Json& entry : conclusion.value(key, Json::array())) {
      list.push_back(before + formula(entry.get<std::string>()));
    }
  };
  add("for_all", "for all ");
  add("given", "given ");
  add("given_before", "given at every earlier step ");
  if (conclusion.contains("probability")) {
    const auto probability = conclusion.at("probability").get<std::string>();
    list.push_back(probability == "surely" ? "surely" : "with probability " + formula(probability));
  }
  return list;
}

}  // namespace

std::string formula(const std::string& text) {
  try {
    return to_mathml(parse_claim({"", text}));
  } catch (const InputError&) {
  }
  try {
    return to_mathml(*parse_expression({"", text}));
  } catch (const InputError&) {
    return escaped(text);
  }
}

Json hypothesis_rows(const Json& check, Formulas formulas) {
  Json rows = Json::array();
  for (const Json& h : check.at("hypotheses")) {
    Json row = {{"name", h.at("name")}, {"word", word_of(h.at("verdict"))}, {"class", h.at("verdict")}};
    if (h.contains("lhs")) {
      row["observed"] = human_text(h.at("lhs"));
      row["relation"] = h.at("relation");
      row["bound"] = human_text(h.at("rhs"));
      row["margin"] = margin_text(h);
      row["sure"] = fmt::format("rigorous, {} digits", h.at("digits").get<unsigned>());
      if (formulas == Formulas::kShown) row["formula"] = formula(h.at("claim").get<std::string>());
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Json conclusion_rows(const Json& check, Formulas formulas) {
  Json rows = Json::array();
  for (const Json& c : check.at("conclusions")) {
    Json row = {{"name", c.at("name")},
                {"class", c.at("verdict")},
                {"verdict", verdict_words(c)},
                {"sure", how_sure(c)},
                {"range", range_text(c)},
                {"failed", fmt::format("{} of {}", c.at("failures").get<std::int64_t>(),
                                       check.at("seeds").get<std::int64_t>())},
                {"undecided", c.value("undecided", std::int64_t{0}) > 0 ? c.at("undecided") : Json(nullptr)},
                {"interval", failure_row(c)},
                {"witness", witness_row(c)},
                {"messages", c.at("messages")}};
    if (formulas == Formulas::kShown && c.contains("claim")) {
      row["formula"] = formula(c.at("claim").get<std::string>());
      row["conditions"] = conditions(c);
    }
    if (const Json& worst = c.at("worst"); !worst.is_null()) {
      row["observed"] = human_text(worst.at("observed"));
      row["relation"] = worst.at("relation");
      row["bound"] = human_text(worst.at("bound"));
      row["slack"] = slack_of(worst);
      row["where"] = where_text(worst);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Json cell_section(const CellSummary& summary, const Json& cell) {
  Json section = {{"index", summary.index},
                  {"title", title_of(summary)},
                  {"state", to_string(summary.state)},
                  {"meaning", meaning(summary.state)},
                  {"mark", look_of(summary.state).mark},
                  {"commands", commands_of(cell)}};
  if (summary.log10_slack) {
    section["slack"] = factor_text(*summary.log10_slack);
    section["tightest"] = summary.tightest;
  }
  const Json& check = cell.at("check");
  if (check.is_null()) {
    section["error"] = error_text(cell);
    return section;
  }
  section["check"] = {{"m", check.at("width")}, {"seeds", check.at("seeds")}};
  if (check.contains("eta")) section["check"]["eta"] = human_text(check.at("eta"));
  if (check.contains("network")) section["check"]["network"] = check.at("network");
  section["hypotheses"] = hypothesis_rows(check, Formulas::kLeftOut);
  section["conclusions"] = conclusion_rows(check, Formulas::kLeftOut);
  section["plots"] = Json::array();
  for (const Json& conclusion : check.at("conclusions")) {
    const auto name = conclusion.at("name").get<std::string>();
    if (const auto plot = curve_plot(conclusion, name + ", " + title_of(summary))) {
      section["plots"].push_back(
          {{"name", name}, {"svg", curve_svg(*plot)}, {"seed", conclusion.at("worst").at("seed")}});
    }
  }
  return section;
}

}  // namespace plumbline
