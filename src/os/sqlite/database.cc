#include "os/sqlite/database.h"

#include <sqlite3.h>

#include <cerrno>
#include <system_error>

namespace os {

namespace {

constexpr int kBusyMilliseconds = 5000;  // for a reader that mends the file after a crash at the same moment

std::string reason(int code, int system_error) {
  std::string text = sqlite3_errstr(code);
  if (system_error != 0) text += ": " + std::generic_category().message(system_error);
  return text;
}

bool is_full(int code, int system_error) {
  const bool no_room = system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
  return code == SQLITE_FULL || (code == SQLITE_IOERR && no_room);
}

}  // namespace

base::Result<std::unique_ptr<Database>> Database::open(const std::string& path, Access access) {
  std::unique_ptr<Database> database(new Database(path));
  const int mode = access == Access::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  const int code = sqlite3_open_v2(path.c_str(), &database->handle_, mode | SQLITE_OPEN_NOFOLLOW, nullptr);
  if (code != SQLITE_OK) return database->error(code);
  sqlite3_extended_result_codes(database->handle_, 1);
  sqlite3_busy_timeout(database->handle_, kBusyMilliseconds);
  return database;
}

Database::~Database() { sqlite3_close_v2(handle_); }

base::Status Database::run(const std::string& sql) {
  errno = 0;
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code);
  return base::Done{};
}

base::Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return error(code);
  return Statement(*this, statement);
}

int Database::rows_changed() const { return sqlite3_changes(handle_); }

std::uint64_t Database::row_inserted() const { return static_cast<std::uint64_t>(sqlite3_last_insert_rowid(handle_)); }

// SQLite notes the system's error of most failures, but not of a commit's; then it is still in errno.
base::Error Database::error(int code) const {
  const int last_error = errno;
  const int primary = code & 0xff;
  const bool of_the_system = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN;
  const int noted = of_the_system ? sqlite3_system_errno(handle_) : 0;
  const int system_error = of_the_system && noted == 0 ? last_error : noted;
  const std::string why = " (" + reason(code, system_error) + ")";
  if (is_full(primary, system_error)) {
    return {"There is no room left for " + path_ + why + ": free some space on its disk."};
  }
  switch (primary) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {path_ + " is damaged" + why + ": move it away, as with `mv " + path_ + " " + path_ +
              ".damaged`, and start again; what others hold will be fetched from them."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {path_ + " can't be written" + why +
              ": is its disk mounted read-only, or is it another user's?"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {path_ + " is held by another program" + why + ": end that program, and try again."};
    default:
      return {path_ + " can't be used" + why + ": check the disk, or choose another folder with --data."};
  }
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Run::~Run() { sqlite3_reset(statement_.handle_.get()); }

void Statement::Run::note(int code) {
  if (code != SQLITE_OK && failed_ == SQLITE_OK) failed_ = code;
}

Statement::Run& Statement::Run::bind(std::uint64_t number) {
  note(sqlite3_bind_int64(statement_.handle_.get(), ++bound_, static_cast<sqlite3_int64>(number)));
  return *this;
}

Statement::Run& Statement::Run::bind(std::string_view text) {
  note(sqlite3_bind_text64(statement_.handle_.get(), ++bound_, text.empty() ? "" : text.data(), text.size(),
                           SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

Statement::Run& Statement::Run::bind(base::ByteView bytes) {
  const void* data = bytes.empty() ? static_cast<const void*>("") : bytes.data();  // a null would be no value
  note(sqlite3_bind_blob64(statement_.handle_.get(), ++bound_, data, bytes.size(), SQLITE_STATIC));
  return *this;
}

base::Result<bool> Statement::Run::step() {
  if (failed_ != SQLITE_OK) return statement_.database_->error(failed_);
  errno = 0;
  const int code = sqlite3_step(statement_.handle_.get());
  if (code == SQLITE_ROW || code == SQLITE_DONE) return code == SQLITE_ROW;
  return statement_.database_->error(code);
}

base::Status Statement::Run::finish() {
  auto stepped = step();
  if (!stepped) return stepped.error();
  return base::Done{};
}

std::uint64_t Statement::Run::number(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.handle_.get(), column));
}

base::ByteView Statement::Run::bytes(int column) const {
  sqlite3_stmt* statement = statement_.handle_.get();
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, column));
  return {data, data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

}  // namespace os
