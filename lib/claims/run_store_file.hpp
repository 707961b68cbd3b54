// The run store's file before and beside its tables: opening it, and what SQLite reports as sentences.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <filesystem>
#include <utility>

namespace basin::claims {

/// How long a store that another program holds is waited for.
inline constexpr int busy_milliseconds = 30'000;

/// Throws the sentence for what SQLite reports, as an input or a machine Error.
[[noreturn]] void throw_store_error(const std::filesystem::path& file, const SQLite::Exception& error);

/// work(), with what SQLite reports told by throw_store_error.
template <class Work>
auto guarded(const std::filesystem::path& file, Work&& work) {
  try {
    return work();
  } catch (const SQLite::Exception& error) {
    throw_store_error(file, error);
  }
}

/// Refuses what is no regular file before SQLite looks at it (it would wait for a pipe). Whether there is a file.
[[nodiscard]] bool look_at(const std::filesystem::path& file);

/// Throws an input Error where the folder that the file is to be in is not there.
void require_folder(const std::filesystem::path& file);

/// Opens to read. In a folder that cannot be written SQLite cannot make the files that go with WAL: then the store is
/// read as it lies, provided that no program left unmerged rows beside it.
[[nodiscard]] SQLite::Database open_to_read(const std::filesystem::path& file);

/// Throws SQLite's exception where a store of at most 64 MiB is damaged.
void check_pages(SQLite::Database& database, const std::filesystem::path& file);

/// Switches to WAL. That needs the file for itself for a moment, and SQLite does not wait for it by itself.
void use_wal(SQLite::Database& database);

}  // namespace basin::claims
