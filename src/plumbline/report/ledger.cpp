#include "plumbline/report/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/interval.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

struct Entry {
  std::int64_t count = 0;
  double width = -1.0;  // largest; below 0: none known
};

/// Sorted by what, then by digits.
using Ledger = std::map<std::tuple<std::string, unsigned, std::string>, Entry>;

double width_of(const Json& interval) {
  const PrecisionScope precision(40);
  try {
    return relative_width(hull(enclose_decimal(interval.at("lo").get<std::string>()),
                               enclose_decimal(interval.at("hi").get<std::string>())));
  } catch (const InputError&) {
    return INFINITY;  // an end is infinite
  }
}

void take_hypotheses(Ledger& ledger, const Json& check) {
  for (const Json& h : check.at("hypotheses")) {
    if (!h.contains("digits")) continue;
    const auto digits = h.at("digits").get<unsigned>();
    const bool open = h.at("verdict") == "undecided";
    const std::string how = open ? fmt::format("interval arithmetic; {} digits do not decide", digits)
                                 : fmt::format("interval arithmetic of {} digits", digits);
    ++ledger[{"1 hypotheses", digits, how}].count;
  }
}

void take_conclusion(Ledger& ledger, const Json& c) {
  if (!c.contains("how")) return;
  const auto how = c.at("how").get<std::string>();
  const auto digits = c.value("digits", 0U);
  std::string arithmetic =
      how == "sampled" ? "double, resolution estimated" : "double, distance to the exact orbit proved";
  if (digits > 0)
    arithmetic = fmt::format("ball arithmetic of up to {} digits where double did not decide", digits);
  if (!c.at("proved_from").is_null()) arithmetic += ", convergence certificate";
  Entry& entry = ledger[{"2 conclusions", digits, how + ": " + arithmetic}];
  ++entry.count;
  if (!c.at("worst").is_null()) entry.width = std::max(entry.width, width_of(c.at("worst").at("observed")));
  const auto failures = c.at("failures").get<std::int64_t>();
  if (failures == 0) return;
  const auto confirmed = c.at("failures_confirmed").get<std::int64_t>();
  if (confirmed > 0) {
    const Json& witness = c.at("witness");
    const auto used = witness.is_null() ? 0U : witness.at("digits").get<unsigned>();
    ledger[{"3 failed runs", used,
            used == 0 ? "confirmed by a second evaluation in double with a proved radius"
                      : "confirmed by a second evaluation in ball arithmetic"}]
        .count += confirmed;
  }
  if (confirmed < failures) {
    ledger[{"3 failed runs", 0U, "not confirmed by a second evaluation"}].count += failures - confirmed;
  }
}

}  // namespace

Json precision_ledger(const Json& suite) {
  Ledger ledger;
  for (const Json& cell : suite.at("cells")) {
    const Json& check = cell.at("check");
    if (check.is_null()) continue;
    take_hypotheses(ledger, check);
    for (const Json& c : check.at("conclusions")) take_conclusion(ledger, c);
  }
  Json rows = Json::array();
  for (const auto& [key, entry] : ledger) {
    rows.push_back({{"what", std::get<0>(key).substr(2)},
                    {"how", std::get<2>(key)},
                    {"count", entry.count},
                    {"width", entry.width < 0.0 ? std::string("-") : fmt::format("{:.2g}", entry.width)}});
  }
  return rows;
}

}  // namespace plumbline
