// plumb certify and plumb check-certificate: instance-level proofs and their independent check.
#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "options.hpp"
#include "plumbline/certificate/certificate_file.hpp"
#include "plumbline/certificate/check_convergence.hpp"
#include "plumbline/certificate/check_escape.hpp"
#include "plumbline/certificate/convergence.hpp"
#include "plumbline/certificate/convergence_json.hpp"
#include "plumbline/certificate/escape.hpp"
#include "plumbline/certificate/escape_json.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/machine_check.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/problem/problem.hpp"
#include "plumbline/verdict/resolve.hpp"

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

struct ConvergenceOptions : CertifyOptions {
  std::int64_t depth = 0;
  std::string width, init = "orthogonal", eta = "max";
  std::uint64_t seed = 0;
  std::int64_t steps = 1000;
};

void certify_convergence_of_run(const ConvergenceOptions& options) {
  const WidthSpec width = parse_width(options.width);
  if (width.threshold_factor != 0) {
    throw InputError("--width: 'threshold' belongs to a theorem (plumb check); expected an integer");
  }
  if (options.depth < 2)
    throw InputError(fmt::format("--depth: found {}, expected at least 2", options.depth));
  const PreparedProblem problem(read_problem(find_data_file("problems", options.problem)));
  InitialisationSpec spec;
  spec.scheme = certified_scheme_from_name(options.init);
  spec.depth = options.depth;
  spec.width = width.value;
  spec.seed = options.seed;
  EnclosedRun run(problem.reduced(), spec,
                  plain_step(parse_step(options.eta), options.depth, problem.quantities()),
                  problem.quantities().loss_opt, {});
  const ConvergenceSubject subject = convergence_subject(options.problem, problem.problem(), options.init,
                                                         options.seed, run.descent().network());
  const ConvergenceCertificate certificate = certify_along_run(run, spec.width, options.steps);
  hand_over(options, convergence_json(certificate, subject), convergence_text(certificate, subject));
}

void add_convergence(CLI::App& certify) {
  CLI::App* command =
      certify.add_subcommand("convergence", "Prove that one run converges, for every later step");
  auto options = std::make_shared<ConvergenceOptions>();
  add_certify_options(*command, *options);
  command->add_option("--depth", options->depth, "Number of weight matrices L >= 2")->required();
  command->add_option("--width", options->width, "Hidden width m, e.g. 1000 or 1e9")->required();
  command->add_option("--init", options->init, "orthogonal (default) or gaussian");
  command->add_option(
      "--eta", options->eta,
      "Step size: a number, or a multiple of max = d_y/(2 L |X|^2) such as '0.5max' (default max)");
  command->add_option("--seed", options->seed, "Seed of the initial weights (default 0)")
      ->check(non_negative);
  command->add_option("--steps", options->steps, "Last step t0 at which a proof is tried (default 1000)")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1000000}));
  command->callback([options] { certify_convergence_of_run(*options); });
}

struct CheckCertificateOptions : CommonOptions {
  std::string file;
  std::string problem;
};

CertificateCheck check_certificate(const CertificateFile& certificate, const Problem& problem) {
  const std::string kind = certificate.text("kind");
  if (kind == "convergence") return check_convergence(certificate, problem);
  if (kind == "escape") return check_escape(certificate, problem);
  throw InputError(fmt::format("{}: field 'kind': found \"{}\", expected \"convergence\" or \"escape\"",
                               certificate.name(), kind));
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
  add_convergence(*command);
  add_escape(*command);
}

void add_selftest_command(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("selftest", "Does this machine deliver what the rigorous bounds assume?");
  auto options = std::make_shared<CommonOptions>();
  add_common(*command, *options);
  command->callback([options, &exit_code] {
    Json list = Json::array();
    std::string text;
    bool sound = true;
    for (const MachineAssumption& assumption : check_machine_threads(options->worker_threads())) {
      list.push_back({{"name", assumption.name}, {"holds", assumption.holds}});
      text += fmt::format("{}  {}\n", assumption.holds ? "holds " : "FAILS ", assumption.name);
      sound = sound && assumption.holds;
    }
    print_result(*options, {{"schema", "plumbline.selftest/1"}, {"sound", sound}, {"assumptions", list}},
                 text);
    exit_code = sound ? kOk : kBadInput;
  });
}

void add_check_certificate_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "check-certificate",
      "Derive the claims of a certificate (convergence or escape) anew; exit 1 if one fails");
  auto options = std::make_shared<CheckCertificateOptions>();
  add_common(*command, *options);
  command->add_option("file", options->file, "Certificate, as written by certify --out")->required();
  command->add_option("--problem", options->problem,
                      "Problem id or path, if not the one the certificate names");
  command->callback([options, &exit_code] { exit_code = check_certificate_file(*options); });
}

}  // namespace plumb
