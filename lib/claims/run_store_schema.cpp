// STRICT tables: a value of the wrong type cannot be in a file whose schema text is ours. Values are ANY and not REAL,
// since SQLite keeps whole numbers in REAL columns as integers and so forgets the sign of -0.
#include "claims/run_store_schema.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <string>

#include "core/error.hpp"

namespace basin::claims {
namespace {

constexpr const char* tables = R"sql(
CREATE TABLE run(
  id INTEGER PRIMARY KEY,
  experiment TEXT NOT NULL,
  setting TEXT NOT NULL,
  seed INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  seconds REAL NOT NULL,
  created TEXT NOT NULL,
  machine TEXT NOT NULL,
  UNIQUE(experiment, setting, seed, fingerprint)) STRICT;
CREATE TABLE skip(
  experiment TEXT NOT NULL,
  setting TEXT NOT NULL,
  seed INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY(experiment, setting, seed, fingerprint)) STRICT, WITHOUT ROWID;
CREATE TABLE value(
  run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  "column" TEXT NOT NULL,
  value ANY CHECK(typeof(value) IN ('real', 'null')),
  PRIMARY KEY(run, position)) STRICT, WITHOUT ROWID;
CREATE TABLE curve(
  run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  series TEXT NOT NULL,
  x BLOB NOT NULL,
  y BLOB NOT NULL,
  PRIMARY KEY(run, series)) STRICT;
)sql";

/// Everything the file defines, as text.
std::string schema_text(SQLite::Database& database) {
  SQLite::Statement query(database, "SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name");
  std::string text;
  while (query.executeStep()) {
    for (int i = 0; i < 3; ++i) text += query.getColumn(i).getString() + '\n';
  }
  return text;
}

void settle(SQLite::Database& database) {
  // Nothing in a file may run code of its own, and deleting a run takes its values along.
  sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  database.exec("PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON");
}

}  // namespace

bool is_empty(SQLite::Database& database) {
  return database.execAndGet("PRAGMA application_id").getInt() == 0 &&
         database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
}

void create_schema(SQLite::Database& database) {
  settle(database);
  if (!is_empty(database)) return;
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  if (!is_empty(database)) return;  // another program was quicker
  database.exec(tables);
  database.exec(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", store_application_id, store_schema_version));
  transaction.commit();
}

void check_schema(SQLite::Database& database, const std::filesystem::path& file) {
  settle(database);
  const std::string name = file.string();
  const int application = database.execAndGet("PRAGMA application_id").getInt();
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  if (application != store_application_id) {
    throw_input_error("{}: is an SQLite file of another program; name another file with --store", name);
  }
  if (version > store_schema_version) {
    throw_input_error(
        "{}: the run store was written by a newer basin (schema {}, this one knows {}); use that basin or "
        "name another file with --store",
        name, version, store_schema_version);
  }
  if (version < store_schema_version) {
    throw_input_error(
        "{}: the run store was written by an older basin (schema {}, this one writes {}); move it away and its runs "
        "will be computed again, or name another file with --store",
        name, version, store_schema_version);
  }
  SQLite::Database model(":memory:", SQLite::OPEN_READWRITE);
  model.exec(tables);
  if (schema_text(database) != schema_text(model)) {
    throw_input_error(
        "{}: the run store's tables are not those of schema {} (altered by hand?); move it away and its "
        "runs will be computed again",
        name, store_schema_version);
  }
}

}  // namespace basin::claims
