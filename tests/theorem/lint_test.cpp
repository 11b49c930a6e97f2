// Every message of lint_theorem, held word for word.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/toml_input.hpp"
#include "plumbline/theorem/lint.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "plumbline/theorem/theorem_reader.hpp"

namespace plumbline {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

/// A theorem file without a fault; the table below breaks it in one place at a time.
constexpr const char* kSound = R"toml(id = "base"
title = "A theorem"
source = "A paper"
network = "deep-linear"
init = "orthogonal"
probability = "1 - delta"
[parameters]
delta = 0.01
[constants]
C = { value = "2", proof = "a-check" }
[let]
B = "C*kappa"
[[hypothesis]]
name = "width"
claim = "m >= B"
[[conclusion]]
name = "rate"
for_all = ["t >= 0"]
claim = "loss(t) <= loss(0)"
)toml";

/// kSound with `from`, which must occur exactly once, replaced by `to`.
std::string edited(const std::string& from, const std::string& to) {
  std::string text = kSound;
  const std::size_t place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  EXPECT_EQ(text.find(from, place + 1), std::string::npos) << from;
  return text.replace(place, from.size(), to);
}

class Lint : public testing::Test {
 protected:
  Lint() : folder_(fs::path(testing::TempDir()) / ("plumbline-lint-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~Lint() override { fs::remove_all(folder_); }

  fs::path write(const std::string& text) const {
    std::ofstream(folder_ / "base.toml") << text;
    return folder_ / "base.toml";
  }
  /// Messages without the "FILE: " that each must start with.
  std::vector<std::string> without_file(const std::vector<std::string>& messages) const {
    const std::string start = (folder_ / "base.toml").string() + ": ";
    std::vector<std::string> rest;
    for (const std::string& message : messages) {
      EXPECT_TRUE(message.starts_with(start)) << message;
      rest.push_back(message.substr(start.size()));
    }
    return rest;
  }
  fs::path folder_;
};

struct Fault {
  const char* what;
  const char* from;
  const char* to;
  std::vector<std::string> errors;
  std::vector<std::string> warnings;
};

const std::vector<Fault>& faults() {
  static const std::vector<Fault> table = {
      {"unknown key",
       "title = \"A theorem\"",
       "title = \"A theorem\"\ntitel = \"x\"",
       {"line 3: key 'titel': unknown key (did you mean 'title'?), expected one of 'id', 'title', 'source', "
        "'note', 'network', 'init', 'scale', 'frozen', 'optimiser', 'units', 'probability', 'parameters', "
        "'constants', 'let', 'hypothesis', 'premise', 'conclusion'"},
       {}},
      {"missing id", "id = \"base\"\n", "", {"key 'id' is missing"}, {}},
      {"missing title", "title = \"A theorem\"\n", "", {"key 'title' is missing"}, {}},
      {"missing source", "source = \"A paper\"\n", "", {"key 'source' is missing"}, {}},
      {"missing network", "network = \"deep-linear\"\n", "", {"key 'network' is missing"}, {}},
      {"missing init", "init = \"orthogonal\"\n", "", {"key 'init' is missing"}, {}},
      {"empty title",
       "\"A theorem\"",
       "\"\"",
       {"line 2: key 'title': found text \"\", expected some text"},
       {}},
      {"bad id",
       "id = \"base\"",
       "id = \"a b\"",
       {"line 1: key 'id': found text \"a b\", expected letters, digits, '.', '-' and '_', not '.' or '-' "
        "first"},
       {}},
      {"id not file",
       "id = \"base\"",
       "id = \"other\"",
       {},
       {"line 1: key 'id': the id is 'other' but the file is named 'base'"}},
      {"title type",
       "\"A theorem\"",
       "3",
       {"line 2: key 'title': found the integer 3, expected text in quotes"},
       {}},
      {"unknown init",
       "\"orthogonal\"",
       "\"orthogonl\"",
       {"line 5: key 'init': found text \"orthogonl\" (did you mean 'orthogonal'?), expected one of "
        "'orthogonal', 'gaussian', 'identity', 'zero-asymmetric', 'residual', 'balanced', 'equal', "
        "'staged'"},
       {}},
      {"unknown network",
       "\"deep-linear\"",
       "\"relu\"",
       {"line 4: key 'network': found text \"relu\", expected one of 'deep-linear', 'diagonal', "
        "'memorizing'"},
       {}},
      {"no conclusion",
       "[[conclusion]]\nname = \"rate\"\nfor_all = [\"t >= 0\"]\nclaim = \"loss(t) <= loss(0)\"\n",
       "",
       {"key 'conclusion' is missing: a theorem claims something"},
       {}},
      {"single bracket",
       "[[conclusion]]",
       "[conclusion]",
       {"line 16: key 'conclusion': found one table, expected a list: write [[conclusion]] with two "
        "brackets"},
       {}},
      {"hypothesis key",
       "name = \"width\"",
       "name = \"width\"\nclam = \"x\"",
       {"line 15: key 'hypothesis[1].clam': unknown key (did you mean 'claim'?), expected one of 'name', "
        "'claim'"},
       {}},
      {"no name", "name = \"width\"\n", "", {"line 13: table 'hypothesis[1]': key 'name' is missing"}, {}},
      {"no claim",
       "claim = \"m >= B\"\n",
       "",
       {"line 13: table 'hypothesis[1]': key 'claim' is missing"},
       {}},
      {"duplicate hypothesis",
       "[[conclusion]]",
       "[[hypothesis]]\nname = \"width\"\nclaim = \"eta > 0\"\n[[conclusion]]",
       {"line 17: key 'hypothesis[2].name': 'width' is the name of an earlier one, expected another"},
       {}},
      {"parameter expression",
       "delta = 0.01",
       "delta = \"1/3\"",
       {"line 8: key 'parameters.delta': found text \"1/3\", expected a decimal number"},
       {}},
      {"parameter bool",
       "delta = 0.01",
       "delta = true",
       {"line 8: key 'parameters.delta': found true, expected a number or text in quotes"},
       {}},
      {"parameter taken",
       "delta = 0.01",
       "delta = 0.01\nkappa = 2",
       {"line 9: key 'parameters.kappa': 'kappa' is taken: kappa means lambda_max/lambda_r"},
       {}},
      {"parameter observable",
       "delta = 0.01",
       "delta = 0.01\nloss = 2",
       {"line 9: key 'parameters.loss': 'loss' is taken: loss(t) means ℓ(t) = ½‖α W_{L:1}(t) X − Y‖_F²"},
       {}},
      {"parameter function",
       "delta = 0.01",
       "delta = 0.01\nlog = 2",
       {"line 9: key 'parameters.log': 'log' is taken: it is a function"},
       {}},
      {"parameter quantified",
       "delta = 0.01",
       "delta = 0.01\nt = 2",
       {"line 9: key 'parameters.t': 't' is taken: it is a quantified variable"},
       {}},
      {"parameter name",
       "delta = 0.01",
       "delta = 0.01\n\"1x\" = 2",
       {"line 9: key 'parameters.1x': '1x' is no name: expected a letter or _, then letters, digits and _"},
       {}},
      {"constant twice",
       "C = {",
       "delta = { value = \"1\", proof = \"open\" }\nC = {",
       {"line 10: key 'constants.delta.value': 'delta' is taken: it is a parameter already"},
       {}},
      {"constant no proof",
       ", proof = \"a-check\"",
       "",
       {"line 10: table 'constants.C': key 'proof' is missing: the id of a check, or \"open\""},
       {}},
      {"constant no value",
       "value = \"2\", ",
       "",
       {"line 10: table 'constants.C': key 'value' is missing"},
       {}},
      {"constant key",
       "proof = \"a-check\"",
       "prove = \"a-check\"",
       {"line 10: key 'constants.C.prove': unknown key (did you mean 'proof'?), expected one of 'value', "
        "'proof'"},
       {}},
      {"constant kind",
       "C = { value = \"2\", proof = \"a-check\" }",
       "C = [2]",
       {"line 10: key 'constants.C': found a list of 1, expected a number or text in quotes"},
       {}},
      {"constant uses data",
       "value = \"2\"",
       "value = \"2*kappa\"",
       {"line 10: key 'constants.C.value': 'kappa' cannot be used here: a constant is built from numbers, "
        "functions and earlier constants\n  2*kappa\n    ^"},
       {}},
      {"constant uses later",
       "C = {",
       "D = { value = \"C\", proof = \"x\" }\nC = {",
       {"line 10: key 'constants.D.value': 'C' cannot be used here: a constant is built from numbers, "
        "functions and earlier constants\n  C\n  ^"},
       {}},
      {"constant infinite",
       "value = \"2\"",
       "value = \"1/(1 - 1)\"",
       {"line 10: key 'constants.C.value': 'C' has no finite value: 1/(1 - 1)"},
       {}},
      {"open constant",
       "proof = \"a-check\"",
       "proof = \"open\"",
       {},
       {"line 10: key 'constants.C.value': the constant 'C' is not proved (proof = \"open\")"}},
      {"plain constant",
       "C = { value = \"2\", proof = \"a-check\" }",
       "C = \"2\"",
       {},
       {"line 10: key 'constants.C': the constant 'C' is not proved (proof = \"open\")"}},
      {"plain number constant",
       "C = { value = \"2\", proof = \"a-check\" }",
       "C = 2.5",
       {},
       {"line 10: key 'constants.C': the constant 'C' is not proved (proof = \"open\")"}},
      {"let syntax",
       "B = \"C*kappa\"",
       "B = \"C*frob_X)\"",
       {"line 12: key 'let.B': found ')', expected an operator or the end\n  C*frob_X)\n          ^"},
       {}},
      {"let itself",
       "B = \"C*kappa\"",
       "B = \"C*B\"",
       {"line 12: key 'let.B': 'B' cannot be used here: a let is built from numbers, functions, parameters, "
        "constants, earlier lets, symbols of the data and the run, and observables at step 0\n  C*B\n    ^"},
       {}},
      {"let later",
       "B = \"C*kappa\"",
       "B = \"C*A\"\nA = \"1\"",
       {"line 12: key 'let.B': 'A' cannot be used here: a let is built from numbers, functions, parameters, "
        "constants, earlier lets, symbols of the data and the run, and observables at step 0\n  C*A\n    ^"},
       {}},
      {"let quantified",
       "B = \"C*kappa\"",
       "B = \"C*t\"",
       {"line 12: key 'let.B': 't' cannot be used here: a let is built from numbers, functions, parameters, "
        "constants, earlier lets, symbols of the data and the run, and observables at step 0\n  C*t\n    ^"},
       {}},
      {"let observable",
       "B = \"C*kappa\"",
       "B = \"C*loss(t)\"",
       {"line 12: key 'let.B': the step of 'loss' must be 0 here, expected loss(0): a let is built from "
        "numbers, functions, parameters, constants, earlier lets, symbols of the data and the run, and "
        "observables at step 0\n  C*loss(t)\n         ^"},
       {}},
      {"let observable step",
       "B = \"C*kappa\"",
       "B = \"C*loss(1)\"",
       {"line 12: key 'let.B': the step of 'loss' must be 0 here, expected loss(0): a let is built from "
        "numbers, functions, parameters, constants, earlier lets, symbols of the data and the run, and "
        "observables at step 0\n  C*loss(1)\n         ^"},
       {}},
      {"claim syntax",
       "claim = \"m >= B\"",
       "claim = \"m > = B\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): found '=', expected a number, a name, '-' or '('; "
        "equality is written ==\n  m > = B\n      ^"},
       {}},
      {"claim no relation",
       "claim = \"m >= B\"",
       "claim = \"m*B\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): found the end, expected an operator or a comparison\n "
        " m*B\n     ^"},
       {}},
      {"claim type",
       "claim = \"m >= B\"",
       "claim = 3",
       {"line 15: key 'hypothesis[1].claim': found the integer 3, expected text in quotes"},
       {}},
      {"unknown symbol",
       "claim = \"m >= B\"",
       "claim = \"m >= B*kapa\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): unknown symbol 'kapa' (did you mean 'kappa'?)\n  m >= "
        "B*kapa\n         ^"},
       {}},
      {"unknown symbol no idea",
       "claim = \"m >= B\"",
       "claim = \"m >= B*zebra\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): unknown symbol 'zebra'\n  m >= B*zebra\n         ^"},
       {}},
      {"case of a symbol",
       "claim = \"m >= B\"",
       "claim = \"m >= B*Kappa\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): unknown symbol 'Kappa' (did you mean 'kappa'?)\n  m "
        ">= B*Kappa\n         ^"},
       {}},
      {"two unknown",
       "claim = \"m >= B\"",
       "claim = \"m >= B*kapa + etta\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): unknown symbol 'kapa' (did you mean 'kappa'?)\n  m >= "
        "B*kapa + etta\n         ^",
        "line 15: key 'hypothesis[1].claim' ('width'): unknown symbol 'etta' (did you mean 'eta'?)\n  m >= "
        "B*kapa + etta\n                ^"},
       {}},
      {"unknown function",
       "claim = \"loss(t) <= loss(0)\"",
       "claim = \"los(t) <= ln(2)\"",
       {"line 19: key 'conclusion[1].claim' ('rate'): unknown function or observable 'los' (did you mean "
        "'log'?)\n  los(t) <= ln(2)\n  ^",
        "line 19: key 'conclusion[1].claim' ('rate'): unknown function or observable 'ln' (did you mean "
        "'log'?)\n  los(t) <= ln(2)\n            ^"},
       {}},
      {"function arity",
       "claim = \"m >= B\"",
       "claim = \"m >= B*log(2, 3)\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): 'log' takes 1 argument, found 2\n  m >= B*log(2, 3)\n "
        "        ^"},
       {}},
      {"min arity",
       "claim = \"m >= B\"",
       "claim = \"m >= B*min(2)\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): 'min' takes at least 2 arguments, found 1\n  m >= "
        "B*min(2)\n         ^"},
       {}},
      {"function bare",
       "claim = \"m >= B\"",
       "claim = \"m >= B*log\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): 'log' is a function, expected 1 argument in "
        "parentheses\n  m >= B*log\n         ^"},
       {}},
      {"observable bare",
       "claim = \"loss(t) <= loss(0)\"",
       "claim = \"loss <= t\"",
       {"line 19: key 'conclusion[1].claim' ('rate'): 'loss' is an observable, expected arguments: loss(t)\n "
        " loss <= t\n  ^"},
       {}},
      {"observable arity",
       "claim = \"loss(t) <= loss(0)\"",
       "claim = \"sigma_max(1, t) <= 2\"",
       {"line 19: key 'conclusion[1].claim' ('rate'): 'sigma_max' takes 3 arguments, found 2; expected "
        "sigma_max(j, i, t)\n  sigma_max(1, t) <= 2\n  ^"},
       {}},
      {"observable argument",
       "claim = \"loss(t) <= loss(0)\"",
       "claim = \"loss(t/2) <= 2\"",
       {"line 19: key 'conclusion[1].claim' ('rate'): argument 1 of 'loss' must be made of t, i, j, L and "
        "whole numbers with + - *\n  loss(t/2) <= 2\n        ^"},
       {}},
      {"observable argument number",
       "claim = \"loss(t) <= loss(0)\"",
       "claim = \"loss(t + 0.5) <= 2\"",
       {"line 19: key 'conclusion[1].claim' ('rate'): argument 1 of 'loss' must be made of t, i, j, L and "
        "whole numbers with + - *\n  loss(t + 0.5) <= 2\n         ^"},
       {}},
      {"observable argument symbol",
       "claim = \"loss(t) <= loss(0)\"",
       "claim = \"loss(t + m) <= 2\"",
       {"line 19: key 'conclusion[1].claim' ('rate'): argument 1 of 'loss' must be made of t, i, j, L and "
        "whole numbers with + - *\n  loss(t + m) <= 2\n         ^"},
       {}},
      {"symbol called",
       "claim = \"m >= B\"",
       "claim = \"m >= B(2)\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): 'B' is a symbol and takes no arguments; a product is "
        "written B * (…)\n  m >= B(2)\n       ^"},
       {}},
      {"symbol called vocab",
       "claim = \"m >= B\"",
       "claim = \"m(2) >= B\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): 'm' is a symbol and takes no arguments; a product is "
        "written m * (…)\n  m(2) >= B\n  ^"},
       {}},
      {"hypothesis quantified",
       "claim = \"m >= B\"",
       "claim = \"m >= B*t\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): 't' cannot be used here: a hypothesis speaks of the "
        "data, the run and its start\n  m >= B*t\n         ^"},
       {}},
      {"hypothesis step",
       "claim = \"m >= B\"",
       "claim = \"m >= B*loss(1)\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): the step of 'loss' must be 0 here, expected loss(0): "
        "a hypothesis speaks of the data, the run and its start\n  m >= B*loss(1)\n              ^"},
       {}},
      {"hypothesis step t",
       "claim = \"m >= B\"",
       "claim = \"m >= B*loss(t)\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): the step of 'loss' must be 0 here, expected loss(0): "
        "a hypothesis speaks of the data, the run and its start\n  m >= B*loss(t)\n              ^"},
       {}},
      {"hypothesis step ok",
       "claim = \"m >= B\"",
       "claim = \"m >= B*loss(0)/loss_opt*travel(L, 0)\"",
       {},
       {}},
      {"hypothesis travel step",
       "claim = \"m >= B\"",
       "claim = \"m >= B*travel(1, 2)\"",
       {"line 15: key 'hypothesis[1].claim' ('width'): the step of 'travel' must be 0 here, expected "
        "travel(i, 0): a hypothesis speaks of the data, the run and its start\n  m >= B*travel(1, 2)\n       "
        "            ^"},
       {}},
      {"free t",
       "for_all = [\"t >= 0\"]\n",
       "",
       {"line 18: key 'conclusion[1].claim' ('rate'): 't' cannot be used here: it is not bound, add a "
        "condition on it to for_all, such as \"t >= 0\" or \"1 <= i <= L\"\n  loss(t) <= loss(0)\n       ^"},
       {}},
      {"free i",
       "claim = \"loss(t) <= loss(0)\"",
       "claim = \"loss(t) <= travel(i, t)\"",
       {"line 19: key 'conclusion[1].claim' ('rate'): 'i' cannot be used here: it is not bound, add a "
        "condition on it to for_all, such as \"t >= 0\" or \"1 <= i <= L\"\n  loss(t) <= travel(i, t)\n      "
        "              ^"},
       {}},
      {"bound unused",
       "[\"t >= 0\"]",
       "[\"t >= 0\", \"1 <= i <= L\"]",
       {},
       {"line 18: key 'conclusion[1].for_all' ('rate'): 'i' is bound but does not occur in the claim"}},
      {"condition symbol",
       "[\"t >= 0\"]",
       "[\"t >= m\"]",
       {"line 18: key 'conclusion[1].for_all[1]' ('rate'): 'm' cannot be used here: a condition compares t, "
        "i, j, L and numbers\n  t >= m\n       ^"},
       {}},
      {"condition function",
       "[\"t >= 0\"]",
       "[\"t >= max(0, 1)\"]",
       {"line 18: key 'conclusion[1].for_all[1]' ('rate'): 'max' cannot be used here: a condition compares "
        "t, i, j, L and numbers\n  t >= max(0, 1)\n       ^"},
       {}},
      {"condition observable",
       "[\"t >= 0\"]",
       "[\"loss(t) >= 0\"]",
       {"line 18: key 'conclusion[1].for_all[1]' ('rate'): 'loss' cannot be used here: a condition compares "
        "t, i, j, L and numbers\n  loss(t) >= 0\n  ^"},
       {}},
      {"condition none",
       "[\"t >= 0\"]",
       "[\"t >= 0\", \"L >= 2\"]",
       {"line 18: key 'conclusion[1].for_all[2]' ('rate'): the condition is about none of t, i, j; write it "
        "as a hypothesis\n  L >= 2\n  ^"},
       {}},
      {"condition syntax",
       "[\"t >= 0\"]",
       "[\"t\"]",
       {"line 18: key 'conclusion[1].for_all[1]' ('rate'): found the end, expected an operator or a "
        "comparison\n  t\n   ^"},
       {}},
      {"for_all kind",
       "[\"t >= 0\"]",
       "\"t >= 0\"",
       {"line 18: key 'conclusion[1].for_all': found text \"t >= 0\", expected a list [ … ]"},
       {}},
      {"probability unknown",
       "\"1 - delta\"",
       "\"1 - dleta\"",
       {"line 6: key 'probability': unknown symbol 'dleta' (did you mean 'delta'?)\n  1 - dleta\n      ^"},
       {}},
      {"probability observable",
       "\"1 - delta\"",
       "\"1 - delta*loss(0)\"",
       {"line 6: key 'probability': 'loss' cannot be used here: a probability is built from numbers, "
        "functions, parameters, constants, symbols of the data and the run, and lets without observables\n  "
        "1 - delta*loss(0)\n            ^"},
       {}},
      {"probability quantified",
       "\"1 - delta\"",
       "\"1 - delta*t\"",
       {"line 6: key 'probability': 't' cannot be used here: a probability is built from numbers, functions, "
        "parameters, constants, symbols of the data and the run, and lets without observables\n  1 - "
        "delta*t\n            ^"},
       {}},
      {"probability value",
       "\"1 - delta\"",
       "\"1 + delta\"",
       {"line 6: key 'probability': the probability 1 + delta is 1.01, expected more than 0 and at most 1"},
       {}},
      {"probability zero",
       "\"1 - delta\"",
       "\"delta - delta\"",
       {"line 6: key 'probability': the probability delta - delta is -4.1762e-53..4.1762e-53, expected more "
        "than 0 and at most 1"},
       {}},
      {"probability number",
       "\"1 - delta\"",
       "1.5",
       {"line 6: key 'probability': the probability 1.5 is 1.5, expected more than 0 and at most 1"},
       {"line 8: key 'parameters.delta': the parameter 'delta' is never used"}},
      {"probability kind",
       "\"1 - delta\"",
       "true",
       {"line 6: key 'probability': found true, expected a number or text in quotes"},
       {}},
      {"probability one",
       "\"1 - delta\"",
       "\"1\"",
       {},
       {"line 8: key 'parameters.delta': the parameter 'delta' is never used"}},
      {"probability let", "\"1 - delta\"", "\"1 - delta/B\"", {}, {}},
      {"unused constant",
       "B = \"C*kappa\"",
       "B = \"kappa\"",
       {},
       {"line 10: key 'constants.C.value': the constant 'C' is never used"}},
      {"unused let",
       "claim = \"m >= B\"",
       "claim = \"m >= d_x\"",
       {},
       {"line 12: key 'let.B': the let 'B' is never used"}},
      {"no variables",
       "claim = \"m >= B\"",
       "claim = \"B > 0\"\n[[hypothesis]]\nname=\"x\"\nclaim = \"0 < C <= log(9)\"",
       {},
       {"line 18: key 'hypothesis[2].claim' ('x'): the claim depends on nothing: it is always true or always "
        "false\n  0 < C <= log(9)\n  ^"}},
      {"duplicate key",
       "title = \"A theorem\"",
       "title = \"A theorem\"\ntitle = \"B\"",
       {"line 3, column 9: Error while parsing key-value pair: cannot redefine existing string 'title'"},
       {}},
      {"not toml",
       "id = \"base\"",
       "id = base",
       {"line 1, column 6: Error while parsing value: could not determine value type"},
       {}},
      {"several",
       "claim = \"m >= B\"\n",
       "claim = \"m >= kapa\"\n[[hypothesis]]\nname = \"\"\nclaim = \"m >= 1\"\n[[hypothesis]]\nname = "
       "\"x\"\nclaim = \"m >= )\"\n",
       {"line 17: key 'hypothesis[2].name': found text \"\", expected some text",
        "line 21: key 'hypothesis[3].claim' ('x'): found ')', expected a number, a name, '-' or '('\n  m >= "
        ")\n       ^",
        "line 15: key 'hypothesis[1].claim' ('width'): unknown symbol 'kapa' (did you mean 'kappa'?)\n  m >= "
        "kapa\n       ^"},
       {}},
  };
  return table;
}

TEST_F(Lint, TheSoundFileIsClean) {
  const LintReport report = lint_theorem(write(kSound));
  EXPECT_THAT(report.errors, IsEmpty());
  EXPECT_THAT(report.warnings, IsEmpty());
}

TEST_F(Lint, EveryFaultHasItsMessage) {
  for (const Fault& fault : faults()) {
    SCOPED_TRACE(fault.what);
    const LintReport report = lint_theorem(write(edited(fault.from, fault.to)));
    EXPECT_EQ(without_file(report.errors), fault.errors);
    EXPECT_EQ(without_file(report.warnings), fault.warnings);
  }
}

TEST_F(Lint, ReadingThrowsTheFirstErrorAndIgnoresWarnings) {
  for (const Fault& fault : faults()) {
    SCOPED_TRACE(fault.what);
    const fs::path file = write(edited(fault.from, fault.to));
    if (fault.errors.empty()) {
      EXPECT_NO_THROW(read_theorem(file));
      continue;
    }
    try {
      read_theorem(file);
      ADD_FAILURE() << "accepted";
    } catch (const InputError& error) {
      EXPECT_EQ(error.what(), file.string() + ": " + fault.errors.front());
    }
  }
}

TEST_F(Lint, AMissingFileIsOneError) {
  const LintReport report = lint_theorem(folder_ / "none.toml");
  EXPECT_THAT(report.errors, ElementsAre((folder_ / "none.toml").string() + ": no such file"));
  EXPECT_THROW(read_theorem(folder_ / "none.toml"), InputError);
}

TEST_F(Lint, SymbolsOfOtherNetworksAreErrors) {
  std::vector<Vocable> vocables = vocabulary();
  vocables.push_back({"slope", -1, "slope of the activation", {"relu"}});
  vocables.push_back({"active", 1, "share of active units", {"relu"}});
  TheoremDraft draft = read_theorem_draft(
      TomlTable::parse(edited("loss(t) <= loss(0)", "loss(t)*active(t) <= slope*loss(0)"), "base.toml"));
  check_draft(draft, vocables);
  EXPECT_THAT(
      draft.report.errors,
      ElementsAre("base.toml: line 19: key 'conclusion[1].claim' ('rate'): 'active' means nothing for the "
                  "network 'deep-linear'\n  loss(t)*active(t) <= slope*loss(0)\n          ^",
                  "base.toml: line 19: key 'conclusion[1].claim' ('rate'): 'slope' means nothing for the "
                  "network 'deep-linear'\n  loss(t)*active(t) <= slope*loss(0)\n                       ^"));
  vocables.back().networks.emplace_back("deep-linear");
  vocables[vocables.size() - 2].networks.clear();
  TheoremDraft allowed = read_theorem_draft(
      TomlTable::parse(edited("loss(t) <= loss(0)", "loss(t)*active(t) <= slope*loss(0)"), "base.toml"));
  check_draft(allowed, vocables);
  EXPECT_THAT(allowed.report.errors, IsEmpty());
}

TEST_F(Lint, SumsOverStepsMeanNothingForAFlow) {
  const auto errors_of = [&](const std::string& optimiser) {
    return read_theorem_draft(
        TomlTable::parse(edited("loss(t) <= loss(0)", "loss(t)*grad_energy(1, t) <= loss(0)^3")
                             .replace(0, 0, "optimiser = \"" + optimiser + "\"\n"),
                         "base.toml"));
  };
  TheoremDraft flow = errors_of("flow");
  check_draft(flow, vocabulary());
  ASSERT_EQ(flow.report.errors.size(), 1U);
  EXPECT_THAT(flow.report.errors[0],
              testing::HasSubstr("'grad_energy' sums over steps, of which the optimiser 'flow' has none"));
  TheoremDraft descent = errors_of("gd");
  check_draft(descent, vocabulary());
  EXPECT_THAT(descent.report.errors, IsEmpty());
}

TEST_F(Lint, ProbabilityOfTheConclusionComesFirst) {
  const auto read_with = [&](const std::string& line) {
    return read_theorem(write(edited("name = \"rate\"", "name = \"rate\"\n" + line))).conclusions.at(0);
  };
  EXPECT_EQ(read_with("").probability_text, "1 - delta");
  EXPECT_EQ(read_with("probability = 0.9").probability_text, "0.9");
  for (const char* line :
       {"probability = \"surely\"", "probability = \"1\"", "probability = 1", "probability = 1.0"}) {
    EXPECT_EQ(read_with(line).probability, nullptr) << line;
    EXPECT_EQ(read_with(line).probability_text, "surely") << line;
  }
}

TEST_F(Lint, NumbersAreKeptAsWritten) {
  const Theorem theorem = read_theorem(
      write(edited("delta = 0.01",
                   "delta = 0.0100000000000000000000001\n\"q\" = \"-1e-30\"\ncount = +1_000\nmask "
                   "= 0xFF\nlast = -2.50")));
  EXPECT_THAT(theorem.parameters, ElementsAre(testing::Pair("delta", "0.0100000000000000000000001"),
                                              testing::Pair("q", "-1e-30"), testing::Pair("count", "1000"),
                                              testing::Pair("mask", "255"), testing::Pair("last", "-2.50")));
}

TEST_F(Lint, DefinitionsKeepTheOrderOfTheFile) {
  const Theorem theorem =
      read_theorem(write(edited("B = \"C*kappa\"", "Z = \"C*loss(0)\"\nA = \"Z + 1\"\nB = \"A\"")));
  std::vector<std::string> names;
  for (const Definition& let : theorem.lets) names.push_back(let.name);
  EXPECT_THAT(names, ElementsAre("Z", "A", "B"));
}

}  // namespace
}  // namespace plumbline
