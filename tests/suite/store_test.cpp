#include "plumbline/suite/store.hpp"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <barrier>
#include <thread>

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
  EXPECT_EQ(store.environments(), (std::vector<Json>{{{"machine", 1}}}));  // nothing is left of machine 2
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

TEST(Store, MergesNoContradiction) {
  const TempFolder folder;
  const Json suite = {{"suite", 1}};
  const Json old_build = {{"plumbline", "0.0.9"}, {"commit", "abc"}};
  const Json new_build = {{"plumbline", "0.1.0"}, {"commit", "def"}};
  Store one = Store::create(folder.path() / "1", suite, {cell("a"), cell("b")});
  one.put("a", kHolds, 0.5, old_build);
  Store same = Store::create(folder.path() / "2", suite, {cell("a"), cell("b")});
  same.put("a", kHolds, 0.7, new_build);  // times and builds are no difference
  same.put("b", kHolds, 0.7, new_build);
  EXPECT_EQ(one.take_over(same), 1);
  EXPECT_EQ(one.take_over(same), 0);

  Store flipped = Store::create(folder.path() / "3", suite, {cell("a"), cell("b")});
  flipped.put("a", {"violated", {{"value", 1}}}, 0.5, new_build);
  EXPECT_EQ(
      folder.shortened(message_of([&] { one.take_over(flipped); })),
      "DIR/3: cell a is violated there, by build 0.1.0 def, and holds in DIR/1, by build 0.0.9 abc: one of "
      "them is wrong; run it again");
  Store other = Store::create(folder.path() / "4", suite, {cell("a"), cell("b")});
  other.put("b", kHolds, 0.5, new_build);
  other.put("a", {"holds", {{"value", 2}}}, 0.5, new_build);
  Store empty = Store::create(folder.path() / "5", suite, {cell("a"), cell("b")});
  empty.put("a", kHolds, 0.5, old_build);
  EXPECT_THAT(message_of([&] { empty.take_over(other); }), HasSubstr("abc, with other numbers: one of them"));
  EXPECT_EQ(empty.finished_count(), 1);  // all or nothing
}

TEST(Store, IsMadeOnceByThoseWhoComeAtTheSameTime) {
  const TempFolder folder;
  constexpr int kThreads = 8;
  std::vector<Cell> cells;
  for (int i = 0; i < 200; ++i) cells.push_back(cell(std::to_string(i)));
  for (int round = 0; round < 5; ++round) {
    const auto file = folder.path() / std::to_string(round);
    std::barrier start(kThreads);
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        Store store = Store::open_or_create(file, {{"suite", 1}}, cells);
        store.put(std::to_string(i), kHolds, 0.0, Json::object());
      });
    }
    for (std::thread& thread : threads) thread.join();
    const Store store = Store::open(file);
    EXPECT_EQ(store.cell_count(), 200);
    EXPECT_EQ(store.finished_count(), kThreads);  // nobody wrote into a file that was removed
  }
}

TEST(Store, BeginsAnewOnlyWhatIsFinishedOrNotBegun) {
  const TempFolder folder;
  Store store = Store::create(folder.path() / "s", {{"suite", 1}}, {cell("a"), cell("b")});
  EXPECT_TRUE(store.begin_anew({{"suite", 2}}, {cell("a"), cell("c")}));
  EXPECT_EQ(store.suite(), (Json{{"suite", 2}}));
  store.put("a", kHolds, 0.0, Json::object());
  EXPECT_FALSE(store.begin_anew({{"suite", 2}}, {cell("a"), cell("c")}));
  EXPECT_EQ(store.finished_count(), 1);
  store.put("c", kHolds, 0.0, Json::object());
  EXPECT_TRUE(store.begin_anew({{"suite", 2}}, {cell("a"), cell("c")}));
  EXPECT_EQ(store.finished_count(), 0);
  EXPECT_TRUE(store.environments().empty());
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

TEST(Environment, OtherBuildsAreNamedOnce) {
  Json older = environment_json();
  older["commit"] = "abc";
  Json elsewhere = environment_json();
  elsewhere["processor"] = "another";
  EXPECT_TRUE(other_builds({environment_json(), elsewhere}).empty());
  EXPECT_EQ(other_builds({older, environment_json(), older, {{"machine", 1}}}),
            (std::vector<std::string>{"0.1.0 abc", "unknown unknown"}));
}

}  // namespace
}  // namespace plumbline
