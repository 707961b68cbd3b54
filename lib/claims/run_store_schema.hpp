// The run store's tables: made in a new file, and compared word for word with what an existing file has.
#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>

namespace basin::claims {

/// Marks an SQLite file as a run store (the bytes "basn"). Chosen: free in SQLite's own list.
inline constexpr int store_application_id = 0x6261736e;

/// Raised whenever the tables change. Older stores are refused and not carried over: other code computed their runs, so
/// that few would be taken. 2: series. 3: each in one piece (table `curve`), which is fifty times as fast as by points.
inline constexpr int store_schema_version = 3;

/// Whether nothing was ever written to the file.
[[nodiscard]] bool is_empty(SQLite::Database& database);

/// Makes the tables where the file is empty; leaves every other file as it is. Two programs may do so at once.
void create_schema(SQLite::Database& database);

/// Throws an input Error where the file is no run store, has another version, or has tables, views or triggers that are
/// not exactly ours.
void check_schema(SQLite::Database& database, const std::filesystem::path& file);

}  // namespace basin::claims
