#include "plumbline/problem/message_text.hpp"

#include <gtest/gtest.h>

namespace plumbline {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsAndReplacements) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("flaw", "lawn"), 2U);
  EXPECT_EQ(edit_distance("same", "same"), 0U);
}

TEST(DidYouMean, NamesTheNearestAndTheFirstOfEquals) {
  EXPECT_EQ(did_you_mean("weigth", {"waist", "weight"}), " (did you mean 'weight'?)");
  EXPECT_EQ(did_you_mean("bat", {"cat", "hat"}), " (did you mean 'cat'?)");
  EXPECT_EQ(did_you_mean("TITLE", {"title"}), " (did you mean 'title'?)");
}

TEST(DidYouMean, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(did_you_mean("colour", {"id", "title"}), "");
  EXPECT_EQ(did_you_mean("zz", {"id"}), "");  // two edits leave nothing of 'id'
  EXPECT_EQ(did_you_mean("x", {}), "");
}

TEST(ListNames, CutsLongLists) {
  EXPECT_EQ(list_names({"a", "b"}), "'a', 'b'");
  EXPECT_EQ(list_names({"a", "b", "c"}, 2), "'a', 'b', … (3 in all)");
  EXPECT_EQ(list_names({}), "");
}

TEST(QuoteText, KeepsOneSafeLine) {
  EXPECT_EQ(quote_text("grüße"), "\"grüße\"");
  EXPECT_EQ(quote_text("a\nb\x7F"), "\"a\\x0Ab\\x7F\"");
  EXPECT_EQ(quote_text("\xFFz"), "\"\\xFFz\"");
  const std::string cut = quote_text(std::string(1000, 'x'));
  EXPECT_EQ(cut, "\"" + std::string(60, 'x') + "…\"");
}

TEST(IsUtf8, RefusesBrokenSequences) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("κ ≤ 1 𝜎"));
  EXPECT_FALSE(is_utf8("\xFF"));
  EXPECT_FALSE(is_utf8("\xC3"));              // cut short
  EXPECT_FALSE(is_utf8("\xC0\xAF"));          // overlong
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // surrogate
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // above U+10FFFF
}

}  // namespace
}  // namespace plumbline
