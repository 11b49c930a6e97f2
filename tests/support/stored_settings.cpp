#include "support/stored_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plumbline/problem/toml_input.hpp"

namespace plumbline::test {
namespace {

namespace fs = std::filesystem;

/// FOLDER/NAME.toml if it is there, else data/KIND/NAME.toml. @throws InputError if there is neither.
fs::path file_of(const TomlTable& entry, const std::string& key, const fs::path& folder, const char* kind) {
  const auto name = entry.get<std::string>(key) + ".toml";
  if (fs::exists(folder / name)) return folder / name;
  const fs::path bundled = fs::path(PLUMBLINE_ROOT) / "data" / kind / name;
  if (!fs::exists(bundled)) {
    entry.value(key).fail(fmt::format("{} is neither beside this file nor in data/{}", name, kind));
  }
  return bundled;
}

std::string text_of(const TomlValue& value) {
  return value.kind() == TomlKind::kText ? value.as<std::string>() : value.as<DecimalText>().text;
}

Verdict verdict_named(const TomlValue& value) {
  const auto name = value.as<std::string>();
  for (const Verdict verdict :
       {Verdict::kHolds, Verdict::kVacuous, Verdict::kUndecided, Verdict::kViolated}) {
    if (to_string(verdict) == name) return verdict;
  }
  value.fail_expected("holds, vacuous, undecided or violated");
}

StoredSetting read_setting(const TomlTable& entry, const fs::path& folder) {
  entry.allow_only({"theorem", "problem", "depth", "width", "eta", "seeds", "seed", "steps", "rigor",
                    "parameters", "verdict"});
  StoredSetting setting;
  setting.theorem = file_of(entry, "theorem", folder, "theorems");
  setting.problem = file_of(entry, "problem", folder, "problems");
  setting.name = setting.theorem.stem().string();
  CheckSetup& setup = setting.setup;
  setup.depth = entry.get<std::int64_t>("depth");
  setup.width = text_of(entry.value("width"));
  if (entry.has("eta")) setup.eta = text_of(entry.value("eta"));
  setup.seeds = entry.get<std::int64_t>("seeds");
  setup.seed = static_cast<std::uint64_t>(entry.get_or<std::int64_t>("seed", 0));
  setup.steps = entry.find<std::int64_t>("steps");
  setup.rigor = rigor_from_name(entry.get_or<std::string>("rigor", "sampled"));
  if (const auto parameters = entry.find<TomlTable>("parameters")) {
    for (const std::string& name : parameters->keys()) {
      setup.parameters[name] = text_of(parameters->value(name));
    }
  }
  if (const auto verdict = entry.find_value("verdict")) setting.verdict = verdict_named(*verdict);
  return setting;
}

}  // namespace

std::vector<StoredSetting> read_stored_settings(const fs::path& folder) {
  const TomlTable file = TomlTable::read(folder / "settings.toml");
  file.allow_only({"setting"});
  std::map<std::string, int> count;
  std::vector<StoredSetting> settings;
  for (const TomlTable& entry : file.get<std::vector<TomlTable>>("setting")) {
    StoredSetting setting = read_setting(entry, folder);
    const int number = ++count[setting.name];
    if (number > 1) setting.name += fmt::format("-{}", number);
    settings.push_back(std::move(setting));
  }
  return settings;
}

std::vector<fs::path> theorem_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const fs::path& file = entry.path();
    if (file.extension() == ".toml" && TomlTable::read(file).has("init")) files.push_back(file);
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace plumbline::test
