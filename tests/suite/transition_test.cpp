#include "plumbline/suite/transition.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

const std::vector<int> kDepths = {2, 8, 16, 32, 64, 128};
const std::vector<int> kWidths = {10, 16, 25, 40, 63, 100, 160, 250, 400, 630, 1000};

/// One line of a figure in which a cell has converged exactly when its width reaches transition(depth).
Json figure(const std::function<double(int)>& transition, const std::string& init = "gaussian") {
  Json cells = Json::array();
  for (const int depth : kDepths) {
    for (const int width : kWidths) {
      const double loss = width >= transition(depth) ? 1e-9 : 0.5;
      cells.push_back(
          {{"init", init},
           {"problem", "p"},
           {"depth", depth},
           {"width", std::to_string(width)},
           {"eta", "max"},
           {"seed", 0},
           {"trajectory",
            {{"snapshots", {{{"t", 10}, {"relative_loss", loss}, {"low", loss}, {"high", loss}}}}}}});
    }
  }
  return cells;
}

Json transitions_of(const Json& cells) {
  return transitions_json(cells, Json::array());
}

Json only(const Json& transitions) {
  EXPECT_EQ(transitions.size(), 1U);
  return transitions.at(0);
}

TEST(Transitions, LieBetweenNeighbouringWidths) {
  const Json entry = only(transitions_of(figure([](int depth) { return depth == 2 ? 1.0 : 7.0 * depth; })));
  EXPECT_EQ(entry.at("t"), 10);
  EXPECT_EQ(entry.at("depths").size(), kDepths.size());
  const Json first = {{"depth", 2}, {"above", nullptr}, {"at_most", "10"}};
  const Json second = {{"depth", 8}, {"above", "40"}, {"at_most", "63"}};
  const Json last = {{"depth", 128}, {"above", "630"}, {"at_most", "1000"}};
  EXPECT_EQ(entry.at("depths")[0], first);
  EXPECT_EQ(entry.at("depths")[1], second);
  EXPECT_EQ(entry.at("depths").back(), last);
}

struct Growth {
  double lo, hi, misfit;
};

Growth growth_of(const std::function<double(int)>& transition) {
  const Json entry = only(transitions_of(figure(transition)));
  const auto end = [&](const char* key) {
    const Json& value = entry.at("exponent").at(key);
    return value.is_null() ? NAN : value.get<double>();
  };
  return {end("lo"), end("hi"), entry.at("misfit").get<double>()};
}

TEST(Transitions, FindTheExponentOfAPowerLaw) {
  for (const double exponent : {0.0, 0.5, 1.0}) {
    // Inside the grid at every depth that counts.
    const Growth found = growth_of([&](int depth) { return 7.0 * std::pow(depth, exponent) + 5.0; });
    EXPECT_LE(found.lo, exponent);
    EXPECT_GE(found.hi, exponent);
    EXPECT_LT(found.hi - found.lo, 0.45) << exponent;
    EXPECT_EQ(found.misfit, 0.0);
  }
}

TEST(Transitions, FindTheSlopeOfAStraightLineIfThereIsOne) {
  for (const double slope : {0.0, 2.0, 5.0}) {
    const Json entry = only(transitions_of(figure([&](int depth) { return 45.0 + slope * depth; })));
    EXPECT_LE(entry.at("slope").at("lo").get<double>(), slope);
    EXPECT_GE(entry.at("slope").at("hi").get<double>(), slope);
  }
  const Json bump = only(transitions_of(figure([](int depth) { return depth == 32 ? 500.0 : 30.0; })));
  EXPECT_TRUE(bump.at("slope").is_null());
}

TEST(Transitions, OpenIntervalsBoundWhatTheyCan) {
  const Growth above = growth_of([](int depth) { return depth <= 32 ? 25.0 * depth : 5000.0; });
  EXPECT_GT(above.lo, 0.5);
  EXPECT_FALSE(std::isnan(above.hi));
  const Growth none = growth_of([](int) { return 5000.0; });
  EXPECT_TRUE(std::isnan(none.lo) && std::isnan(none.hi));
}

TEST(Transitions, WhatIsNoPowerLawHasAMisfit) {
  const Growth bump = growth_of([](int depth) { return depth == 32 ? 500.0 : 30.0; });
  EXPECT_NEAR(bump.misfit, std::log10(400.0 / 40.0) / 2, 0.02);  // half the gap, on either side
  EXPECT_LT(bump.lo, 0.0);
  EXPECT_GT(bump.hi, 0.0);
}

TEST(Transitions, ADepthWithoutAllItsCellsIsLeftOut) {
  Json cells = figure([](int) { return 50.0; });
  cells[0]["trajectory"] = nullptr;
  EXPECT_EQ(only(transitions_of(cells)).at("depths").size(), kDepths.size() - 1);
  EXPECT_TRUE(transitions_of(Json::array()).empty());
}

TEST(Transitions, ADepthWithACellThatHasNotRunIsLeftOut) {
  Json cells = figure([](int) { return 50.0; });
  Json not_run = Json::array({cells[4]});  // depth 2, width 63: the one that would end the interval (40, 63]
  not_run[0]["trajectory"] = nullptr;
  cells.erase(4);
  const Json entry = only(transitions_json(cells, not_run));
  ASSERT_EQ(entry.at("depths").size(), kDepths.size() - 1);
  EXPECT_EQ(entry.at("depths")[0].at("depth"), 8);
}

TEST(Transitions, AnEnclosureThatHoldsTheLevelDoesNotTell) {
  const auto depths_with = [](const Json& low, const Json& high) {
    Json cells = figure([](int) { return 50.0; });
    Json& snapshot = cells[4]["trajectory"]["snapshots"][0];
    snapshot["low"] = low;
    snapshot["high"] = high;
    return only(transitions_of(cells)).at("depths");
  };
  EXPECT_EQ(depths_with(1e-9, 1e-5).size(), kDepths.size() - 1);
  EXPECT_EQ(depths_with(1e-9, nullptr).size(), kDepths.size() - 1);
  EXPECT_EQ(depths_with(1e-9, kTransitionLevel)[0].at("at_most"), "63");
  EXPECT_EQ(depths_with(2e-6, 1e-5)[0].at("at_most"), "100");
}

TEST(Transitions, ADivergedCellHasNotConverged) {
  Json cells = figure([](int) { return 50.0; });
  for (Json& cell : cells) cell["trajectory"]["snapshots"][0]["relative_loss"] = nullptr;
  EXPECT_TRUE(only(transitions_of(cells)).at("depths")[0].at("at_most").is_null());
}

}  // namespace
}  // namespace plumbline
