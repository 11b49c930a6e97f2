#include "plumbline/suite/store.hpp"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/suite/environment.hpp"
#include "suite/small_suites.hpp"

namespace plumbline {
namespace {

using testing::HasSubstr;
using Json = nlohmann::ordered_json;

Cell cell(const std::string& id) {
  return {id, {{"kind", "check"}, {"name", id}}, 1.0};
}

const CellResult kHolds = {"holds", {{"value", 1}}};

TEST(Store, GivesBackWhatWasPutInTheOrderOfTheSuite) {
  const TempFolder folder;
  const auto file = folder.path() / "s.sqlite";
  {
    Store store = Store::create(file, {{"suite", 7}}, {cell("b"), cell("a"), cell("c")});
    store.put("a", {"violated", {{"value", "ü"}}}, 0.5, {{"machine", 1}});
    store.put("c", kHolds, 0.5, {{"machine", 2}});
    store.put("c", {"undecided", {{"value", 3}}}, 0.5, {{"machine", 1}});  // in place of the earlier one
  }
  const Store store = Store::open(file);
  EXPECT_EQ(store.suite(), (Json{{"suite", 7}}));
  EXPECT_EQ(store.cell_count(), 3);
  EXPECT_EQ(store.finished_count(), 2);
  EXPECT_EQ(store.verdicts(), (std::map<std::string, std::string>{{"a", "violated"}, {"c", "undecided"}}));
  EXPECT_TRUE(store.has_result("a"));
  EXPECT_FALSE(store.has_result("b"));
  std::vector<std::string> seen;
  store.for_each_cell([&](const StoredCell& stored) {
    EXPECT_EQ(stored.config.at("name"), stored.id);
    seen.push_back(stored.id + (stored.result ? stored.result->document.dump() : ""));
  });
  EXPECT_THAT(seen, testing::ElementsAre("b", "a{\"value\":\"ü\"}", "c{\"value\":3}"));
  EXPECT_EQ(store.environments().size(), 2U);
}

TEST(Store, CreatingLeavesNothingOfAnEarlierOne) {
  const TempFolder folder;
  const auto file = folder.path() / "s.sqlite";
  Store::create(file, {{"suite", 1}}, {cell("a")}).put("a", kHolds, 0.0, Json::object());
  EXPECT_EQ(Store::create(file, {{"suite", 2}}, {cell("a")}).finished_count(), 0);
}

TEST(Store, MergesOnlyTheSameSuite) {
  const TempFolder folder;
  Store one = Store::create(folder.path() / "1", {{"suite", 1}}, {cell("a")});
  const Store two = Store::create(folder.path() / "2", {{"suite", 2}}, {cell("a")});
  EXPECT_THAT(folder.shortened(message_of([&] { one.take_over(two); })),
              "DIR/2: holds another suite than DIR/1");
}

TEST(Store, RefusesWhatIsNone) {
  const TempFolder folder;
  EXPECT_THAT(message_of([&] { Store::open(folder.path() / "none"); }),
              HasSubstr("none: not found; expected a folder that 'plumb suite' wrote"));
  const auto text = folder.write("text", std::string(5000, 'x'));
  EXPECT_THAT(message_of([&] { Store::open(text); }), HasSubstr("text: file is not a database"));
  const auto empty = folder.write("empty", "");
  EXPECT_THAT(message_of([&] { Store::open(empty); }), HasSubstr("empty: found no store of format 1"));
  EXPECT_THAT(message_of([&] { Store::create(folder.path() / "no/such/folder", Json::object(), {}); }),
              HasSubstr("unable to open database file"));
}

TEST(Store, IsNotThereWhereAProcessDiedMakingIt) {
  const TempFolder folder;
  const auto file = folder.path() / "s.sqlite";
  EXPECT_FALSE(Store::is_there(file));
  folder.write("s.sqlite", "");
  EXPECT_FALSE(Store::is_there(file));
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec("PRAGMA journal_mode = WAL");
  EXPECT_GT(std::filesystem::file_size(file), 0U);
  EXPECT_FALSE(Store::is_there(file));
  const test::SuiteBench bench(test::small_sweep());
  EXPECT_EQ(open_store(file, bench.plan, Start::kResume).cell_count(), 12);
  EXPECT_TRUE(Store::is_there(file));
  folder.write("other", std::string(5000, 'x'));
  EXPECT_THAT(message_of([&] { Store::is_there(folder.path() / "other"); }), HasSubstr("not a database"));
}

TEST(Store, TakesBelowTwoKilobytesACellOfTheorem41) {
  const test::SuiteBench bench(test::small_suite());
  const CellResult result = run_cell(bench.plan.cells[0].config, bench.inputs, bench.stop);
  ASSERT_EQ(result.verdict, "holds");
  std::vector<Cell> cells;
  for (int i = 0; i < 1000; ++i) {
    cells.push_back(bench.plan.cells[0]);
    cells.back().id = content_id(std::to_string(i));
  }
  {
    Store store = Store::create(bench.file("s"), bench.plan.suite, cells);
    for (const Cell& one : cells) store.put(one.id, result, 1.0, environment_json());
  }
  EXPECT_LT(std::filesystem::file_size(bench.file("s")), 2000U * cells.size());
}

TEST(Environment, NamesTheBuildAndTheMachine) {
  const Json environment = environment_json();
  EXPECT_EQ(environment.at("plumbline"), "0.1.0");
  EXPECT_THAT(environment.at("flags").get<std::string>(), HasSubstr("-ffp-contract=off"));
  for (const char* library : {"mpfr", "mpfi", "gmp", "arb", "eigen", "sqlite", "zlib"}) {
    EXPECT_THAT(environment.at("libraries").at(library).get<std::string>(), HasSubstr(".")) << library;
  }
  EXPECT_FALSE(environment.at("processor").get<std::string>().empty());
  EXPECT_FALSE(environment.at("commit").get<std::string>().empty());
}

}  // namespace
}  // namespace plumbline
