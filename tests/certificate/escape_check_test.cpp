#include "plumbline/certificate/check_escape.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "certificate/escape_support.hpp"
#include "plumbline/certificate/escape_json.hpp"
#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;
using Pointer = Json::json_pointer;
using test::gaussian_problem;
using test::plain_escape_time;
using test::Slip;
using testing::HasSubstr;

/// A small network whose loss would leave the band at the best radius: every claim is tight. Both ends of the
/// band allow u = 0.05‖Y‖.
EscapeRequest tight_request() {
  EscapeRequest request;
  request.depth = 16;
  request.width = 2;
  request.seed = 4;
  request.eta = "1e-9";
  request.band_low = "0.45125";
  request.band_high = "0.55125";
  return request;
}

Json tight_certificate(const Problem& problem) {
  return escape_json(certify_escape(problem, tight_request()), "gaussian");
}

bool accepts(const Json& document, const Problem& problem) {
  return check_escape(CertificateFile(nlohmann::json(document), "test"), problem).accepted();
}

/// Rejected, or not even readable.
bool refuses(const Json& document, const Problem& problem) {
  try {
    return !accepts(document, problem);
  } catch (const InputError&) {
    return true;
  }
}

TEST(EscapeChecker, AcceptsWhatIsProved) {
  const Problem problem = gaussian_problem(3, 2, 3);
  ASSERT_TRUE(accepts(tight_certificate(problem), problem));
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    EscapeRequest request;
    request.depth = 60 + 20 * static_cast<std::int64_t>(seed);
    request.width = 1 + static_cast<std::int64_t>(seed) % 4;
    request.seed = seed;
    request.eta = "0.001";
    request.sigma = seed % 2 == 0 ? "1" : "0.97";
    request.unit_data = seed % 3 != 0;
    request.block = seed < 3 ? 0 : 7;
    const EscapeCertificate certificate = certify_escape(problem, request);
    ASSERT_TRUE(certificate.proved) << seed << certificate.reason;
    EXPECT_TRUE(accepts(escape_json(certificate, "p"), problem)) << seed;
  }
}

TEST(EscapeChecker, AcceptsBandsThatBindOnEitherSide) {
  const Problem problem = gaussian_problem(3, 2, 3);
  for (const auto& [low, high] : {std::pair{"0.46", "0.9"}, {"0.1", "0.54"}, {"0.451", "0.551"}}) {
    EscapeRequest request = tight_request();
    request.band_low = low;
    request.band_high = high;
    const EscapeCertificate certificate = certify_escape(problem, request);
    ASSERT_TRUE(certificate.proved);
    const double low_gap = std::stod(certificate.loss_at_least) - std::stod(low);
    const double high_gap = std::stod(high) - std::stod(certificate.loss_at_most);
    EXPECT_LT(std::min(low_gap, high_gap), 1e-3) << "the band should bind";
    EXPECT_TRUE(accepts(escape_json(certificate, "p"), problem)) << low << " " << high;
  }
}

TEST(EscapeChecker, RefusesMoreThanRawDataGive) {
  const Problem problem = gaussian_problem(3, 2, 3);
  EscapeRequest request = tight_request();
  request.depth = 40;
  request.unit_data = false;
  const EscapeCertificate certificate = certify_escape(problem, request);
  ASSERT_TRUE(certificate.proved);
  const Json good = escape_json(certificate, "p");
  ASSERT_TRUE(accepts(good, problem));
  for (const char* field : {"/iterations_at_least/hi", "/eta", "/output_at_most"}) {
    Json bad = good;
    const double factor = std::string(field) == "/output_at_most" ? 0.999 : 1.001;
    bad[Pointer(field)] = fmt::format("{:.17g}", std::stod(good[Pointer(field)].get<std::string>()) * factor);
    EXPECT_TRUE(refuses(bad, problem)) << field;
  }
}

TEST(EscapeChecker, RefusesMoreThanTheEndLayersGive) {
  // The first and the last layer have row counts and norms of their own; here they limit the time.
  const Problem problem = gaussian_problem(3, 3, 3);
  for (const auto& [width, seed, layer] : {std::tuple{1, 0, 1}, {2, 1, 6}}) {
    EscapeRequest request = tight_request();
    request.depth = 6;
    request.width = width;
    request.seed = static_cast<std::uint64_t>(seed);
    request.band_low = "0.4";
    request.band_high = "0.6";
    const EscapeCertificate certificate = certify_escape(problem, request);
    ASSERT_EQ(certificate.fastest_layer, layer);
    Json document = escape_json(certificate, "p");
    EXPECT_TRUE(accepts(document, problem));
    const std::string more = fmt::format("{:.17g}", std::stod(certificate.iterations) * 1.001);
    document["iterations_at_least"] = {{"lo", more}, {"hi", more}};
    EXPECT_TRUE(refuses(document, problem)) << "layer " << layer;
  }
}

TEST(EscapeChecker, AcceptsDeepCertificates) {
  const Problem problem = gaussian_problem(3, 2, 3);
  EscapeRequest request;
  request.depth = 3000;
  request.width = 4;
  EXPECT_TRUE(accepts(escape_json(certify_escape(problem, request), "p"), problem));
}

TEST(EscapeChecker, SaysWhatDoesNotHold) {
  const Problem problem = gaussian_problem(3, 2, 3);
  Json bad = tight_certificate(problem);
  bad["radius"] = "0x0p+0";
  bad["band"]["high"] = "0.5";
  const CertificateCheck check = check_escape(CertificateFile(nlohmann::json(bad), "test"), problem);
  EXPECT_THAT(check.objections,
              testing::ElementsAre("radius is not above 0", "band: 0 <= low < 1/2 < high does not hold",
                                   "output_at_most lets the loss leave the band"));
}

/// A change of one field by a relative amount or by a unit, in the direction that claims more.
struct Change {
  std::string field;
  std::function<Json(const Json&, double)> to;
};

Json scaled_text(const Json& value, double factor) {
  return fmt::format("{:.17g}", std::stod(value.get<std::string>()) * factor);
}
Json up(const Json& value, double size) {
  return scaled_text(value, 1.0 + size);
}
Json down(const Json& value, double size) {
  return scaled_text(value, 1.0 - size);
}
Json next(const Json& value, double) {
  return value.get<std::int64_t>() + 1;
}
Json previous(const Json& value, double) {
  return value.get<std::int64_t>() - 1;
}
Json larger_radius(const Json& value, double size) {
  return hex_text(std::strtod(value.get<std::string>().c_str(), nullptr) * (1.0 + size));
}
Json other_digest(const Json& value, double) {
  std::string text = value.get<std::string>();
  text.back() = text.back() == '0' ? '1' : '0';
  return text;
}

const std::vector<Change>& wrong_directions() {
  static const std::vector<Change> changes = {{"/iterations_at_least/lo", up},
                                              {"/iterations_at_least/hi", up},
                                              {"/eta", up},
                                              {"/band/low", up},
                                              {"/band/high", down},
                                              {"/radius", larger_radius},
                                              {"/output_at_most", down},
                                              {"/loss_at_least", up},
                                              {"/loss_at_most", down},
                                              {"/from_step", next},
                                              {"/block", next},
                                              {"/block", previous},
                                              {"/network/depth", next},
                                              {"/network/depth", previous},
                                              {"/network/width", next},
                                              {"/network/width", previous},
                                              {"/network/sigma", up},
                                              {"/network/seed", next},
                                              {"/network/weights_digest", other_digest},
                                              {"/problem/n", next},
                                              {"/problem/n", previous},
                                              {"/problem/d_x", next},
                                              {"/problem/d_x", previous},
                                              {"/problem/d_y", next},
                                              {"/problem/d_y", previous},
                                              {"/problem/frob_X/lo", up},
                                              {"/problem/frob_X/hi", down},
                                              {"/problem/frob_Y/lo", up},
                                              {"/problem/frob_Y/hi", down},
                                              {"/problem/data_digest", other_digest}};
  return changes;
}

TEST(EscapeChecker, RefusesEveryNumberMovedInTheWrongDirection) {
  const Problem problem = gaussian_problem(3, 2, 3);
  const Json good = tight_certificate(problem);
  for (const double size : {1e-3, 1e-2, 0.5, 0.999}) {
    for (const Change& change : wrong_directions()) {
      Json bad = good;
      const Pointer field(change.field);
      bad[field] = change.to(good[field], size);
      ASSERT_NE(bad[field], good[field]) << change.field;
      EXPECT_TRUE(refuses(bad, problem)) << change.field << " moved to " << bad[field];
    }
  }
}

TEST(EscapeChecker, TheListOfNumbersIsComplete) {
  const Problem problem = gaussian_problem(3, 2, 3);
  std::set<std::string> listed;
  for (const Change& change : wrong_directions()) listed.insert(change.field);
  const Json flat = tight_certificate(problem).flatten();
  const std::set<std::string> words = {"/schema",     "/kind",         "/proved",
                                       "/reason",     "/contraction",  "/network/init",
                                       "/problem/id", "/problem/name", "/problem/unit_data"};
  for (const auto& [field, value] : flat.items()) {
    EXPECT_TRUE(listed.contains(field) || words.contains(field)) << field << " = " << value;
  }
}

TEST(EscapeChecker, RefusesOtherKindsOfFraud) {
  const Problem problem = gaussian_problem(3, 2, 3);
  const Json good = tight_certificate(problem);
  const auto with = [&good](const std::string& field, const Json& value) {
    Json bad = good;
    bad[Pointer(field)] = value;
    return bad;
  };
  EXPECT_TRUE(refuses(with("/proved", false), problem));
  EXPECT_TRUE(refuses(with("/radius", "0x0p+0"), problem));
  EXPECT_TRUE(refuses(with("/radius", "-0x1p-9"), problem));
  EXPECT_TRUE(refuses(with("/radius", "nan"), problem));
  EXPECT_TRUE(refuses(with("/extra", 1), problem)) << "a field that nobody reads";
  EXPECT_TRUE(refuses(with("/network/extra", 1), problem));
  EXPECT_TRUE(refuses(with("/radius", hex_text(0x1p-30)), problem)) << "a tiny radius allows few iterations";
  EXPECT_TRUE(refuses(with("/eta", "0"), problem));
  EXPECT_TRUE(refuses(with("/eta", "-1e-9"), problem));
  EXPECT_TRUE(refuses(with("/network/sigma", "0"), problem));
  EXPECT_TRUE(refuses(with("/network/init", "orthogonal"), problem));
  EXPECT_TRUE(refuses(with("/contraction", Json{{"lo", "0.5"}, {"hi", "0.5"}}), problem));
  EXPECT_TRUE(refuses(with("/problem/unit_data", false), problem));
  EXPECT_TRUE(refuses(with("/iterations_at_least/lo", "nan"), problem));
  EXPECT_TRUE(refuses(with("/iterations_at_least", Json{{"lo", "1e4000"}, {"hi", "1e4000"}}), problem));
  EXPECT_TRUE(refuses(with("/output_at_most", "-0.01"), problem));
  EXPECT_TRUE(refuses(with("/network/seed", -1), problem));
  EXPECT_TRUE(refuses(with("/kind", "convergence"), problem));
  EXPECT_TRUE(refuses(with("/schema", "plumbline.certificate/2"), problem));
  for (const char* norm : {"/problem/frob_X", "/problem/frob_Y"}) {
    for (const double factor : {0.999, 1.001}) {
      const double moved = std::stod(good[Pointer(norm)]["lo"].get<std::string>()) * factor;
      const std::string text = fmt::format("{:.17g}", moved);
      EXPECT_TRUE(refuses(with(norm, Json{{"lo", text}, {"hi", text}}), problem)) << norm << factor;
    }
  }
  Problem other = problem;
  other.Y(0, 0) += 0x1p-40;
  EXPECT_TRUE(refuses(good, other));
  // Weaker claims stay true.
  EXPECT_TRUE(accepts(with("/band/low", "0.4"), problem));
  EXPECT_TRUE(accepts(with("/iterations_at_least", Json{{"lo", "1"}, {"hi", "1"}}), problem));
  EXPECT_TRUE(accepts(with("/eta", "0.5e-9"), problem));
}

TEST(EscapeChecker, RefusesTheTimesOfSlipsInTheBound) {
  const Problem problem = gaussian_problem(3, 2, 3);
  EscapeRequest request = tight_request();
  request.sigma = "0.95";  // so that σ² and σ⁴ differ
  const EscapeCertificate certificate = certify_escape(problem, request);
  ASSERT_TRUE(certificate.proved);
  const Json good = escape_json(certificate, "p");
  ASSERT_TRUE(accepts(good, problem));
  const auto layers = escape_weights(request.depth, request.width, 3, 2, request.seed);
  const auto with_time_of = [&](Slip slip) {
    const double t = plain_escape_time(layers, problem, 0.95, 1e-9, certificate.radius, slip) * (1.0 - 1e-6);
    const std::string text = fmt::format("{:.12g}", t);
    Json document = good;
    document["iterations_at_least"] = {{"lo", text}, {"hi", text}};
    return document;
  };
  EXPECT_TRUE(accepts(with_time_of(Slip::kNone), problem));
  for (const Slip slip : {Slip::kForwardWithoutRadius, Slip::kBackwardWithoutRadius, Slip::kFirstOrder,
                          Slip::kResidualWithoutOutput, Slip::kLayerIncluded}) {
    EXPECT_TRUE(refuses(with_time_of(slip), problem)) << static_cast<int>(slip);
  }
  // η/σ⁴ makes the time too short here (σ < 1): true, but not what was derived; with σ > 1 it is refused.
  request.sigma = "1.02";
  const EscapeCertificate wide = certify_escape(problem, request);
  ASSERT_TRUE(wide.proved);
  Json slipped = escape_json(wide, "p");
  const double t = plain_escape_time(layers, problem, 1.02, 1e-9, wide.radius, Slip::kSquaredStep);
  slipped["iterations_at_least"] = {{"lo", fmt::format("{:.12g}", t)}, {"hi", fmt::format("{:.12g}", t)}};
  EXPECT_TRUE(refuses(slipped, problem));
}

TEST(CertificateFile, MessagesNameFileAndField) {
  const Problem problem = gaussian_problem(3, 2, 3);
  const auto message = [&problem](const std::string& field, const Json& value) {
    Json document = tight_certificate(problem);
    document[Pointer(field)] = value;
    try {
      accepts(document, problem);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string("read");
  };
  EXPECT_EQ(message("/network/depth", 2.5),
            "test: field 'network.depth': found 2.5, expected an integer from 2 to 100000");
  EXPECT_EQ(message("/network/depth", 18446744073709551615U),
            "test: field 'network.depth': found 18446744073709551615, expected an integer from 2 to 100000");
  EXPECT_EQ(message("/eta", 1), "test: field 'eta': found 1, expected a text with a decimal number");
  EXPECT_EQ(message("/eta", "one"),
            "test: field 'eta': found \"one\", expected a text with a decimal number");
  EXPECT_EQ(message("/proved", "yes"), "test: field 'proved': found \"yes\", expected true or false");
  EXPECT_EQ(message("/network", Json::object()), "test: field 'network.depth' is missing");
  EXPECT_EQ(message("/radius", "0.5"),
            "test: field 'radius': found \"0.5\", expected a hexadecimal floating-point number such as "
            "\"0x1.8p-7\"");
  EXPECT_THAT(message("/iterations_at_least", Json{{"lo", "2"}, {"hi", "1"}}), HasSubstr("lo <= hi"));
}

TEST(CertificateFile, ComesBackFromDisk) {
  const Problem problem = gaussian_problem(3, 2, 3);
  const auto file = std::filesystem::path(testing::TempDir()) / "escape_check_test.json";
  write_certificate(tight_certificate(problem), file);
  EXPECT_TRUE(check_escape(CertificateFile(file), problem).accepted());
  std::ofstream(file) << "{ \"schema\": ";
  EXPECT_THROW(CertificateFile{file}, InputError);
  std::ofstream(file) << "[1, 2]";
  EXPECT_THROW(CertificateFile{file}, InputError);
  std::filesystem::remove(file);
  EXPECT_THROW(CertificateFile{file}, InputError);
  EXPECT_THROW(write_certificate(tight_certificate(problem), "/nowhere/at/all.json"), InputError);
}

}  // namespace
}  // namespace plumbline
