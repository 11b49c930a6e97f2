// plumb certify and plumb check-certificate: instance-level proofs and their independent check.
#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "options.hpp"
#include "plumbline/certificate/certificate_file.hpp"
#include "plumbline/certificate/check_escape.hpp"
#include "plumbline/certificate/escape.hpp"
#include "plumbline/certificate/escape_json.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/problem.hpp"

namespace plumb {
namespace {

using Json = nlohmann::ordered_json;
using namespace plumbline;

/// What every kind of certificate asks for.
struct CertifyOptions : CommonOptions {
  std::string problem;
  std::string out;
};

void add_certify_options(CLI::App& command, CertifyOptions& options) {
  add_common(command, options);
  command.add_option("--problem", options.problem, "Problem id or path")->required();
  command.add_option("--out", options.out, "Write the certificate to this file");
}

void hand_over(const CertifyOptions& options, const Json& document, const std::string& text) {
  if (!options.out.empty()) write_certificate(document, options.out);
  print_result(options, document, text);
}

/// CLI11 would let "-1" wrap around.
std::string non_negative(const std::string& number) {
  return number.starts_with('-') ? fmt::format("found '{}', expected an integer >= 0", number)
                                 : std::string();
}

struct EscapeOptions : CertifyOptions {
  EscapeRequest request;
  bool raw_data = false;
};

void certify_escape_time(const EscapeOptions& options) {
  EscapeRequest request = options.request;
  request.unit_data = !options.raw_data;
  request.threads = options.worker_threads();
  const Problem problem = read_problem(find_data_file("problems", options.problem));
  const EscapeCertificate certificate = certify_escape(problem, request);
  hand_over(options, escape_json(certificate, options.problem), escape_text(certificate));
}

void add_escape(CLI::App& certify) {
  CLI::App* command =
      certify.add_subcommand("escape", "How many gradient steps a Gaussian network surely stays stuck");
  auto options = std::make_shared<EscapeOptions>();
  EscapeRequest& request = options->request;
  add_certify_options(*command, *options);
  command->add_option("--depth", request.depth, "Number of weight matrices L >= 2")->required();
  command->add_option("--width", request.width, "Hidden width d")->required();
  command->add_option("--seed", request.seed, "Seed of the initial weights (default 0)")->check(non_negative);
  command->add_option("--sigma", request.sigma, "Weights W_i have entries N(0, sigma^2/d_i) (default 1)");
  command->add_option("--eta", request.eta, "Step size (default 1)");
  command->add_option("--band-low", request.band_low,
                      "Lower end of the band, in units of |Y|^2 (default 0.4)");
  command->add_option("--band-high", request.band_high, "Upper end of the band (default 0.6)");
  command->add_flag("--raw-data", options->raw_data,
                    "X and Y as given (default: divided by their Frobenius norms)");
  command->add_option("--block", request.block, "Layers a block of the recursion (default: from L and d)");
  command->callback([options] { certify_escape_time(*options); });
}

struct CheckCertificateOptions : CommonOptions {
  std::string file;
  std::string problem;
};

CertificateCheck check_certificate(const CertificateFile& certificate, const Problem& problem) {
  const std::string kind = certificate.text("kind");
  if (kind == "escape") return check_escape(certificate, problem);
  throw InputError(
      fmt::format("{}: field 'kind': found \"{}\", expected \"escape\"", certificate.name(), kind));
}

std::string check_text(const std::string& file, const CertificateCheck& check) {
  if (check.accepted()) return fmt::format("ACCEPTED: {}: every claim was derived anew\n", file);
  std::string text = fmt::format("REJECTED: {}\n", file);
  for (const std::string& objection : check.objections) text += fmt::format("  {}\n", objection);
  return text;
}

int check_certificate_file(const CheckCertificateOptions& options) {
  const CertificateFile certificate{std::filesystem::path(options.file)};
  const std::string name = options.problem.empty() ? certificate.text("problem.name") : options.problem;
  const Problem problem = read_problem(find_data_file("problems", name));
  const CertificateCheck check = check_certificate(certificate, problem);
  print_result(options,
               {{"schema", "plumbline.certificate-check/1"},
                {"file", options.file},
                {"kind", certificate.text("kind")},
                {"accepted", check.accepted()},
                {"objections", check.objections}},
               check_text(options.file, check));
  return exit_code(!check.accepted(), false, false);
}

}  // namespace

void add_certify_command(CLI::App& app, int&) {
  CLI::App* command = app.add_subcommand("certify", "Prove something about one network, for good");
  command->require_subcommand(1);
  add_escape(*command);
}

void add_check_certificate_command(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("check-certificate", "Derive a certificate's claims anew; exit 1 if one fails");
  auto options = std::make_shared<CheckCertificateOptions>();
  add_common(*command, *options);
  command->add_option("file", options->file, "Certificate, as written by certify --out")->required();
  command->add_option("--problem", options->problem,
                      "Problem id or path, if not the one the certificate names");
  command->callback([options, &exit_code] { exit_code = check_certificate_file(*options); });
}

}  // namespace plumb
