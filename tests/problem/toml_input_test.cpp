#include "plumbline/problem/toml_input.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "problem/temp_folder.hpp"

namespace plumbline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TomlTable parse(std::string_view text) {
  return TomlTable::parse(text, "f.toml");
}

TEST(TomlInput, ReadsEveryKind) {
  const TomlTable table = parse(
      "text = \"κ\"\nwhole = -7\nnumber = 2.5\nyes = true\nlist = [1, 2.5]\nnames = [\"a\", \"b\"]\n"
      "[sub]\nx = 1\n[[h]]\nn = 1\n[[h]]\nn = 2\n");
  EXPECT_EQ(table.get<std::string>("text"), "κ");
  EXPECT_EQ(table.get<std::int64_t>("whole"), -7);
  EXPECT_EQ(table.get<double>("whole"), -7.0);
  EXPECT_EQ(table.get<double>("number"), 2.5);
  EXPECT_TRUE(table.get<bool>("yes"));
  EXPECT_THAT(table.get<std::vector<double>>("list"), ElementsAre(1.0, 2.5));
  EXPECT_THAT(table.get<std::vector<std::string>>("names"), ElementsAre("a", "b"));
  EXPECT_EQ(table.get<TomlTable>("sub").get<std::int64_t>("x"), 1);
  const auto tables = table.get<std::vector<TomlTable>>("h");
  ASSERT_EQ(tables.size(), 2U);
  EXPECT_EQ(tables[1].get<std::int64_t>("n"), 2);
}

TEST(TomlInput, OptionalKeys) {
  const TomlTable table = parse("a = 1");
  EXPECT_EQ(table.find<std::int64_t>("a"), 1);
  EXPECT_EQ(table.find<std::int64_t>("b"), std::nullopt);
  EXPECT_EQ(table.get_or<double>("a", 5.0), 1.0);
  EXPECT_EQ(table.get_or<double>("b", 5.0), 5.0);
  EXPECT_TRUE(table.has("a"));
  EXPECT_FALSE(table.has("b"));
  // There but of another kind: an error, not the fallback.
  EXPECT_EQ(message_of([&] { table.get_or<bool>("a", true); }),
            "f.toml: line 1: key 'a': found the integer 1, expected true or false");
}

TEST(TomlInput, KeysKeepTheOrderOfTheFile) {
  const TomlTable table = parse("z = 1\nb = 2\n\"a.c\" = 3\n[m]\n[k]\n[[y]]\n[[y]]\n");
  EXPECT_THAT(table.keys(), ElementsAre("z", "b", "a.c", "m", "k", "y"));
  const TomlTable let = parse("let = { z = 1, a = 2, m = 3 }").get<TomlTable>("let");
  EXPECT_THAT(let.keys(), ElementsAre("z", "a", "m"));
}

TEST(TomlInput, DecimalTextIsWhatWasWritten) {
  const TomlTable table = parse(
      "# grüße ≤\n\ta\t=\t 1_000.250  # c\r\n\"ключ\" = +0.1e-3\nb = [0.10, -7, 0xFF, +1_0]\nc = 1e-400\n");
  EXPECT_EQ(table.get<DecimalText>("a").text, "1000.250");
  EXPECT_EQ(table.get<DecimalText>("ключ").text, "0.1e-3");
  std::vector<std::string> texts;
  for (const DecimalText& number : table.get<std::vector<DecimalText>>("b")) texts.push_back(number.text);
  EXPECT_THAT(texts, ElementsAre("0.10", "-7", "255", "10"));
  EXPECT_EQ(table.get<DecimalText>("c").text, "1e-400");
  EXPECT_EQ(message_of([&] { table.get<double>("c"); }),
            "f.toml: line 5: key 'c': found the number 1e-400, expected a number in the range of a double");
}

TEST(TomlInput, ByteOrderMarkDoesNotShiftPlaces) {
  EXPECT_EQ(parse("\xEF\xBB\xBF"
                  "x = 0.50")
                .get<DecimalText>("x")
                .text,
            "0.50");
}

TEST(TomlInput, WrongKindsNameKeyLineFoundAndExpected) {
  const TomlTable table = parse(
      "a = 1.0\nb = \"1\"\nc = [1, \"x\"]\nd = {}\ne = nan\nf = 2020-01-01\n[[h]]\n[[h]]\nv = -inf\nw = "
      "true\n");
  const auto message = [&](auto call) { return message_of(call); };
  EXPECT_EQ(message([&] { table.get<std::int64_t>("a"); }),
            "f.toml: line 1: key 'a': found the number 1.0, expected an integer");
  EXPECT_EQ(message([&] { table.get<double>("b"); }),
            "f.toml: line 2: key 'b': found text \"1\", expected a number");
  EXPECT_EQ(message([&] { table.get<std::vector<std::int64_t>>("c"); }),
            "f.toml: line 3: key 'c[2]': found text \"x\", expected an integer");
  EXPECT_EQ(message([&] { table.get<std::string>("c"); }),
            "f.toml: line 3: key 'c': found a list of 2, expected text in quotes");
  EXPECT_EQ(message([&] { table.get<std::vector<double>>("d"); }),
            "f.toml: line 4: key 'd': found a table, expected a list [ … ]");
  EXPECT_EQ(message([&] { table.get<DecimalText>("e"); }),
            "f.toml: line 5: key 'e': found the number nan, expected a finite number");
  EXPECT_EQ(message([&] { table.get<TomlTable>("f"); }),
            "f.toml: line 6: key 'f': found a date or time, expected a table");
  EXPECT_EQ(message([&] { table.get<std::vector<TomlTable>>("h")[1].get<double>("v"); }),
            "f.toml: line 9: key 'h[2].v': found the number -inf, expected a finite number");
  EXPECT_EQ(message([&] { table.get<std::vector<TomlTable>>("h")[1].get<std::string>("w"); }),
            "f.toml: line 10: key 'h[2].w': found true, expected text in quotes");
}

TEST(TomlInput, MissingAndUnknownKeys) {
  const TomlTable table = parse("id = 1\n[data]\ntragets = 2\n");
  EXPECT_EQ(message_of([&] { table.get<double>("title"); }), "f.toml: key 'title' is missing");
  const auto data = table.get<TomlTable>("data");
  EXPECT_EQ(message_of([&] { data.get<double>("file"); }),
            "f.toml: line 2: table 'data': key 'file' is missing");
  EXPECT_EQ(
      message_of([&] {
        data.allow_only({"file", "targets"});
      }),
      "f.toml: line 3: key 'data.tragets': unknown key (did you mean 'targets'?), expected one of 'file', "
      "'targets'");
  EXPECT_EQ(message_of([&] { data.allow_only({"tragets"}); }), "no error");
}

TEST(TomlInput, FirstUnknownKeyOfTheFileIsNamed) {
  const TomlTable table = parse("z = 1\na = 2\n");
  EXPECT_THAT(message_of([&] { table.allow_only({"id"}); }), HasSubstr("line 1: key 'z'"));
}

TEST(TomlInput, ParseErrorsHaveLineAndColumn) {
  EXPECT_THAT(message_of([] { parse("a = 1\na = 2\n"); }),
              HasSubstr("f.toml: line 2, column 5: Error while parsing key-value pair: cannot redefine"));
  EXPECT_THAT(message_of([] { parse("a = 1\nb = \n"); }), HasSubstr("f.toml: line 2, column 5: "));
  EXPECT_THAT(message_of([] { parse("a = \"\xFF\"\n"); }), HasSubstr("invalid utf-8"));
  EXPECT_THAT(message_of([] { parse("[t]\n[t]\n"); }), HasSubstr("f.toml: line 2"));
  EXPECT_NE(message_of([] { parse("a = " + std::string(5000, '[')); }), "no error");
}

TEST(TomlInput, TablesKeepTheirDocumentAlive) {
  const auto inner = [] { return parse("[a.b]\nx = 3.50").get<TomlTable>("a").get<TomlTable>("b"); }();
  EXPECT_EQ(inner.get<DecimalText>("x").text, "3.50");
  EXPECT_EQ(inner.value("x").where(), "f.toml: line 2: key 'a.b.x'");
}

TEST(TomlInput, FilesThatCannotBeRead) {
  const TempFolder folder;
  const auto message = [&](const std::filesystem::path& file) {
    return folder.shortened(message_of([&] { TomlTable::read(file); }));
  };
  EXPECT_EQ(message(folder.path() / "none.toml"), "DIR/none.toml: no such file");
  EXPECT_EQ(message(folder.path()), "DIR: found a folder, expected a file");
  EXPECT_EQ(message("/dev/null"), "/dev/null: found a device or a pipe, expected a regular file");
  EXPECT_EQ(message(folder.write("empty.toml", "")), "DIR/empty.toml: the file is empty");
  std::filesystem::resize_file(folder.write("huge.toml", "x"), 20'000'000);
  EXPECT_EQ(message(folder.path() / "huge.toml"),
            "DIR/huge.toml: found a file of 20000000 bytes, expected at most 16777216 bytes");
}

}  // namespace
}  // namespace plumbline
