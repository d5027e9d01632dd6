// Database, Statement: an open SQLite file and what is prepared on it, closed by themselves. Errors come back
// as sentences for people. Knows nothing of what is stored.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace os {

class Statement;

class Database {
 public:
  enum class Access : std::uint8_t { kReadWrite, kReadOnly };

  // The file must exist; an empty one is a new database.
  static base::Result<std::unique_ptr<Database>> open(const std::string& path, Access access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Statements that need no answer, separated by semicolons.
  base::Status run(const std::string& sql);
  base::Result<Statement> prepare(std::string_view sql);

  int rows_changed() const;  // by the last statement that finished
  std::uint64_t row_inserted() const;  // the number of the last

  // The sentence for a result code of SQLite, given just now: what is wrong with this file, and what to try.
  base::Error error(int code) const;
  const std::string& path() const { return path_; }

 private:
  explicit Database(std::string path) : path_(std::move(path)) {}

  std::string path_;
  sqlite3* handle_ = nullptr;
};

// Outlived by its Database.
class Statement {
 public:
  // One execution, from the binding of values, in their order, to the last row. Views that were bound must
  // outlive it.
  class Run {
   public:
    explicit Run(const Statement& statement) : statement_(statement) {}
    ~Run();
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    Run& bind(std::uint64_t number);
    Run& bind(std::string_view text);
    Run& bind(base::ByteView bytes);

    base::Result<bool> step();  // whether there is a row
    base::Status finish();      // for what answers without rows

    // Of the current row, columns from 0 on. What is of another type reads as 0 or empty. Views hold until
    // the next step.
    std::uint64_t number(int column) const;
    base::ByteView bytes(int column) const;

   private:
    void note(int code);

    const Statement& statement_;
    int bound_ = 0;
    int failed_ = 0;  // the first result code that was an error
  };

  Run run() const { return Run(*this); }

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(const Database& database, sqlite3_stmt* handle) : database_(&database), handle_(handle) {}

  const Database* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

}  // namespace os
