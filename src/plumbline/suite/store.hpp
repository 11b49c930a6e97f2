// The store of a suite: one SQLite file that holds the suite as it was resolved, its cells, what came of
// each, and on what machine. Everything else that a suite writes is made from it.
//
//   suite(document)                              one row: the resolved suite and the digests of its inputs
//   environment(id, document)                    each build and machine that wrote results
//   cell(place, id, operations, config)          every cell, in the order of the suite
//   result(id, verdict, seconds, environment, bytes, document)    at most one an id
//
// `document` of a result is JSON of `bytes` bytes, compressed by zlib. The file is in WAL mode and every
// result is one transaction: a process that dies at any moment loses the cells it was running and nothing
// else, and leaves nothing to clean up. Any number of processes of one machine may use the file at once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/suite/cell.hpp"
#include "plumbline/suite/run_cell.hpp"

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace plumbline {

/// The name of the store in a suite's folder.
inline constexpr const char* kStoreName = "results.sqlite";

/// A cell as stored: what to run, and what came of it if it has been run.
// NOLINTNEXTLINE(bugprone-exception-escape): takes the moves of JSON documents for ones that throw
struct StoredCell {
  std::string id;
  nlohmann::ordered_json config;
  std::optional<CellResult> result;
};

/// Safe to share between threads.
class Store {
 public:
  /// A new store, in place of one that is there. @throws InputError if the file cannot be written.
  static Store create(const std::filesystem::path& file, const nlohmann::ordered_json& suite,
                      const std::vector<Cell>& cells);
  /// The store that is there, or a new one. Processes that do this at the same time get the same store.
  static Store open_or_create(const std::filesystem::path& file, const nlohmann::ordered_json& suite,
                              const std::vector<Cell>& cells);
  /// Whether there is anything: not if the file is missing, or a process died while it made the store.
  static bool is_there(const std::filesystem::path& file);
  /// @throws InputError if there is none, or it is no store of this format.
  static Store open(const std::filesystem::path& file);

  Store(Store&&) noexcept;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  Store& operator=(Store&&) = delete;
  ~Store();

  /// Puts this suite in place of everything, unless it holds some results and lacks others. @returns whether
  /// it did.
  bool begin_anew(const nlohmann::ordered_json& suite, const std::vector<Cell>& cells);

  /// The document it was created with.
  nlohmann::ordered_json suite() const;
  /// The cells as they are stored: id, configuration and operations, in the order of the suite.
  std::vector<Cell> cells() const;
  std::int64_t cell_count() const;
  /// Cells that have a result.
  std::int64_t finished_count() const;
  /// Verdict by cell id, of what has been run.
  std::map<std::string, std::string> verdicts() const;
  bool has_result(const std::string& id) const;

  /// Writes one result, in place of an earlier one of that id, as one transaction.
  /// @param environment environment_json(), the same for every result of a process.
  void put(const std::string& id, const CellResult& result, double seconds,
           const nlohmann::ordered_json& environment);

  /// Calls take(cell) for every cell in the order of the suite.
  void for_each_cell(const std::function<void(StoredCell)>& take) const;

  /// Takes over every result of `other` that is missing here. @returns how many.
  /// @throws InputError if the two hold different suites, or a result of the same cell that is not the same.
  std::int64_t take_over(const Store& other);

  /// Every environment that wrote a result it holds, in the order of their first one.
  std::vector<nlohmann::ordered_json> environments() const;

 private:
  Store(std::filesystem::path file, std::unique_ptr<SQLite::Database> database);
  std::int64_t environment_id(const std::string& document);
  /// @param theirs a row of take_over. @throws InputError unless the result of that cell here is the same.
  void expect_same(const Store& other, const SQLite::Statement& theirs) const;

  std::filesystem::path file_;
  std::unique_ptr<SQLite::Database> database_;
  mutable std::unique_ptr<std::mutex> mutex_;
};

}  // namespace plumbline
