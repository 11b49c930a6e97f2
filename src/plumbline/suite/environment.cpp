#include "plumbline/suite/environment.hpp"

#include <SQLiteCpp/Database.h>
#include <arb.h>
#include <fmt/format.h>
#include <mpfi.h>
#include <mpfr.h>
#include <sys/utsname.h>
#include <zlib.h>
#include <Eigen/Core>

#include <algorithm>
#include <fstream>
#include <string>

#include "plumbline/suite/build_info.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// "model name" of the first processor; "unknown" where the system does not tell.
std::string processor() {
  std::ifstream stream("/proc/cpuinfo");
  for (std::string line; std::getline(stream, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown";
}

std::string system_name() {
  utsname name{};
  if (uname(&name) != 0) return "unknown";
  return fmt::format("{} {} {}", name.sysname, name.release, name.machine);
}

}  // namespace

Json environment_json() {
  return {{"plumbline", kBuildVersion},
          {"commit", kBuildCommit},
          {"compiler", kBuildCompiler},
          {"flags", kBuildFlags},
          {"libraries",
           {{"mpfr", mpfr_get_version()},
            {"mpfi", mpfi_get_version()},
            {"gmp", gmp_version},
            {"arb", arb_version},
            {"eigen", fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
            {"sqlite", SQLite::getLibVersion()},
            {"zlib", zlibVersion()}}},
          {"processor", processor()},
          {"system", system_name()}};
}

std::string build_of(const Json& environment) {
  const std::string unknown = "unknown";
  return environment.value("plumbline", unknown) + " " + environment.value("commit", unknown);
}

std::vector<std::string> other_builds(const std::vector<Json>& environments) {
  const std::string ours = build_of(environment_json());
  std::vector<std::string> others;
  for (const Json& environment : environments) {
    const std::string build = build_of(environment);
    if (build != ours && std::find(others.begin(), others.end(), build) == others.end()) {
      others.push_back(build);
    }
  }
  return others;
}

}  // namespace plumbline
