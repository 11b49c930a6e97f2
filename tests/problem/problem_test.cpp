#include "plumbline/problem/problem.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <sstream>

#include "plumbline/numeric/interval.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "problem/npy_bytes.hpp"
#include "problem/temp_folder.hpp"

namespace plumbline {
namespace {

using ::testing::ElementsAre;

const std::filesystem::path kProblems = std::filesystem::path(PLUMBLINE_ROOT) / "data" / "problems";

Problem bundled(const std::string& id) {
  return read_problem(kProblems / (id + ".toml"));
}

nlohmann::json reference() {
  std::ifstream stream(std::filesystem::path(PLUMBLINE_TEST_DATA) / "data" / "reference.json");
  return nlohmann::json::parse(stream);
}

/// Does ‖X‖_F², summed to 70 digits, agree with the reference to 48 digits?
bool has_frobenius(const Eigen::MatrixXd& X, const std::string& frob_X2) {
  const PrecisionScope scope(70);
  Real sum = 0;
  for (const double x : X.reshaped()) sum += Real(x) * Real(x);
  const Real expected(frob_X2);
  return abs(sum - expected) <= expected * Real("1e-48");
}

struct Bundled {
  std::string id;
  std::string key;  ///< in reference.json
};

void PrintTo(const Bundled& bundled_problem, std::ostream* stream) {
  *stream << bundled_problem.id;
}

class BundledProblem : public ::testing::TestWithParam<Bundled> {};

TEST_P(BundledProblem, HasTheShapeAndNormOfTheReference) {
  const Problem problem = bundled(GetParam().id);
  const nlohmann::json expected = reference().at(GetParam().key);
  EXPECT_EQ(problem.X.rows(), expected.at("d_x").get<Eigen::Index>());
  EXPECT_EQ(problem.X.cols(), expected.at("n").get<Eigen::Index>());
  EXPECT_EQ(problem.Y.rows(), expected.at("d_y").get<Eigen::Index>());
  EXPECT_EQ(problem.Y.cols(), problem.X.cols());
  EXPECT_TRUE(has_frobenius(problem.X, expected.at("frob_X2").get<std::string>()));
}

TEST_P(BundledProblem, OneUnitInTheLastPlaceOfOneValueShows) {
  Problem problem = bundled(GetParam().id);
  Eigen::Index row = 0;
  Eigen::Index column = 0;
  problem.X.cwiseAbs().maxCoeff(&row, &column);
  problem.X(row, column) = std::nextafter(problem.X(row, column), 0.0);
  EXPECT_FALSE(has_frobenius(problem.X, reference().at(GetParam().key).at("frob_X2").get<std::string>()));
}

INSTANTIATE_TEST_SUITE_P(All, BundledProblem,
                         ::testing::Values(Bundled{"linnerud", "linnerud"}, Bundled{"iris", "iris"},
                                           Bundled{"wine", "wine"}, Bundled{"diabetes", "diabetes"},
                                           Bundled{"digits", "digits"}, Bundled{"hxp-gaussian", "hxp"}),
                         [](const auto& test) { return test.param.key; });

TEST(BundledProblems, AreAllReadableAndCarryTheirFileNameAsId) {
  std::vector<std::string> ids;
  for (const auto& entry : std::filesystem::directory_iterator(kProblems)) {
    if (entry.path().extension() == ".toml") ids.push_back(entry.path().stem().string());
  }
  EXPECT_EQ(ids.size(), 25U);
  for (const std::string& id : ids) {
    const Problem problem = bundled(id);
    EXPECT_EQ(problem.id, id);
    EXPECT_NE(problem.title, "") << id;
    EXPECT_NE(problem.source, "") << id;
    EXPECT_EQ(static_cast<Eigen::Index>(problem.input_names.size()), problem.X.rows()) << id;
    EXPECT_EQ(static_cast<Eigen::Index>(problem.target_names.size()), problem.Y.rows()) << id;
  }
}

TEST(BundledProblems, CorruptedFileIsSeen) {
  std::stringstream text;
  text << std::ifstream(kProblems / "iris.csv").rdbuf();
  std::string csv = text.str();
  csv.replace(csv.find("5.1,3.5"), 3, "5.2");
  const TempFolder folder;
  folder.write("iris.csv", csv);
  std::filesystem::copy(kProblems / "iris.toml", folder.path() / "iris.toml");
  const Problem problem = read_problem(folder.path() / "iris.toml");
  EXPECT_FALSE(has_frobenius(problem.X, reference().at("iris").at("frob_X2").get<std::string>()));
}

TEST(BundledProblems, DigitsHasThreePixelsThatAreAlwaysZero) {
  const Problem digits = bundled("digits");
  std::set<std::string> zero;
  for (Eigen::Index i = 0; i < digits.X.rows(); ++i) {
    if (digits.X.row(i).isZero(0.0)) zero.insert(digits.input_names[static_cast<std::size_t>(i)]);
  }
  EXPECT_THAT(zero, ElementsAre("p00", "p32", "p39"));
  EXPECT_THAT(digits.target_names, ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
  EXPECT_EQ(digits.Y.colwise().sum(), Eigen::RowVectorXd::Ones(1797));
  EXPECT_EQ(digits.Y.rowwise().sum()(8), 174.0);  // the digit 8 occurs 174 times
}

TEST(BundledProblems, LinnerudAsPrinted) {
  const Problem problem = bundled("linnerud");
  EXPECT_THAT(problem.input_names, ElementsAre("chins", "situps", "jumps"));
  EXPECT_THAT(problem.target_names, ElementsAre("weight", "waist", "pulse"));
  EXPECT_EQ(problem.X.col(0), Eigen::Vector3d(5, 162, 60));
  EXPECT_EQ(problem.Y.col(19), Eigen::Vector3d(138, 33, 68));
}

TEST(BundledProblems, StandardizedWineIsStandardized) {
  const Problem wine = bundled("wine-standardized");
  const double n = 178.0;
  EXPECT_LT(wine.X.rowwise().mean().cwiseAbs().maxCoeff(), 1e-14);
  EXPECT_LT((wine.X.rowwise().squaredNorm() / n - Eigen::VectorXd::Ones(13)).cwiseAbs().maxCoeff(), 1e-14);
  EXPECT_EQ(wine.Y, bundled("wine").Y);
}

TEST(BundledProblems, GeneratedSpectraAreExact) {
  const Problem four = bundled("spectrum-kappa4");
  Eigen::MatrixXd expected = Eigen::MatrixXd::Zero(6, 4);
  expected.diagonal() << 2.0, 1.75, 1.5, 1.0;
  EXPECT_EQ(four.X, expected);
  EXPECT_EQ(four.Y.rows(), 3);
  EXPECT_EQ(bundled("spectrum-kappa1").X, Eigen::MatrixXd::Identity(6, 4));
}

TEST(ReadProblem, TransformsInTheDocumentedOrder) {
  const TempFolder folder;
  folder.write("d.csv", "a,label,b\n1,x,10\n3,y,30\n");
  const auto file =
      folder.write("p.toml",
                   "id = \"p\"\n[data]\nfile = \"d.csv\"\ntargets = [\"label\"]\none_hot = true\n"
                   "standardize = true\nintercept = true\n");
  const Problem problem = read_problem(file);
  EXPECT_THAT(problem.input_names, ElementsAre("a", "b", "intercept"));
  EXPECT_THAT(problem.target_names, ElementsAre("x", "y"));
  EXPECT_EQ(problem.X, (Eigen::MatrixXd(3, 2) << -1, 1, -1, 1, 1, 1).finished());
  EXPECT_EQ(problem.Y, Eigen::MatrixXd::Identity(2, 2));
  EXPECT_EQ(problem.title, "p");
  EXPECT_EQ(problem.source, "");
}

TEST(ReadProblem, InputsKeepTheOrderAsked) {
  const TempFolder folder;
  folder.write("d.csv", "a,b,c,note\n1,2,3,any text\n4,5,6,\n");
  const auto file = folder.write(
      "p.toml", "id = \"p\"\n[data]\nfile = \"d.csv\"\ninputs = [\"c\", \"a\"]\ntargets = [1]\n");
  const Problem problem = read_problem(file);
  EXPECT_THAT(problem.input_names, ElementsAre("c", "a"));
  EXPECT_EQ(problem.X, (Eigen::MatrixXd(2, 2) << 3, 6, 1, 4).finished());
  EXPECT_EQ(problem.Y, (Eigen::MatrixXd(1, 2) << 2, 5).finished());
}

TEST(ReadProblem, ArrayFileByNameAndPosition) {
  const TempFolder folder;
  folder.write("d.npy", npy_bytes<double>("<f8", "(2, 3)", {1, 2, 3, 4, 5, 6}));
  const auto file =
      folder.write("p.toml", "id = \"p\"\n[data]\nfile = \"d.npy\"\ninputs = [\"col2\"]\ntargets = [0]\n");
  const Problem problem = read_problem(file);
  EXPECT_EQ(problem.X, (Eigen::MatrixXd(1, 2) << 3, 6).finished());
  EXPECT_EQ(problem.Y, (Eigen::MatrixXd(1, 2) << 1, 4).finished());
  EXPECT_THAT(problem.target_names, ElementsAre("col0"));
}

TEST(ReadProblem, PairOfArrays) {
  const TempFolder folder;
  folder.write("x.npy", npy_bytes<double>("<f8", "(2, 3)", {1, 2, 3, 4, 5, 6}, true));
  folder.write("y.npy", npy_bytes<std::uint8_t>("|u1", "(2,)", {7, 9}));
  const std::string text = "id = \"p\"\n[data]\ninputs_file = \"x.npy\"\ntargets_file = \"y.npy\"\n";
  const Problem problem = read_problem(folder.write("p.toml", text));
  EXPECT_EQ(problem.X, (Eigen::MatrixXd(3, 2) << 1, 2, 3, 4, 5, 6).finished());
  EXPECT_EQ(problem.Y, (Eigen::MatrixXd(1, 2) << 7, 9).finished());
  EXPECT_THAT(problem.input_names, ElementsAre("x0", "x1", "x2"));
  const Problem classes = read_problem(folder.write("q.toml", text + "one_hot = true\n"));
  EXPECT_THAT(classes.target_names, ElementsAre("7", "9"));
}

}  // namespace
}  // namespace plumbline
