// Convergence certificates from the command that makes them to the command that checks them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "support/run_command.hpp"

namespace plumbline::test {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;
using testing::StartsWith;

/// A certificate file, removed with this.
class ConvergenceFile {
 public:
  explicit ConvergenceFile(const std::string& name)
      : path_(std::filesystem::path(testing::TempDir()) / (name + ".json")) {
    const CommandResult made = run_plumb({"certify", "convergence", "--problem", "spectrum-kappa1", "--depth",
                                          "8", "--width", "1000", "--out", path()});
    EXPECT_EQ(made.exit_code, 0) << made.err;
  }
  ~ConvergenceFile() { std::filesystem::remove(path_); }

  std::string path() const { return path_.string(); }
  std::string text() const {
    std::ifstream stream(path_);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  void write(const std::string& text) const { std::ofstream(path_) << text; }
  CommandResult check(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"check-certificate", path()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_plumb(arguments);
  }

 private:
  std::filesystem::path path_;
};

TEST(PlumbCertificate, AGenuineOneIsAccepted) {
  const ConvergenceFile file("genuine");
  const CommandResult result = file.check();
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("ACCEPTED: "));
  const Json document = file.check({"--json"}).json();
  EXPECT_EQ(document.at("schema"), "plumbline.certificate-check/1");
  EXPECT_EQ(document.at("kind"), "convergence");
  EXPECT_EQ(document.at("accepted"), true);
  EXPECT_EQ(document.at("objections").size(), 0U);
}

TEST(PlumbCertificate, AFalseOneIsRejectedWithTheReason) {
  const ConvergenceFile file("false");
  Json document = Json::parse(file.text());
  document["contraction"]["hi"] = document["contraction"]["lo"] = "0.5";
  file.write(document.dump());
  const CommandResult result = file.check();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, StartsWith("REJECTED: "));
  EXPECT_THAT(result.out, HasSubstr("contraction is not what the norms give"));

  const CommandResult other = file.check({"--problem", "spectrum-kappa4"});
  EXPECT_EQ(other.exit_code, 1);
  EXPECT_THAT(other.out, HasSubstr("the problem's data are not those of the certificate"));
}

TEST(PlumbCertificate, WhatIsNoCertificateIsBadInput) {
  const ConvergenceFile file("malformed");
  const std::string text = file.text();
  const auto refused = [&file](const std::string& changed) {
    file.write(changed);
    const CommandResult result = file.check();
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.out, "");
    return result.err;
  };
  Json document = Json::parse(text);
  document["kind"] = "divergence";
  EXPECT_THAT(refused(document.dump()),
              HasSubstr(R"(field 'kind': found "divergence", expected "convergence" or "escape")"));
  document = Json::parse(text);
  document["state"]["slack"] = "0x1p+0";
  EXPECT_THAT(refused(document.dump()), HasSubstr("field 'state.slack' is unknown"));
  document = Json::parse(text);
  document["state"].erase("middle");
  EXPECT_THAT(refused(document.dump()), HasSubstr("field 'state.middle' is missing"));
  std::string twice = text;
  twice.insert(twice.find("\"rho\""), "\"rho\": \"0x1p-9\", ");
  EXPECT_THAT(refused(twice), HasSubstr("field 'rho' is repeated"));
}

TEST(PlumbCertificate, OneThatProvesNothingIsRejected) {
  const ConvergenceFile file("nothing");
  const CommandResult made =
      run_plumb({"certify", "convergence", "--problem", "spectrum-kappa4", "--depth", "8", "--width", "1e9",
                 "--eta", "5max", "--steps", "3", "--out", file.path()});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const CommandResult result = file.check();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("the certificate itself says that nothing is proved"));
}

}  // namespace
}  // namespace plumbline::test
