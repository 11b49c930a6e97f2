#include "plumbline/suite/store.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <zlib.h>

#include <chrono>
#include <thread>

#include "plumbline/numeric/error.hpp"
#include "plumbline/suite/environment.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr int kApplication = 0x504c4d42;  // "PLMB"
constexpr int kFormat = 1;
constexpr int kPatienceMs = 60'000;  // for another process's transaction

constexpr const char* kTables = R"(
CREATE TABLE suite (document TEXT NOT NULL);
CREATE TABLE environment (id INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE);
CREATE TABLE cell (place INTEGER PRIMARY KEY, id TEXT NOT NULL, operations REAL NOT NULL, config TEXT NOT NULL);
CREATE TABLE result (id TEXT PRIMARY KEY, verdict TEXT NOT NULL, seconds REAL NOT NULL,
                     environment INTEGER NOT NULL REFERENCES environment (id), bytes INTEGER NOT NULL,
                     document BLOB NOT NULL);
)";

/// What SQLite refuses is the file, the disk or the rights: the caller's to mend.
template <class Work>
auto guarded(const fs::path& file, const Work& work) {
  try {
    return work();
  } catch (const SQLite::Exception& error) {
    throw InputError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

/// zlib begins with this text: what most results repeat. Part of the format: another text is another kFormat.
constexpr std::string_view kUsual =
    R"json({"schema":"plumbline.check/1","theorem":"","problem":"","title":"","source":"","init":"orthogonal","depth":,"width":"","min_width":"","eta":{"lo":"","hi":""},"max_eta":{"lo":"","hi":""},"parameters":{},"rigor":"sampled","confidence":,"seeds":,"seeds_budget":null,"seed":0,"steps":,"steps_chosen":true,"network":"reduced, width ","verdict":"vacuous","definitions":[{"kind":"constant","name":"","text":"","value":{"lo":"","hi":""}}],"hypotheses":[{"name":"","claim":"","verdict":"holds","lhs":{"lo":"","hi":""},"relation":"<=","rhs":{"lo":"","hi":""},"digits":,"on_width":true}],"conclusions":[{"name":"","claim":"loss(t) - loss_opt","for_all":["t >= 0"],"given":[],"given_before":[],"probability":"1 - delta","verdict":"holds","conclusion_alone":"holds","how":"sampled","steps":,"digits":0,"proved_from":null,"contraction":null,"failures":0,"undecided":0,"failure_probability":{"lo":"","hi":"","confidence":,"claimed_at_most":{"lo":"","hi":""}},"worst":{"seed":,"t":,"observed":{"lo":"","hi":""},"relation":"<=","bound":{"lo":"","hi":""},"slack":,"log10_slack":},"witness":null,"failures_confirmed":0,"messages":[],"curve":{"t":[0,1,2,3,4,5,6,7,8,9,10,],"observed":{"lo":[],"hi":[]},"bound":{"lo":[],"hi":[]}}}],"open_constants":[]})json";

const Bytef* bytes_of(std::string_view text) {
  return reinterpret_cast<const Bytef*>(text.data());
}

std::string deflated(const std::string& text) {
  z_stream stream{};
  std::string bytes(compressBound(text.size()), '\0');
  if (deflateInit(&stream, Z_BEST_COMPRESSION) != Z_OK) throw InternalError("zlib: deflateInit failed");
  deflateSetDictionary(&stream, bytes_of(kUsual), static_cast<uInt>(kUsual.size()));
  stream.next_in = const_cast<Bytef*>(bytes_of(text));  // zlib only reads it
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  const int status = deflate(&stream, Z_FINISH);
  bytes.resize(stream.total_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) throw InternalError(fmt::format("zlib: deflate gave {}", status));
  return bytes;
}

/// Whether the bytes are what `deflated` made of a text of this size.
bool inflate_into(std::string& text, std::string_view bytes) {
  z_stream stream{};
  stream.next_in = const_cast<Bytef*>(bytes_of(bytes));  // zlib only reads it
  stream.avail_in = static_cast<uInt>(bytes.size());
  if (inflateInit(&stream) != Z_OK) throw InternalError("zlib: inflateInit failed");
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  int status = inflate(&stream, Z_FINISH);
  if (status == Z_NEED_DICT &&
      inflateSetDictionary(&stream, bytes_of(kUsual), static_cast<uInt>(kUsual.size())) == Z_OK) {
    status = inflate(&stream, Z_FINISH);
  }
  const bool whole = status == Z_STREAM_END && stream.total_out == text.size();
  inflateEnd(&stream);
  return whole;
}

/// @throws InputError if the bytes are not what `deflated` made of so many.
Json inflated(const SQLite::Column& blob, std::int64_t size, const fs::path& file) {
  constexpr std::int64_t kMost = std::int64_t{1} << 30;
  std::string text(static_cast<std::size_t>(size >= 0 && size <= kMost ? size : 0), '\0');
  const std::string_view bytes(static_cast<const char*>(blob.getBlob()),
                               static_cast<std::size_t>(blob.getBytes()));
  Json document;
  if (inflate_into(text, bytes)) document = Json::parse(text, nullptr, false);
  if (!document.is_object()) throw InputError(fmt::format("{}: a result in it is damaged", file.string()));
  return document;
}

std::unique_ptr<SQLite::Database> connect(const fs::path& file, int mode) {
  auto database = std::make_unique<SQLite::Database>(file.string(), mode, kPatienceMs);
  database->exec("PRAGMA synchronous = NORMAL");  // in WAL mode a dead process costs nothing either way
  return database;
}

/// Changing the mode makes a reader a writer, and SQLite does not wait for the others to let it.
void use_write_ahead_log(SQLite::Database& database) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::milliseconds(kPatienceMs);
  while (true) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (const SQLite::Exception& error) {
      if (error.getErrorCode() != SQLITE_BUSY || Clock::now() > end) throw;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

bool has_tables(SQLite::Database& database) {
  return database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() > 0;
}

/// Writes the suite and its cells into empty tables.
void fill(SQLite::Database& database, const Json& suite, const std::vector<Cell>& cells) {
  SQLite::Statement insert_suite(database, "INSERT INTO suite VALUES (?)");
  insert_suite.bind(1, suite.dump());
  insert_suite.exec();
  SQLite::Statement insert(database, "INSERT INTO cell VALUES (?, ?, ?, ?)");
  for (std::size_t place = 0; place < cells.size(); ++place) {
    insert.bind(1, static_cast<std::int64_t>(place));
    insert.bind(2, cells[place].id);
    insert.bind(3, cells[place].operations);
    insert.bind(4, cells[place].config.dump());
    insert.exec();
    insert.reset();
  }
}

/// Whether `fill` wrote just this.
bool holds(SQLite::Database& database, const Json& suite, const std::vector<Cell>& cells) {
  if (database.execAndGet("SELECT document FROM suite").getString() != suite.dump()) return false;
  SQLite::Statement query(database, "SELECT id FROM cell ORDER BY place");
  std::size_t place = 0;
  for (; query.executeStep(); ++place) {
    if (place >= cells.size() || query.getColumn(0).getString() != cells[place].id) return false;
  }
  return place == cells.size();
}

std::int64_t count_cells(SQLite::Database& database) {
  return database.execAndGet("SELECT count(*) FROM cell").getInt64();
}

std::int64_t count_finished(SQLite::Database& database) {
  return database.execAndGet("SELECT count(*) FROM cell WHERE id IN (SELECT id FROM result)").getInt64();
}

Json parsed(const std::string& text, const fs::path& file) {
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) throw InputError(fmt::format("{}: the store is damaged", file.string()));
  return json;
}

}  // namespace

Store::Store(fs::path file, std::unique_ptr<SQLite::Database> database)
    : file_(std::move(file)), database_(std::move(database)), mutex_(std::make_unique<std::mutex>()) {}

Store::Store(Store&&) noexcept = default;
Store::~Store() = default;

Store Store::create(const fs::path& file, const Json& suite, const std::vector<Cell>& cells) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(file.string() + suffix, ignored);
  return open_or_create(file, suite, cells);
}

Store Store::open_or_create(const fs::path& file, const Json& suite, const std::vector<Cell>& cells) {
  if (is_there(file)) return open(file);
  guarded(file, [&] {
    const auto database = connect(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database->exec("PRAGMA page_size = 16384");  // less is lost at the ends of pages
    use_write_ahead_log(*database);
    SQLite::Transaction transaction(*database, SQLite::TransactionBehavior::IMMEDIATE);
    if (has_tables(*database)) return;  // another process was faster
    database->exec(kTables);
    fill(*database, suite, cells);
    database->exec(fmt::format("PRAGMA application_id = {}", kApplication));
    database->exec(fmt::format("PRAGMA user_version = {}", kFormat));
    transaction.commit();
  });
  return open(file);
}

bool Store::is_there(const fs::path& file) {
  if (!fs::is_regular_file(file)) return false;
  return guarded(file, [&] {  // tables and their rows come in one transaction
    return has_tables(*connect(file, SQLite::OPEN_READWRITE));
  });
}

Store Store::open(const fs::path& file) {
  if (!fs::is_regular_file(file)) {
    throw InputError(fmt::format("{}: not found; expected a folder that 'plumb suite' wrote", file.string()));
  }
  return guarded(file, [&] {
    auto database = connect(file, SQLite::OPEN_READWRITE);
    const int application = database->execAndGet("PRAGMA application_id").getInt();
    const int format = database->execAndGet("PRAGMA user_version").getInt();
    if (application != kApplication || format != kFormat) {
      throw InputError(fmt::format("{}: found no store of format {}", file.string(), kFormat));
    }
    return Store(file, std::move(database));
  });
}

bool Store::begin_anew(const Json& suite, const std::vector<Cell>& cells) {
  const std::lock_guard<std::mutex> lock(*mutex_);
  return guarded(file_, [&] {
    SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
    const std::int64_t finished = count_finished(*database_);
    if (finished > 0 && finished < count_cells(*database_)) return false;
    if (finished == 0 && holds(*database_, suite, cells)) return true;
    for (const char* table : {"result", "environment", "cell", "suite"}) {
      database_->exec(fmt::format("DELETE FROM {}", table));
    }
    fill(*database_, suite, cells);
    transaction.commit();
    return true;
  });
}

std::vector<Cell> Store::cells() const {
  const std::lock_guard<std::mutex> lock(*mutex_);
  return guarded(file_, [&] {
    std::vector<Cell> cells;
    SQLite::Statement query(*database_, "SELECT id, config, operations FROM cell ORDER BY place");
    while (query.executeStep()) {
      cells.push_back({query.getColumn(0).getString(), parsed(query.getColumn(1).getString(), file_),
                       query.getColumn(2).getDouble()});
    }
    return cells;
  });
}

Json Store::suite() const {
  const std::lock_guard<std::mutex> lock(*mutex_);
  return guarded(
      file_, [&] { return parsed(database_->execAndGet("SELECT document FROM suite").getString(), file_); });
}

std::int64_t Store::cell_count() const {
  const std::lock_guard<std::mutex> lock(*mutex_);
  return guarded(file_, [&] { return count_cells(*database_); });
}

std::int64_t Store::finished_count() const {
  const std::lock_guard<std::mutex> lock(*mutex_);
  return guarded(file_, [&] { return count_finished(*database_); });
}

std::map<std::string, std::string> Store::verdicts() const {
  const std::lock_guard<std::mutex> lock(*mutex_);
  return guarded(file_, [&] {
    std::map<std::string, std::string> verdicts;
    SQLite::Statement query(*database_, "SELECT id, verdict FROM result ORDER BY id");
    while (query.executeStep()) {
      verdicts.emplace_hint(verdicts.end(), query.getColumn(0).getString(), query.getColumn(1).getString());
    }
    return verdicts;
  });
}

bool Store::has_result(const std::string& id) const {
  const std::lock_guard<std::mutex> lock(*mutex_);
  return guarded(file_, [&] {
    SQLite::Statement query(*database_, "SELECT 1 FROM result WHERE id = ?");
    query.bind(1, id);
    return query.executeStep();
  });
}

std::int64_t Store::environment_id(const std::string& document) {
  SQLite::Statement insert(*database_, "INSERT OR IGNORE INTO environment (document) VALUES (?)");
  insert.bind(1, document);
  insert.exec();
  SQLite::Statement query(*database_, "SELECT id FROM environment WHERE document = ?");
  query.bind(1, document);
  query.executeStep();
  return query.getColumn(0).getInt64();
}

void Store::put(const std::string& id, const CellResult& result, double seconds, const Json& environment) {
  const std::string text = result.document.dump(-1, ' ', false, Json::error_handler_t::replace);
  const std::string bytes = deflated(text);
  const std::lock_guard<std::mutex> lock(*mutex_);
  guarded(file_, [&] {
    SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
    SQLite::Statement insert(*database_, "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?, ?, ?)");
    insert.bind(1, id);
    insert.bind(2, result.verdict);
    insert.bind(3, seconds);
    insert.bind(4, environment_id(environment.dump()));
    insert.bind(5, static_cast<std::int64_t>(text.size()));
    insert.bind(6, bytes.data(), static_cast<int>(bytes.size()));
    insert.exec();
    transaction.commit();
  });
}

void Store::for_each_cell(const std::function<void(StoredCell)>& take) const {
  const std::lock_guard<std::mutex> lock(*mutex_);
  guarded(file_, [&] {
    SQLite::Statement query(*database_,
                            "SELECT cell.id, config, verdict, bytes, document FROM cell "
                            "LEFT JOIN result ON result.id = cell.id ORDER BY place");
    while (query.executeStep()) {
      StoredCell cell;
      cell.id = query.getColumn(0).getString();
      cell.config = parsed(query.getColumn(1).getString(), file_);
      if (!query.getColumn(2).isNull()) {
        cell.result = {query.getColumn(2).getString(),
                       inflated(query.getColumn(4), query.getColumn(3).getInt64(), file_)};
      }
      take(std::move(cell));
    }
  });
}

void Store::expect_same(const Store& other, const SQLite::Statement& theirs) const {
  const std::string id = theirs.getColumn(0).getString();
  SQLite::Statement query(*database_,
                          "SELECT verdict, bytes, result.document, environment.document FROM result "
                          "JOIN environment ON environment = environment.id WHERE result.id = ?");
  query.bind(1, id);
  if (!query.executeStep()) throw InternalError(fmt::format("{}: lost cell {}", file_.string(), id));
  const std::string our_verdict = query.getColumn(0).getString();
  const std::string their_verdict = theirs.getColumn(1).getString();
  const bool same = our_verdict == their_verdict &&
                    inflated(query.getColumn(2), query.getColumn(1).getInt64(), file_) ==
                        inflated(theirs.getColumn(4), theirs.getColumn(3).getInt64(), other.file_);
  if (same) return;
  const auto build = [](const SQLite::Column& environment, const fs::path& file) {
    return build_of(parsed(environment.getString(), file));
  };
  throw InputError(fmt::format(
      "{}: cell {} is {} there, by build {}, and {} in {}, by build {}{}: one of them is wrong; run it again",
      other.file_.string(), id, their_verdict, build(theirs.getColumn(5), other.file_), our_verdict,
      file_.string(), build(query.getColumn(3), file_),
      our_verdict == their_verdict ? ", with other numbers" : ""));
}

std::int64_t Store::take_over(const Store& other) {
  if (suite() != other.suite()) {
    throw InputError(fmt::format("{}: holds another suite than {}", other.file_.string(), file_.string()));
  }
  const std::scoped_lock lock(*mutex_, *other.mutex_);
  return guarded(other.file_, [&] {
    SQLite::Statement query(
        *other.database_,
        "SELECT result.id, verdict, seconds, bytes, result.document, environment.document "
        "FROM result JOIN environment ON environment = environment.id ORDER BY result.rowid");
    SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
    SQLite::Statement there(*database_, "SELECT 1 FROM result WHERE id = ?");
    SQLite::Statement insert(*database_, "INSERT INTO result VALUES (?, ?, ?, ?, ?, ?)");
    std::int64_t taken = 0;
    while (query.executeStep()) {
      there.bind(1, query.getColumn(0).getString());
      const bool known = there.executeStep();
      there.reset();
      if (known) {
        expect_same(other, query);
        continue;
      }
      insert.bind(1, query.getColumn(0).getString());
      insert.bind(2, query.getColumn(1).getString());
      insert.bind(3, query.getColumn(2).getDouble());
      insert.bind(4, environment_id(query.getColumn(5).getString()));
      insert.bind(5, query.getColumn(3).getInt64());
      insert.bind(6, query.getColumn(4).getBlob(), query.getColumn(4).getBytes());
      taken += insert.exec();
      insert.reset();
    }
    transaction.commit();
    return taken;
  });
}

std::vector<Json> Store::environments() const {
  const std::lock_guard<std::mutex> lock(*mutex_);
  return guarded(file_, [&] {
    std::vector<Json> documents;
    SQLite::Statement query(
        *database_,
        "SELECT document FROM environment WHERE id IN (SELECT environment FROM result) ORDER BY id");
    while (query.executeStep()) documents.push_back(parsed(query.getColumn(0).getString(), file_));
    return documents;
  });
}

}  // namespace plumbline
