#include "plumbline/theorem/mathml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <vector>

#include "plumbline/theorem/parse.hpp"
#include "plumbline/theorem/theorem.hpp"

namespace plumbline {
namespace {

/// Without the outer <math><mrow>…</mrow></math>.
std::string shown(const std::string& text) {
  const std::string element = to_mathml(*parse_expression({"", text}));
  const std::string begin = "<math><mrow>", end = "</mrow></math>";
  EXPECT_TRUE(element.starts_with(begin) && element.ends_with(end)) << element;
  return element.substr(begin.size(), element.size() - begin.size() - end.size());
}

/// The characters alone, with ^( ) and ( )/( ) for what the layout says: enough to see the structure.
std::string flat(const std::string& text) {
  std::string result = shown(text);
  const std::vector<std::pair<std::string, std::string>> layout = {
      {"<mfrac><mrow>(.*?)</mrow><mrow>(.*?)</mrow></mfrac>", "{$1/$2}"}, {"&#x2062;", " "}};
  for (const auto& [from, to] : layout) result = std::regex_replace(result, std::regex(from), to);
  return std::regex_replace(result, std::regex("<[^>]*>"), "");
}

TEST(MathMl, Operators) {
  EXPECT_EQ(shown("a + b"), "<mi>a</mi><mo>+</mo><mi>b</mi>");
  EXPECT_EQ(shown("a/b"), "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>");
  EXPECT_EQ(shown("a^b"), "<msup><mi>a</mi><mrow><mi>b</mi></mrow></msup>");
  EXPECT_EQ(shown("a*b"), "<mi>a</mi><mo>&#x2062;</mo><mi>b</mi>");
  EXPECT_EQ(shown("a*2"), "<mi>a</mi><mo>·</mo><mn>2</mn>");
  EXPECT_EQ(shown("-a"), "<mo>−</mo><mi>a</mi>");
}

TEST(MathMl, ParenthesesStandWhereTheLayoutWouldReadOtherwise) {
  EXPECT_EQ(flat("(a + b)*c"), "(a+b) c");
  EXPECT_EQ(flat("a*(b + c)"), "a (b+c)");
  EXPECT_EQ(flat("a - (b - c)"), "a−(b−c)");
  EXPECT_EQ(flat("a - b - c"), "a−b−c");
  EXPECT_EQ(flat("a + -b"), "a+(−b)");
  EXPECT_EQ(flat("a*(-b)"), "a (−b)");
  EXPECT_EQ(flat("a*(b*c)"), "a (b c)");
  EXPECT_EQ(flat("(a + b)/(c + d)"), "{a+b/c+d}");  // a fraction needs none
  EXPECT_EQ(flat("(a/b)*c"), "{a/b} c");
  EXPECT_THAT(shown("(a + b)^2"), testing::StartsWith("<msup><mrow><mo>(</mo>"));
  EXPECT_THAT(shown("(a^b)^c"), testing::StartsWith("<msup><mrow><mo>(</mo><msup>"));
  EXPECT_THAT(shown("(a/b)^2"), testing::StartsWith("<msup><mrow><mo>(</mo><mfrac>"));
  EXPECT_THAT(shown("-x^2"), testing::StartsWith("<mo>−</mo><msup><mi>x</mi>"));  // -(x^2)
  EXPECT_THAT(shown("(-x)^2"), testing::StartsWith("<msup><mrow><mo>(</mo><mo>−</mo>"));
}

TEST(MathMl, NamesAsTheTheoryWritesThem) {
  EXPECT_EQ(flat("norm_X + frob_Y"), "‖X‖+‖Y‖F");
  EXPECT_EQ(shown("d_y"), "<msub><mi>d</mi><mi>y</mi></msub>");
  EXPECT_EQ(shown("lambda_r"), "<msub><mi>λ</mi><mi>r</mi></msub>");
  EXPECT_EQ(flat("eta*kappa*delta"), "η κ δ");
  EXPECT_EQ(flat("loss(t) - loss_opt"), "ℓ(t)−ℓ*");
  EXPECT_EQ(flat("sigma_max(j, i, t)"), "σmax(Wj:i(t))");
  EXPECT_EQ(flat("lambda_min_P(t)"), "λmin(P(t))");
  EXPECT_EQ(flat("travel(i, t)"), "‖Wi(t)−Wi(0)‖F");
  EXPECT_EQ(flat("abs(x) + sqrt(y) + max(a, b)"), "|x|+y+max(a,b)");
  EXPECT_EQ(flat("_x + x_"), "_x+x_");
}

TEST(MathMl, Numbers) {
  EXPECT_EQ(shown("0.9"), "<mn>0.9</mn>");
  EXPECT_EQ(flat("1.5e-30"), "1.5·10−30");
  EXPECT_EQ(flat("2e+8"), "2·108");
  EXPECT_THAT(shown("1e3^2"), testing::StartsWith("<msup><mrow><mo>(</mo>"));
}

TEST(MathMl, ClaimsKeepTheirRelations) {
  const std::string chain = to_mathml(parse_claim({"", "0 < a <= b == c != d >= e > f"}));
  for (const char* sign : {"&lt;", "≤", "=", "≠", "≥", "&gt;"}) {
    EXPECT_THAT(chain, testing::HasSubstr(std::string("<mo>") + sign + "</mo>"));
  }
}

/// Every tag is closed where it has to be.
void expect_balanced(const std::string& xml) {
  std::vector<std::string> open;
  const std::regex tag("<(/?)([a-z]+)>");
  for (std::sregex_iterator at(xml.begin(), xml.end(), tag), end; at != end; ++at) {
    if ((*at)[1].length() == 0) {
      open.push_back((*at)[2]);
    } else {
      ASSERT_FALSE(open.empty()) << xml;
      EXPECT_EQ(open.back(), (*at)[2]) << xml;
      open.pop_back();
    }
  }
  EXPECT_TRUE(open.empty()) << xml;
}

TEST(MathMl, EveryBundledTheoremCanBeShown) {
  int claims = 0;
  for (const auto& entry : std::filesystem::directory_iterator(PLUMBLINE_ROOT "/data/theorems")) {
    const Theorem theorem = read_theorem(entry.path());
    for (const Hypothesis& h : theorem.hypotheses) expect_balanced(to_mathml(h.claim));
    for (const Conclusion& c : theorem.conclusions) expect_balanced(to_mathml(c.claim));
    for (const Constant& c : theorem.constants) expect_balanced(to_mathml(*c.value));
    claims += static_cast<int>(theorem.conclusions.size());
  }
  EXPECT_GT(claims, 40);
}

}  // namespace
}  // namespace plumbline
