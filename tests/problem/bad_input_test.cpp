// Everything a problem file or its data can have wrong: one clear message each, held word for word.
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <map>
#include <ostream>
#include <string>

#include "plumbline/problem/problem.hpp"
#include "problem/npy_bytes.hpp"
#include "problem/temp_folder.hpp"

namespace plumbline {
namespace {

struct BadInput {
  std::string name;
  std::string problem;                       ///< text of p.toml
  std::map<std::string, std::string> files;  ///< name, content
  std::string message;                       ///< DIR stands for the folder
};

std::string with_csv(const std::string& more = "") {
  return "id = \"p\"\n[data]\nfile = \"d.csv\"\ntargets = [\"y\"]\n" + more;
}
std::string with_arrays() {
  return "id = \"p\"\n[data]\ninputs_file = \"x.npy\"\ntargets_file = \"y.npy\"\n";
}
std::string generating(const std::string& keys) {
  return "id = \"p\"\n[generate]\n" + keys;
}
std::string gaussian(const std::string& keys) {
  return generating("kind = \"gaussian\"\n" + keys);
}
std::string spectrum(const std::string& keys) {
  return generating("kind = \"spectrum\"\n" + keys);
}
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
const std::string kGoodCsv = "a,b,y\n1,2,3\n4,5,6\n";
std::map<std::string, std::string> csv(const std::string& text) {
  return {{"d.csv", text}};
}
std::string array(const std::string& shape, const std::vector<double>& elements) {
  return npy_bytes("<f8", shape, elements);
}

std::vector<BadInput> problem_file_cases() {
  return {
      {"no_sections",
       "id = \"p\"\n",
       {},
       "DIR/p.toml: found neither [data] nor [generate], expected one of them"},
      {"both_sections",
       "id = \"p\"\n[data]\n[generate]\n",
       {},
       "DIR/p.toml: found both [data] and [generate], expected one of them"},
      {"no_id", "[data]\n", {}, "DIR/p.toml: key 'id' is missing"},
      {"id_number",
       "id = 3\n",
       {},
       "DIR/p.toml: line 1: key 'id': found the integer 3, expected text in quotes"},
      {"id_blank",
       "id = \"a b\"\n",
       {},
       "DIR/p.toml: line 1: key 'id': found text \"a b\", expected letters, digits, '.', '_' and '-' only"},
      {"id_empty",
       "id = \"\"\n",
       {},
       "DIR/p.toml: line 1: key 'id': found text \"\", expected letters, digits, '.', '_' and '-' only"},
      {"id_not_utf8",
       "id = \"\xC3(\"\n",
       {},
       "DIR/p.toml: line 1, column 6: Encountered invalid utf-8 sequence"},
      {"unknown_key",
       "id = \"p\"\nttle = \"t\"\n",
       {},
       "DIR/p.toml: line 2: key 'ttle': unknown key (did you mean 'title'?), expected one of 'id', 'title', "
       "'source', 'data', 'generate'"},
      {"duplicate_key",
       "id = \"p\"\nid = \"q\"\n",
       {},
       "DIR/p.toml: line 2, column 6: Error while parsing key-value pair: cannot redefine existing string "
       "'id'"},
      {"data_is_text",
       "id = \"p\"\ndata = \"d.csv\"\n",
       {},
       "DIR/p.toml: line 2: key 'data': found text \"d.csv\", expected a table"},
      {"title_number", "id = \"p\"\ntitle = 3\n" + with_csv().substr(9), csv(kGoodCsv),
       "DIR/p.toml: line 2: key 'title': found the integer 3, expected text in quotes"},
  };
}

std::vector<BadInput> data_section_cases() {
  return {
      {"no_file",
       "id = \"p\"\n[data]\ntargets = [\"y\"]\n",
       {},
       "DIR/p.toml: line 2: table 'data': found no data file, expected the key file, or inputs_file and "
       "targets_file"},
      {"data_unknown_key",
       "id = \"p\"\n[data]\nfiel = \"d.csv\"\n",
       {},
       "DIR/p.toml: line 3: key 'data.fiel': unknown key (did you mean 'file'?), expected one of 'file', "
       "'inputs', 'targets', 'inputs_file', 'targets_file', 'one_hot', 'standardize', 'intercept'"},
      {"csv_unknown_key", with_csv("standardise = true\n"), csv(kGoodCsv),
       "DIR/p.toml: line 5: key 'data.standardise': unknown key (did you mean 'standardize'?), expected one "
       "of "
       "'file', 'inputs', 'targets', 'one_hot', 'standardize', 'intercept'"},
      {"arrays_take_no_inputs",
       with_arrays() + "inputs = [\"x0\"]\n",
       {},
       "DIR/p.toml: line 5: key 'data.inputs': unknown key, expected one of 'inputs_file', 'targets_file', "
       "'one_hot', 'standardize', 'intercept'"},
      {"file_and_arrays",
       with_csv("inputs_file = \"x.npy\"\n"),
       {},
       "DIR/p.toml: line 2: table 'data': found both file and inputs_file or targets_file, expected either "
       "file "
       "or the other two"},
      {"half_a_pair",
       "id = \"p\"\n[data]\ninputs_file = \"x.npy\"\n",
       {{"x.npy", array("(2,)", {1, 2})}},
       "DIR/p.toml: line 2: table 'data': key 'targets_file' is missing"},
      {"no_targets", "id = \"p\"\n[data]\nfile = \"d.csv\"\n", csv(kGoodCsv),
       "DIR/p.toml: line 2: table 'data': key 'targets' is missing"},
      {"one_hot_text", with_csv("one_hot = \"yes\"\n"), csv(kGoodCsv),
       "DIR/p.toml: line 5: key 'data.one_hot': found text \"yes\", expected true or false"},
      {"targets_text", "id = \"p\"\n[data]\nfile = \"d.csv\"\ntargets = \"y\"\n", csv(kGoodCsv),
       "DIR/p.toml: line 4: key 'data.targets': found text \"y\", expected a list [ … ]"},
      {"targets_empty", "id = \"p\"\n[data]\nfile = \"d.csv\"\ntargets = []\n", csv(kGoodCsv),
       "DIR/p.toml: line 4: key 'data.targets': found a list of 0, expected at least one column"},
      {"column_is_float", "id = \"p\"\n[data]\nfile = \"d.csv\"\ntargets = [1.0]\n", csv(kGoodCsv),
       "DIR/p.toml: line 4: key 'data.targets[1]': found the number 1.0, expected a column name in quotes or "
       "a "
       "position"},
      {"column_out_of_range", "id = \"p\"\n[data]\nfile = \"d.csv\"\ntargets = [3]\n", csv(kGoodCsv),
       "DIR/p.toml: line 4: key 'data.targets[1]': found the integer 3, expected a column position from 0 to "
       "2"},
      {"no_such_target", with_csv(), csv("weight,waist,Y2\n1,2,3\n"),
       "DIR/p.toml: line 4: key 'data.targets[1]': found no column 'y' in DIR/d.csv (did you mean 'Y2'?), "
       "expected one of 'weight', 'waist', 'Y2'"},
      {"no_such_input", with_csv("inputs = [\"a\",\n \"weigth\"]\n"), csv("a,weight,y\n1,2,3\n"),
       "DIR/p.toml: line 6: key 'data.inputs[2]': found no column 'weigth' in DIR/d.csv (did you mean "
       "'weight'?), expected one of 'a', 'weight', 'y'"},
      {"input_twice", with_csv("inputs = [\"a\", 0]\n"), csv(kGoodCsv),
       "DIR/p.toml: line 5: key 'data.inputs[2]': found the column 'a' twice"},
      {"input_is_target", with_csv("inputs = [\"a\", \"y\"]\n"), csv(kGoodCsv),
       "DIR/p.toml: line 5: key 'data.inputs[2]': found the column 'y' among inputs and targets, expected "
       "one "
       "of them"},
      {"no_inputs_left", "id = \"p\"\n[data]\nfile = \"d.csv\"\ntargets = [\"y\", \"a\", \"b\"]\n",
       csv(kGoodCsv),
       "DIR/p.toml: line 4: key 'data.targets': every column is a target, expected at least one that is left "
       "as "
       "an input"},
      {"one_hot_of_two", "id = \"p\"\n[data]\nfile = \"d.csv\"\ntargets = [\"y\", \"b\"]\none_hot = true\n",
       csv(kGoodCsv),
       "DIR/p.toml: line 5: key 'data.one_hot': found 2 target columns, expected a single column of classes"},
      {"one_hot_single_class", with_csv("one_hot = true\n"), csv("a,y\n1,c\n2,c\n"),
       "DIR/d.csv: column 'y': found the single class 'c', expected at least two"},
      {"constant_column", with_csv("standardize = true\n"), csv("a,b,y\n1,7,3\n2,7,4\n"),
       "DIR/p.toml: line 5: key 'data.standardize': found the constant input column 'b' (always 7), expected "
       "columns that vary"},
      {"intercept_twice", with_csv("intercept = true\n"), csv("intercept,y\n1,3\n2,4\n"),
       "DIR/p.toml: line 5: key 'data.intercept': found an input column named 'intercept' already, expected "
       "none"},
      {"zero_inputs", with_csv(), csv("a,b,y\n0,0,3\n0,-0,4\n"),
       "DIR/p.toml: every input is zero (2 inputs, 2 samples), expected at least one other"},
  };
}

std::vector<BadInput> data_file_cases() {
  return {
      {"missing_data_file", with_csv(), {}, "DIR/d.csv: no such file"},
      {"data_file_is_folder",
       "id = \"p\"\n[data]\nfile = \"sub.csv\"\n",
       {{"sub.csv/", ""}},
       "DIR/sub.csv: found a folder, expected a file"},
      {"other_extension",
       "id = \"p\"\n[data]\nfile = \"d.txt\"\n",
       {{"d.txt", kGoodCsv}},
       "DIR/d.txt: found a file name that ends in '.txt', expected .csv or .npy"},
      {"empty_csv", with_csv(), csv(""), "DIR/d.csv: the file is empty"},
      {"header_only", with_csv(), csv("a,y\n"),
       "DIR/d.csv: found a header and no rows, expected at least one sample"},
      {"no_header", with_csv(), csv("1,2\n3,4\n"),
       "DIR/d.csv: line 1: found only numbers, expected a header of column names"},
      {"ragged_row", with_csv(), csv("a,b,y\n1,2,3\n4,5\n"),
       "DIR/d.csv: line 3: found 2 fields, expected 3 as in the header"},
      {"text_in_a_number", with_csv(), csv("a,y\n1,2\n3.5cm,4\n"),
       "DIR/d.csv: line 3, column 'a': found \"3.5cm\", expected a decimal number in the range of a double"},
      {"decimal_comma", with_csv(), csv("a,y\n\"1,5\",2\n"),
       "DIR/d.csv: line 2, column 'a': found \"1,5\", expected a decimal number in the range of a double"},
      {"empty_field", with_csv(), csv("a,y\n1,2\n3,\n"),
       "DIR/d.csv: line 3, column 'y': the field is empty, expected a number"},
      {"nan_in_csv", with_csv(), csv("a,y\nNaN,2\n"),
       "DIR/d.csv: line 2, column 'a': found \"NaN\", expected a finite number"},
      {"inf_in_csv", with_csv(), csv("a,y\n1,-inf\n"),
       "DIR/d.csv: line 2, column 'y': found \"-inf\", expected a finite number"},
      {"duplicate_column", with_csv(), csv("a,y,a\n1,2,3\n"),
       "DIR/d.csv: line 1: found the column name 'a' twice, expected distinct names"},
      {"nan_in_npy",
       with_arrays(),
       {{"x.npy", array("(2, 2)", {1, kNan, 3, 4})}, {"y.npy", array("(2,)", {1, 2})}},
       "DIR/x.npy: element [0, 1] (counted from 0): found \"nan\", expected a finite number"},
      {"inf_in_npy",
       with_arrays(),
       {{"x.npy", array("(2,)", {1, 2})}, {"y.npy", array("(2,)", {1, -kInfinity})}},
       "DIR/y.npy: element [1, 0] (counted from 0): found \"-inf\", expected a finite number"},
      {"sizes_disagree",
       with_arrays(),
       {{"x.npy", array("(3, 1)", {1, 2, 3})}, {"y.npy", array("(2, 1)", {1, 2})}},
       "DIR/p.toml: line 2: table 'data': found 3 samples in DIR/x.npy and 2 in DIR/y.npy, expected equally "
       "many"},
      {"truncated_npy",
       with_arrays(),
       {{"x.npy", array("(3, 2)", {1, 2, 3, 4, 5})}},
       "DIR/x.npy: found 40 bytes of data, expected 3 × 2 elements of 8 bytes"},
      {"wrong_magic",
       with_arrays(),
       {{"x.npy", kGoodCsv}},
       "DIR/x.npy: found a file that starts with \"a,b,y\\x0A\", expected a .npy file"},
      {"unsupported_type",
       with_arrays(),
       {{"x.npy", npy_bytes<std::uint8_t>("|b1", "(2,)", {0, 1})}},
       "DIR/x.npy: found elements of type \"|b1\", expected one of '<f4', '<f8', '<i2', '<i4', '<i8', '<u2', "
       "'<u4', '<u8', '|i1', '|u1'"},
      {"array_pair_of_csv", "id = \"p\"\n[data]\ninputs_file = \"d.csv\"\ntargets_file = \"y.npy\"\n",
       csv(kGoodCsv), "DIR/d.csv: found a file that starts with \"a,b,y\\x0A\", expected a .npy file"},
  };
}

std::vector<BadInput> generate_cases() {
  return {
      {"no_kind", generating("n = 3\n"), {}, "DIR/p.toml: line 2: table 'generate': key 'kind' is missing"},
      {"other_kind",
       generating("kind = \"uniform\"\n"),
       {},
       "DIR/p.toml: line 3: key 'generate.kind': found text \"uniform\", expected \"gaussian\", "
       "\"spectrum\" or \"matrices\""},
      {"gaussian_with_spectrum",
       gaussian("spectrum = [1.0]\n"),
       {},
       "DIR/p.toml: line 4: key 'generate.spectrum': unknown key, expected one of 'kind', 'd_x', 'd_y', 'n', "
       "'noise', 'seed'"},
      {"negative_size",
       gaussian("d_x = -2\n"),
       {},
       "DIR/p.toml: line 4: key 'generate.d_x': found the integer -2, expected an integer from 1 to "
       "134217728"},
      {"zero_size",
       gaussian("d_x = 2\nd_y = 0\n"),
       {},
       "DIR/p.toml: line 5: key 'generate.d_y': found the integer 0, expected an integer from 1 to "
       "134217728"},
      {"float_size",
       gaussian("d_x = 2.0\n"),
       {},
       "DIR/p.toml: line 4: key 'generate.d_x': found the number 2.0, expected an integer"},
      {"absurd_size",
       gaussian("d_x = 65536\nd_y = 1\nn = 65536\nseed = 1\n"),
       {},
       "DIR/p.toml: line 2: table 'generate': found d_x = 65536, d_y = 1, n = 65536, expected matrices of at "
       "most 134217728 entries"},
      {"no_seed",
       gaussian("d_x = 2\nd_y = 1\nn = 3\n"),
       {},
       "DIR/p.toml: line 2: table 'generate': key 'seed' is missing"},
      {"negative_seed",
       gaussian("d_x = 2\nd_y = 1\nn = 3\nseed = -1\n"),
       {},
       "DIR/p.toml: line 7: key 'generate.seed': found the integer -1, expected a nonnegative integer"},
      {"negative_noise",
       gaussian("d_x = 2\nd_y = 1\nn = 3\nnoise = -0.5\nseed = 1\n"),
       {},
       "DIR/p.toml: line 7: key 'generate.noise': found the number -0.5, expected a nonnegative number"},
      {"zero_singular_value",
       spectrum("spectrum = [1.0, 0]\n"),
       {},
       "DIR/p.toml: line 4: key 'generate.spectrum[2]': found the integer 0, expected a positive singular "
       "value"},
      {"negative_singular_value",
       spectrum("spectrum = [-1.5]\n"),
       {},
       "DIR/p.toml: line 4: key 'generate.spectrum[1]': found the number -1.5, expected a positive singular "
       "value"},
      {"nan_singular_value",
       spectrum("spectrum = [nan]\n"),
       {},
       "DIR/p.toml: line 4: key 'generate.spectrum[1]': found the number nan, expected a finite number"},
      {"empty_spectrum",
       spectrum("spectrum = []\n"),
       {},
       "DIR/p.toml: line 4: key 'generate.spectrum': found a list of 0, expected at least one singular "
       "value"},
      {"too_few_samples",
       spectrum("spectrum = [1, 2]\nd_y = 1\nn = 1\n"),
       {},
       "DIR/p.toml: line 6: key 'generate.n': found the integer 1, expected at least 2, the length of the "
       "spectrum"},
      {"overflow",
       spectrum("spectrum = [1e200]\nd_y = 1\ntarget_norm = 1e200\nseed = 1\n"),
       {},
       "DIR/p.toml: found numbers that overflow a double while the problem was generated, expected smaller "
       "ones"},
  };
}

void PrintTo(const BadInput& bad, std::ostream* stream) {
  *stream << bad.name;
}

class BadProblem : public ::testing::TestWithParam<BadInput> {};

TEST_P(BadProblem, IsRefusedWithOneClearMessage) {
  const BadInput& bad = GetParam();
  const TempFolder folder;
  for (const auto& [name, content] : bad.files) {
    if (name.ends_with('/')) {
      std::filesystem::create_directory(folder.path() / name);
    } else {
      folder.write(name, content);
    }
  }
  const auto file = folder.write("p.toml", bad.problem);
  EXPECT_EQ(folder.shortened(message_of([&] { read_problem(file); })), bad.message);
}

std::string name_of(const ::testing::TestParamInfo<BadInput>& test) {
  return test.param.name;
}
INSTANTIATE_TEST_SUITE_P(ProblemFile, BadProblem, ::testing::ValuesIn(problem_file_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(DataSection, BadProblem, ::testing::ValuesIn(data_section_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(DataFile, BadProblem, ::testing::ValuesIn(data_file_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Generate, BadProblem, ::testing::ValuesIn(generate_cases()), name_of);

TEST(BadProblemFile, MissingOrFolder) {
  const TempFolder folder;
  const auto message = [&](const std::filesystem::path& file) {
    return folder.shortened(message_of([&] { read_problem(file); }));
  };
  EXPECT_EQ(message(folder.path() / "p.toml"), "DIR/p.toml: no such file");
  EXPECT_EQ(message(folder.path()), "DIR: found a folder, expected a file");
}

TEST(BadProblemFile, HugeDataFilesAreRefusedBeforeTheyAreRead) {
  const TempFolder folder;
  const auto file = folder.write("p.toml", with_csv());
  std::filesystem::resize_file(folder.write("d.csv", kGoodCsv), 2'000'000'000);  // sparse: takes no room
  EXPECT_EQ(folder.shortened(message_of([&] { read_problem(file); })),
            "DIR/d.csv: found a file of 2000000000 bytes, expected at most 1073741824 bytes");
}

TEST(GoodProblem, NearMissesOfTheTablePass) {
  const TempFolder folder;
  folder.write("d.csv", "a,b,y\n1,7,0\n2,7,0\n");  // a constant column and zero targets are no error
  EXPECT_EQ(message_of([&] { read_problem(folder.write("p.toml", with_csv("intercept = true\n"))); }),
            "no error");
  folder.write("x.npy", array("(2, 1)", {0, 4e-324}));
  folder.write("y.npy", array("(2, 1)", {0, 0}));
  EXPECT_EQ(message_of([&] { read_problem(folder.write("q.toml", with_arrays())); }), "no error");
  EXPECT_EQ(message_of([&] {
              read_problem(folder.write("r.toml", spectrum("spectrum = [1, 2]\nd_y = 1\nn = 2\nseed = 0\n")));
            }),
            "no error");
}

}  // namespace
}  // namespace plumbline
