#include "os/sqlite/schema.h"

namespace os {

namespace {

constexpr std::uint64_t kApplicationId = 0x436e636c;  // "Cncl", in the file's header
constexpr std::uint64_t kVersion = 3;

// An author's number is not a key of its own: the log is read by order and by name, and both are one index
// away. The words are indexed apart from the texts, which are in the bodies.
constexpr const char* kTables = R"(
  CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    author BLOB NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
    hlc INTEGER NOT NULL, room TEXT NOT NULL, body BLOB NOT NULL,
    UNIQUE (author, epoch, seq));
  CREATE INDEX entry_by_order ON entry (hlc);
  CREATE INDEX entry_by_room ON entry (room, hlc);
  CREATE VIRTUAL TABLE entry_words USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2');
  CREATE TABLE mark (
    author BLOB NOT NULL, epoch INTEGER NOT NULL, through INTEGER NOT NULL,
    PRIMARY KEY (author, epoch)) WITHOUT ROWID;
  CREATE TABLE note (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
)";

// Since version 3 an entry may have several lines, and then so many numbers. Since version 2: what is missing of a stream before its mark.
constexpr const char* kGapTable = R"(
  CREATE TABLE gap (
    author BLOB NOT NULL, epoch INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (author, epoch, first)) WITHOUT ROWID;
)";

// A file of version 1 says nothing of gaps: they are where numbers are left out.
constexpr const char* kFromVersion1 = R"(
  INSERT INTO gap SELECT author, epoch, before + 1, seq - 1 FROM (
      SELECT author, epoch, seq, lag(seq, 1, 0) OVER (PARTITION BY author, epoch ORDER BY seq) AS before FROM entry)
    WHERE before < seq - 1;
  INSERT INTO gap SELECT author, epoch, last + 1, through FROM (
      SELECT m.author, m.epoch, m.through, (
          SELECT coalesce(max(seq), 0) FROM entry e WHERE e.author = m.author AND e.epoch = m.epoch) AS last
      FROM mark m)
    WHERE last < through;
)";

base::Result<std::uint64_t> number_of(Database& database, std::string_view sql) {
  auto statement = database.prepare(sql);
  if (!statement) return statement.error();
  auto run = statement.value().run();
  auto row = run.step();
  if (!row) return row.error();
  return row.value() ? run.number(0) : 0;
}

base::Error no_log(const Database& database) {
  return {database.path() + " is no log of Conclave: choose another folder with --data."};
}

}  // namespace

base::Status check_schema(Database& database) {
  const auto application = number_of(database, "PRAGMA application_id");
  if (!application) return application.error();
  const auto version = number_of(database, "PRAGMA user_version");
  if (!version) return version.error();
  if (application.value() != kApplicationId || version.value() == 0) return no_log(database);
  if (version.value() > kVersion) {
    return base::Error{database.path() + " was written by a newer Conclave (version " +
                       std::to_string(version.value()) + " of the file, this one knows " +
                       std::to_string(kVersion) + "): use that one, or choose another folder with --data."};
  }
  return base::Done{};
}

base::Status touch(Database& database) {
  return database.run("PRAGMA user_version = " + std::to_string(kVersion));
}

base::Status prepare_schema(Database& database) {
  const auto tables = number_of(database, "SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();
  if (tables.value() != 0) {
    if (auto status = check_schema(database); !status) return status;
    const auto version = number_of(database, "PRAGMA user_version");
    if (!version || version.value() == kVersion) return version ? base::Status(base::Done{}) : version.error();
    const std::string gaps = version.value() == 1 ? std::string(kGapTable) + kFromVersion1 : std::string();
    return database.run("BEGIN IMMEDIATE;" + gaps + "PRAGMA user_version = " + std::to_string(kVersion) + "; COMMIT;");
  }
  return database.run("BEGIN IMMEDIATE; PRAGMA application_id = " + std::to_string(kApplicationId) +
                      "; PRAGMA user_version = " + std::to_string(kVersion) + ";" + kTables + kGapTable + "COMMIT;");
}

}  // namespace os
