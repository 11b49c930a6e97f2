#include "plumbline/theorem/template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/theorem/theorem.hpp"
#include "problem/temp_folder.hpp"

namespace plumbline {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Template, LintsClean) {
  const TempFolder folder;
  const LintReport report = lint_theorem(folder.write("my-rate.toml", theorem_template("my-rate")));
  EXPECT_THAT(report.errors, IsEmpty());
  EXPECT_THAT(report.warnings, IsEmpty());
}

TEST(Template, RefusesAnIdThatNoFileMayHave) {
  for (const char* id : {"", "a b", "-a", "a/b", "a\"b", "a\nb", "é"}) {
    EXPECT_THAT(message_of([&] { theorem_template(id); }), testing::Not("no error")) << id;
  }
  EXPECT_THAT(message_of([] { theorem_template("a b"); }), HasSubstr("expected letters, digits"));
}

}  // namespace
}  // namespace plumbline
