// What SQLite reports, and the state of the file before it looks: all told in sentences that name the file and a
// remedy.
#include "claims/run_store_file.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <system_error>
#include <thread>

#include "core/error.hpp"

namespace basin::claims {

namespace fs = std::filesystem;

namespace {

/// Large stores are not read through at every start; damage in them is found where it is met.
constexpr std::uintmax_t checked_bytes = std::uintmax_t{64} << 20;

/// A file name as SQLite's URIs want it.
std::string uri_of(const fs::path& file, const char* query) {
  std::string uri = "file:";
  for (const char c : file.string()) {
    if (c == '%' || c == '?' || c == '#') {
      uri += fmt::format("%{:02x}", static_cast<unsigned>(c));
    } else {
      uri += c;
    }
  }
  return uri + query;
}

}  // namespace

void throw_store_error(const fs::path& file, const SQLite::Exception& error) {
  const std::string name = file.string();
  switch (error.getErrorCode() & 0xff) {
    case SQLITE_NOTADB:
      throw_input_error("{}: is not a run store (not an SQLite file); name another file with --store", name);
    case SQLITE_CORRUPT:
    case SQLITE_MISMATCH:
    case SQLITE_ERROR:
      throw_input_error("{}: the run store is damaged ({}); move it away and its runs will be computed again", name,
                        error.what());
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      throw_input_error(
          "{}: the run store cannot be opened ({}); check the permissions of the file and its folder, or "
          "name another with --store",
          name, error.what());
    case SQLITE_READONLY:
      throw_input_error(
          "{}: the run store cannot be written (read-only file or folder); make it writable or name "
          "another with --store",
          name);
    case SQLITE_FULL:
      throw_machine_error("{}: the disk is full; free some space and start again, saved runs are kept", name);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw_machine_error(
          "{}: another program has held the run store for {} s; wait for it to end, or name another "
          "file with --store",
          name, busy_milliseconds / 1000);
    case SQLITE_NOMEM:
      throw_machine_error("{}: out of memory while reading or writing the run store; use fewer --jobs", name);
    default:
      throw_machine_error("{}: reading or writing the run store failed ({}); check the disk and start again", name,
                          error.what());
  }
}

bool look_at(const fs::path& file) {
  std::error_code error;
  if (file.empty()) throw_input_error("the run store has no name; give one with --store FILE");
  const fs::file_status status = fs::status(file, error);
  if (fs::is_directory(status)) throw_input_error("{}: is a folder; --store takes a file", file.string());
  if (status.type() == fs::file_type::none) {
    throw_input_error("{}: cannot be looked at ({}); name another file with --store", file.string(), error.message());
  }
  if (fs::exists(status)) {
    if (!fs::is_regular_file(status)) throw_input_error("{}: is no regular file; --store takes a file", file.string());
    return true;
  }
  return false;
}

void require_folder(const fs::path& file) {
  std::error_code error;
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  if (!fs::is_directory(folder, error)) {
    throw_input_error("{}: the folder {} is not there; make it or name another file with --store", file.string(),
                      folder.string());
  }
}

SQLite::Database open_to_read(const fs::path& file) {
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READONLY, busy_milliseconds);
    database.execAndGet("PRAGMA user_version");
    return database;
  } catch (const SQLite::Exception& error) {
    std::error_code none;
    const fs::path log = file.string() + "-wal";
    const int code = error.getErrorCode() & 0xff;
    const bool folder_is_closed = code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
    if (!folder_is_closed || (fs::exists(log, none) && fs::file_size(log, none) > 0)) throw;
    return {uri_of(file, "?immutable=1"), SQLite::OPEN_READONLY | SQLite::OPEN_URI, busy_milliseconds};
  }
}

void check_pages(SQLite::Database& database, const fs::path& file) {
  std::error_code none;
  if (fs::file_size(file, none) > checked_bytes) return;
  const std::string found = database.execAndGet("PRAGMA quick_check(1)").getString();
  if (found != "ok") throw SQLite::Exception(found, SQLITE_CORRUPT);
}

void use_wal(SQLite::Database& database) {
  const auto patience = std::chrono::steady_clock::now() + std::chrono::milliseconds(busy_milliseconds);
  while (true) {
    const int code = database.tryExec("PRAGMA journal_mode = WAL");
    if (code == SQLITE_OK) return;
    if ((code & 0xff) != SQLITE_BUSY || std::chrono::steady_clock::now() > patience) {
      throw SQLite::Exception(database.getHandle(), code);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

}  // namespace basin::claims
