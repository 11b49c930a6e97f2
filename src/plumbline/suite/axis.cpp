#include "plumbline/suite/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

/// Most places of one range.
constexpr std::int64_t kMostPlaces = 100'000;

/// The places of a range by count, `from` and `to` exactly at the ends.
std::vector<double> places(double from, double to, std::int64_t count, bool logarithmic) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < count; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    if (i == 0 || i == count - 1) {
      values.push_back(i == 0 ? from : to);
    } else if (logarithmic) {
      values.push_back(from * std::exp(share * std::log(to / from)));
    } else {
      values.push_back(from + share * (to - from));
    }
  }
  return values;
}

bool is_logarithmic(const TomlTable& range) {
  const auto spacing = range.get_or<std::string>("spacing", "linear");
  if (spacing != "linear" && spacing != "log") range.value("spacing").fail_expected("\"linear\" or \"log\"");
  return spacing == "log";
}

std::vector<double> range_values(const TomlTable& range) {
  range.allow_only({"from", "to", "by", "count", "spacing"});
  const auto from = range.get<double>("from");
  const auto to = range.get<double>("to");
  if (!(to >= from)) range.value("to").fail_expected(fmt::format("at least 'from' = {}", from));
  const bool logarithmic = is_logarithmic(range);
  if (logarithmic && !(from > 0)) range.value("from").fail_expected("a positive number");
  if (range.has("count")) {
    if (range.has("by")) range.value("by").fail("found beside 'count', expected one of the two");
    const auto count = range.get<std::int64_t>("count");
    if (count < 2 || count > kMostPlaces) {
      range.value("count").fail_expected(fmt::format("2 to {}", kMostPlaces));
    }
    return places(from, to, count, logarithmic);
  }
  if (logarithmic) range.fail("spacing \"log\" needs a 'count'");
  const auto by = range.get_or<double>("by", 1.0);
  if (!(by > 0)) range.value("by").fail_expected("a positive number");
  if ((to - from) / by >= static_cast<double>(kMostPlaces)) {
    range.fail(fmt::format("more than {} places", kMostPlaces));
  }
  std::vector<double> values;
  for (std::int64_t i = 0; from + static_cast<double>(i) * by <= to; ++i) {
    values.push_back(from + static_cast<double>(i) * by);
  }
  return values;
}

std::vector<TomlValue> entries(const TomlValue& value) {
  if (value.kind() != TomlKind::kArray) return {value};
  auto list = value.as<std::vector<TomlValue>>();
  if (list.empty()) value.fail_expected("at least one entry");
  return list;
}

std::vector<std::int64_t> rounded(const std::vector<double>& values, const TomlValue& where) {
  std::vector<std::int64_t> integers;
  for (const double x : values) {
    if (!(std::abs(x) < 9e15)) where.fail_expected("integers below 9e15");
    const auto nearest = static_cast<std::int64_t>(std::llround(x));
    if (integers.empty() || integers.back() != nearest) integers.push_back(nearest);
  }
  return integers;
}

}  // namespace

std::vector<std::int64_t> integer_axis(const TomlValue& value, std::int64_t least) {
  std::vector<std::int64_t> values;
  for (const TomlValue& entry : entries(value)) {
    const std::vector<std::int64_t> more = entry.kind() == TomlKind::kTable
                                               ? rounded(range_values(entry.as<TomlTable>()), entry)
                                               : std::vector<std::int64_t>{entry.as<std::int64_t>()};
    values.insert(values.end(), more.begin(), more.end());
  }
  for (const std::int64_t x : values) {
    if (x < least) value.fail(fmt::format("found {}, expected integers of at least {}", x, least));
  }
  return values;
}

std::vector<std::string> text_axis(const TomlValue& value, bool whole,
                                   const std::function<void(const std::string&)>& check) {
  std::vector<std::string> texts;
  const auto add = [&](const TomlValue& entry, std::string text) {
    try {
      check(text);
    } catch (const InputError& error) {
      entry.fail(error.what());
    }
    texts.push_back(std::move(text));
  };
  for (const TomlValue& entry : entries(value)) {
    if (entry.kind() == TomlKind::kTable) {
      const std::vector<double> values = range_values(entry.as<TomlTable>());
      if (whole) {
        for (const std::int64_t x : rounded(values, entry)) add(entry, std::to_string(x));
      } else {
        for (const double x : values) add(entry, fmt::format("{}", x));
      }
    } else if (entry.kind() == TomlKind::kText) {
      add(entry, entry.as<std::string>());
    } else if (whole) {
      add(entry, entry.kind() == TomlKind::kInteger ? std::to_string(entry.as<std::int64_t>())
                                                    : entry.as<std::string>());
    } else {
      add(entry, entry.as<DecimalText>().text);
    }
  }
  return texts;
}

}  // namespace plumbline
