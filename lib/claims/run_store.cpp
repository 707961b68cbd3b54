// Rows and series in SQLite. A file that is there already is taken for hostile: its name, its schema text and every
// value are checked before they are believed, and what SQLite reports is told in a sentence that names the file and a
// remedy.
#include "claims/run_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "claims/run_store_file.hpp"
#include "claims/run_store_schema.hpp"
#include "core/error.hpp"
#include "core/machine.hpp"

namespace basin::claims {
namespace {

namespace fs = std::filesystem;

/// Seeds use all 64 bits; SQLite's integers are signed.
std::int64_t stored(std::uint64_t seed) {
  return std::bit_cast<std::int64_t>(seed);
}

void bind(SQLite::Statement& statement, const RunKey& key) {
  statement.bind(1, key.experiment);
  statement.bind(2, key.setting);
  statement.bind(3, stored(key.seed));
  statement.bind(4, key.fingerprint);
}

/// A stored number; NULL is NaN.
double number_of(const SQLite::Column& value) {
  if (!value.isFloat() && !value.isNull()) throw SQLite::Exception("a value is no number", SQLITE_CORRUPT);
  return value.isNull() ? std::numeric_limits<double>::quiet_NaN() : value.getDouble();
}

/// The numbers of a curve: as they lie in memory, so that their bits stay, NaN's too.
std::vector<double> numbers_of(const SQLite::Column& piece) {
  static_assert(std::endian::native == std::endian::little, "stores are read by little-endian machines");
  const auto bytes = static_cast<std::size_t>(piece.getBytes());
  if (bytes % sizeof(double) != 0) throw SQLite::Exception("a curve ends within a number", SQLITE_CORRUPT);
  std::vector<double> numbers(bytes / sizeof(double));
  if (bytes > 0) std::memcpy(numbers.data(), piece.getBlob(), bytes);
  return numbers;
}

bool fits(const std::vector<Series>& series, const std::vector<Curve>& curves) {
  return curves.size() == series.size() && std::all_of(curves.begin(), curves.end(), [](const Curve& curve) {
           return curve.x.size() == curve.y.size() && !curve.x.empty() && curve.x.size() <= most_curve_points;
         });
}

}  // namespace

struct RunStore::Impl {
  fs::path file;
  std::optional<SQLite::Database> database;  ///< empty: a store to be read that does not exist
  std::string machine;

  /// Statements are made once: a verify asks thousands of times.
  struct Statement {
    const char* text;
    std::unique_ptr<SQLite::Statement> made;
  };
  Statement find_same{
      "SELECT id, seconds, fingerprint FROM run"
      " WHERE experiment = ? AND setting = ? AND seed = ? AND fingerprint = ?",
      nullptr};
  Statement find_any{
      "SELECT id, seconds, fingerprint FROM run"
      " WHERE experiment = ? AND setting = ? AND seed = ? ORDER BY fingerprint = ? DESC, id DESC",
      nullptr};
  Statement values{"SELECT \"column\", value FROM value WHERE run = ?", nullptr};
  // What is longer than it may be is not read: a file may hold more than the memory does.
  Statement curve{
      "SELECT max(length(x), length(y)) > ?3, iif(length(x) <= ?3, x, NULL), iif(length(y) <= ?3, y, NULL) FROM curve"
      " WHERE run = ?1 AND series = ?2",
      nullptr};

  SQLite::Statement& prepared(Statement& statement) {
    if (!statement.made) statement.made = std::make_unique<SQLite::Statement>(*database, statement.text);
    statement.made->reset();
    return *statement.made;
  }

  /// The stored row of run `id` in the order of `columns`; empty where it lacks one.
  std::optional<Row> row_of(std::int64_t id, const std::vector<Column>& columns) {
    std::map<std::string, double, std::less<>> found;
    SQLite::Statement& rows = prepared(values);
    rows.bind(1, id);
    while (rows.executeStep()) {
      found[rows.getColumn(0).getString()] = number_of(rows.getColumn(1));
    }
    rows.reset();
    Row row;
    for (const Column& column : columns) {
      const auto at = found.find(column.name);
      if (at == found.end()) return std::nullopt;
      row.push_back(at->second);
    }
    return row;
  }

  /// The stored curves of run `id` in the order of `series`; empty where it lacks one.
  std::optional<std::vector<Curve>> curves_of(std::int64_t id, const std::vector<Series>& series) {
    std::vector<Curve> curves;
    for (const Series& one : series) {
      SQLite::Statement& rows = prepared(curve);
      rows.bind(1, id);
      rows.bind(2, one.name);
      rows.bind(3, static_cast<std::int64_t>(most_curve_points * sizeof(double)));
      if (!rows.executeStep()) return std::nullopt;
      if (rows.getColumn(0).getInt() != 0) throw SQLite::Exception("a curve is too long", SQLITE_CORRUPT);
      curves.push_back({numbers_of(rows.getColumn(1)), numbers_of(rows.getColumn(2))});
      if (curves.back().x.empty() || curves.back().x.size() != curves.back().y.size()) {
        throw SQLite::Exception("a curve lacks a point", SQLITE_CORRUPT);
      }
      rows.reset();
    }
    return curves;
  }

  void save_curve(std::int64_t id, const std::string& name, const Curve& drawn) {
    SQLite::Statement insert(*database, "INSERT INTO curve (run, series, x, y) VALUES (?, ?, ?, ?)");
    insert.bind(1, id);
    insert.bind(2, name);
    insert.bind(3, drawn.x.data(), static_cast<int>(drawn.x.size() * sizeof(double)));
    insert.bind(4, drawn.y.data(), static_cast<int>(drawn.y.size() * sizeof(double)));
    insert.exec();
  }
};

RunStore::RunStore(const fs::path& file, Access access) : impl_(std::make_unique<Impl>()) {
  impl_->file = file;
  const bool there = look_at(file);
  if (!there && access == Access::read) return;
  if (!there) require_folder(file);
  guarded(file, [&] {
    const fs::path absolute = fs::absolute(file);
    if (access == Access::read) {
      impl_->database.emplace(open_to_read(absolute));
      // Nothing was written yet: as good as not there.
      if (is_empty(*impl_->database)) return impl_->database.reset();
    } else {
      impl_->database.emplace(absolute.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_milliseconds);
      if (there) check_pages(*impl_->database, file);
      create_schema(*impl_->database);
    }
    check_schema(*impl_->database, file);
    if (access == Access::read) return;
    use_wal(*impl_->database);
    // In WAL mode NORMAL survives the death of the program at any moment; only a power cut can lose the last runs.
    impl_->database->exec("PRAGMA synchronous = NORMAL");
  });
}

RunStore::~RunStore() = default;
RunStore::RunStore(RunStore&&) noexcept = default;
RunStore& RunStore::operator=(RunStore&&) noexcept = default;

std::optional<StoredRun> RunStore::find(const RunKey& key, const std::vector<Column>& columns, Reuse reuse,
                                        const std::vector<Series>& series) const {
  if (!impl_->database) return std::nullopt;
  return guarded(impl_->file, [&]() -> std::optional<StoredRun> {
    SQLite::Statement& runs = impl_->prepared(reuse == Reuse::any ? impl_->find_any : impl_->find_same);
    bind(runs, key);
    std::optional<StoredRun> found;
    while (!found && runs.executeStep()) {
      const std::int64_t id = runs.getColumn(0).getInt64();
      auto row = impl_->row_of(id, columns);
      auto curves = row ? impl_->curves_of(id, series) : std::nullopt;
      if (!curves) continue;
      found =
          StoredRun{std::move(*row), runs.getColumn(1).getDouble(), runs.getColumn(2).getString(), std::move(*curves)};
    }
    runs.reset();
    return found;
  });
}

void RunStore::save(const RunKey& key, const std::vector<Column>& columns, const Row& row, double seconds,
                    const std::vector<Series>& series, const std::vector<Curve>& curves) {
  if (!impl_->database) throw_machine_error("{}: the run store was opened for reading only", impl_->file.string());
  if (row.size() != columns.size()) {
    throw_machine_error("{}: a row of {} numbers for {} columns cannot be saved; mend the experiment {}",
                        impl_->file.string(), row.size(), columns.size(), key.experiment);
  }
  if (!fits(series, curves)) {
    throw_machine_error("{}: {} curves for {} series, of 1 to {} points each, cannot be saved; mend the experiment {}",
                        impl_->file.string(), curves.size(), series.size(), most_curve_points, key.experiment);
  }
  if (impl_->machine.empty()) impl_->machine = machine_summary();
  guarded(impl_->file, [&] {
    SQLite::Database& database = *impl_->database;
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    for (const char* table : {"run", "skip"}) {
      SQLite::Statement drop(database, fmt::format("DELETE FROM {} WHERE experiment = ? AND setting = ? AND seed = ?"
                                                   " AND fingerprint = ?",
                                                   table));
      bind(drop, key);
      drop.exec();
    }
    SQLite::Statement insert(database,
                             "INSERT INTO run (experiment, setting, seed, fingerprint, seconds, created, machine)"
                             " VALUES (?, ?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?)");
    bind(insert, key);
    insert.bind(5, std::isfinite(seconds) ? seconds : 0.0);
    insert.bind(6, impl_->machine);
    insert.exec();
    const std::int64_t id = database.getLastInsertRowid();
    SQLite::Statement value(database, "INSERT INTO value (run, position, \"column\", value) VALUES (?, ?, ?, ?)");
    for (std::size_t i = 0; i < row.size(); ++i) {
      value.reset();
      value.bind(1, id);
      value.bind(2, static_cast<std::int64_t>(i));
      value.bind(3, columns[i].name);
      value.bind(4, row[i]);  // SQLite keeps NaN as NULL
      value.exec();
    }
    for (std::size_t i = 0; i < series.size(); ++i) impl_->save_curve(id, series[i].name, curves[i]);
    transaction.commit();
  });
}

void RunStore::save_skip(const RunKey& key, const std::string& reason) {
  if (!impl_->database) throw_machine_error("{}: the run store was opened for reading only", impl_->file.string());
  guarded(impl_->file, [&] {
    SQLite::Statement insert(*impl_->database,
                             "INSERT OR REPLACE INTO skip (experiment, setting, seed, fingerprint, reason)"
                             " VALUES (?, ?, ?, ?, ?)");
    bind(insert, key);
    insert.bind(5, reason);
    insert.exec();
  });
}

std::optional<std::string> RunStore::skip_reason(const RunKey& key) const {
  if (!impl_->database) return std::nullopt;
  return guarded(impl_->file, [&]() -> std::optional<std::string> {
    SQLite::Statement query(*impl_->database,
                            "SELECT reason FROM skip"
                            " WHERE experiment = ? AND setting = ? AND seed = ? AND fingerprint = ?");
    bind(query, key);
    if (!query.executeStep()) return std::nullopt;
    return query.getColumn(0).getString();
  });
}

std::map<std::string, Timing> RunStore::timings(const std::string& experiment) const {
  if (!impl_->database) return {};
  return guarded(impl_->file, [&] {
    SQLite::Statement query(*impl_->database,
                            "SELECT setting, count(*), sum(seconds) FROM run WHERE experiment = ? GROUP BY setting");
    query.bind(1, experiment);
    std::map<std::string, Timing> times;
    while (query.executeStep()) {
      times[query.getColumn(0).getString()] = {static_cast<std::uint64_t>(query.getColumn(1).getInt64()),
                                               query.getColumn(2).getDouble()};
    }
    return times;
  });
}

std::uint64_t RunStore::rows_of_other_code(const std::string& experiment, const std::string& fingerprint) const {
  if (!impl_->database) return 0;
  return guarded(impl_->file, [&] {
    SQLite::Statement query(*impl_->database, "SELECT count(*) FROM run WHERE experiment = ? AND fingerprint <> ?");
    query.bind(1, experiment);
    query.bind(2, fingerprint);
    return query.executeStep() ? static_cast<std::uint64_t>(query.getColumn(0).getInt64()) : std::uint64_t{0};
  });
}

}  // namespace basin::claims
