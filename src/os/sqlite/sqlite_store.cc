#include "os/sqlite/sqlite_store.h"

#include <csignal>
#include <filesystem>
#include <optional>

#include "os/sqlite/database.h"
#include "os/sqlite/schema.h"
#include "os/sqlite/words.h"

namespace os {

namespace {

constexpr const char* kFileName = "log.db";

// A write-ahead log, so that readers and the writer do not wait for each other; memory for what is looked up.
constexpr const char* kWriterSettings =
    "PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 16777216; PRAGMA synchronous = FULL;"
    "PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;";
constexpr const char* kReaderSettings = "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY;";

// Ties at the end of `count_max` are cut by the same order that the log has.
constexpr const char* kNewest =
    "SELECT body FROM (SELECT body, hlc, author, epoch, seq FROM entry"
    "  ORDER BY hlc DESC, author DESC, epoch DESC, seq DESC LIMIT ?1) ORDER BY hlc, author, epoch, seq";
constexpr const char* kNewestOfRoom =
    "SELECT body FROM (SELECT body, hlc, author, epoch, seq FROM entry WHERE room = ?2"
    "  ORDER BY hlc DESC, author DESC, epoch DESC, seq DESC LIMIT ?1) ORDER BY hlc, author, epoch, seq";
// From the oldest that is wanted, along the index: nothing of what may be a long past is held in memory.
constexpr const char* kEarlier =
    "SELECT body FROM entry WHERE room = ?2 AND hlc < ?3 AND (hlc, author, epoch, seq) >="
    "    (SELECT hlc, author, epoch, seq FROM entry WHERE room = ?2 AND hlc < ?3"
    "      ORDER BY hlc DESC, author DESC, epoch DESC, seq DESC"
    "      LIMIT 1 OFFSET min(?1, (SELECT count(*) FROM entry WHERE room = ?2 AND hlc < ?3)) - 1)"
    "  ORDER BY hlc, author, epoch, seq";
// The lines of an entry are numbered, and it has the number of its last: so that of a line leads to its entry.
constexpr const char* kMatching =
    "SELECT body, behind FROM ("
    "  SELECT body, number - line AS behind, hlc, author, epoch, seq"
    "    FROM (SELECT rowid AS line FROM entry_words WHERE entry_words MATCH ?3)"
    "    JOIN entry ON number = (SELECT min(number) FROM entry WHERE number >= line)"
    "    WHERE ?2 = '' OR room = ?2"
    "    ORDER BY hlc DESC, author DESC, epoch DESC, seq DESC, behind LIMIT ?1)"
    "  ORDER BY hlc, author, epoch, seq, behind DESC";

// A row a gap, or one where a stream has none.
constexpr const char* kMarks =
    "SELECT author, epoch, through, first, coalesce(last, 0) FROM mark LEFT JOIN gap USING (author, epoch)"
    "  ORDER BY author, epoch, first";

constexpr const char* kStretch =
    "SELECT seq, body FROM entry WHERE author = ?1 AND epoch = ?2 AND seq BETWEEN ?3 AND ?4"
    "  ORDER BY seq DESC LIMIT ?5";

base::Bytes key_of(const base::PeerId& id) {
  base::Bytes bytes;
  for (const std::uint64_t word : id.words) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(word >> shift));
  }
  return bytes;
}

base::PeerId id_of(base::ByteView key) {
  base::PeerId id;
  for (std::size_t i = 0; i < std::min<std::size_t>(key.size(), 32); ++i) {
    id.words[i / 8] = (id.words[i / 8] << 8) | key[i];
  }
  return id;
}

base::Status visit_rows(Statement::Run& run, const std::function<void()>& visit) {
  for (;;) {
    auto row = run.step();
    if (!row) return row.error();
    if (!row.value()) return base::Done{};
    visit();
  }
}

}  // namespace

class SqliteStore::Impl {
 public:
  Impl(std::optional<DataDirectory> directory, std::unique_ptr<Database> database)
      : directory_(std::move(directory)), database_(std::move(database)) {}

  // The statements that are run often, once.
  base::Status prepare() {
    for (const auto& [statement, sql] :
         std::initializer_list<std::pair<std::optional<Statement>*, const char*>>{
             {&begin_, "BEGIN IMMEDIATE"},
             {&commit_, "COMMIT"},
             {&put_entry_,
              "INSERT OR IGNORE INTO entry (number, author, epoch, seq, hlc, room, body)"
              " VALUES ((SELECT coalesce(max(number), 0) + ? FROM entry),?,?,?,?,?,?)"},
             {&put_words_, "INSERT INTO entry_words (rowid, text) VALUES (?, ?)"},
             {&put_mark_,
              "INSERT INTO mark (author, epoch, through) VALUES (?,?,?) ON CONFLICT DO UPDATE"
              " SET through = max(through, excluded.through)"},
             {&drop_gaps_, "DELETE FROM gap WHERE author = ? AND epoch = ?"},
             {&put_gap_, "INSERT INTO gap (author, epoch, first, last) VALUES (?,?,?,?)"},
             {&put_note_, "INSERT OR REPLACE INTO note (name, value) VALUES (?,?)"},
             {&stretch_, kStretch}}) {
      auto prepared = database_->prepare(sql);
      if (!prepared) return prepared.error();
      *statement = std::move(prepared.value());
    }
    return base::Done{};
  }

  base::Status commit(const env::Changes& changes, env::Durability durability) {
    const bool on_disk = durability == env::Durability::kOnDisk;
    if (changes.empty() && !(on_disk && unsynced_)) return base::Done{};
    if (auto status = recover(); !status) return status;
    if (auto status = set_synchronous(on_disk); !status) return status;
    if (auto status = begin_->run().finish(); !status) return status;
    auto status = put(changes);
    if (status.ok() && changes.empty()) status = touch(*database_);  // something to write, and so to wait for
    if (status.ok()) status = commit_->run().finish();
    if (!status) {
      suspect_ = true;
      (void)database_->run("ROLLBACK");  // fails where SQLite has done it already
      return status;
    }
    unsynced_ = !on_disk;
    return base::Done{};
  }

  base::Status stretch(const env::Store::Stretch& what,
                       const std::function<void(std::uint64_t seq, base::ByteView body)>& visit) {
    const base::Bytes author = key_of(what.author);
    auto run = stretch_->run();
    run.bind(author).bind(what.epoch).bind(what.first).bind(what.last);
    run.bind(std::uint64_t{std::min<std::size_t>(what.count_max, INT64_MAX)});
    for (;;) {
      auto row = run.step();
      if (!row) return row.error();
      if (!row.value()) return base::Done{};
      visit(run.number(0), run.bytes(1));
    }
  }

  Database& database() { return *database_; }

 private:
  // In a write-ahead log the one difference between the two is whether a commit waits for the disk.
  base::Status set_synchronous(bool full) {
    if (full == synchronous_full_) return base::Done{};
    auto status = database_->run(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    if (status.ok()) synchronous_full_ = full;
    return status;
  }

  base::Status put(const env::Changes& changes) {
    for (const env::StoredEntry& entry : changes.entries) {
      if (auto status = put(entry); !status) return status;
    }
    for (const env::StoredMark& mark : changes.marks) {
      if (auto status = put_mark(mark); !status) return status;
    }
    for (const auto& [name, value] : changes.notes) {
      if (auto status = put_note_->run().bind(name).bind(value).finish(); !status) return status;
    }
    return base::Done{};
  }

  base::Status put(const env::StoredEntry& entry) {
    const base::Bytes author = key_of(entry.author);
    auto run = put_entry_->run();
    run.bind(std::uint64_t{std::max<std::size_t>(entry.texts.size(), 1)});
    run.bind(author).bind(entry.epoch).bind(entry.seq).bind(entry.hlc).bind(entry.room).bind(entry.body);
    if (auto status = run.finish(); !status) return status;
    if (database_->rows_changed() == 0) return base::Done{};  // known
    std::uint64_t line = database_->row_inserted() - entry.texts.size();
    for (const std::string& text : entry.texts) {
      if (auto status = put_words_->run().bind(++line).bind(text).finish(); !status) return status;
    }
    return base::Done{};
  }

  base::Status put_mark(const env::StoredMark& mark) {
    const base::Bytes author = key_of(mark.author);
    if (auto status = put_mark_->run().bind(author).bind(mark.epoch).bind(mark.through).finish(); !status) return status;
    if (auto status = drop_gaps_->run().bind(author).bind(mark.epoch).finish(); !status) return status;
    for (const env::StoredGap& gap : mark.gaps) {
      auto run = put_gap_->run();
      run.bind(author).bind(mark.epoch).bind(gap.first).bind(gap.last);
      if (auto status = run.finish(); !status) return status;
    }
    return base::Done{};
  }

  // After a failed write the kernel may have forgotten earlier ones that it had not yet put on the disk,
  // though it still shows them; a later success would not say so. Hence all is first moved into the file
  // proper.
  base::Status recover() {
    if (!suspect_) return base::Done{};
    auto status = database_->run("PRAGMA wal_checkpoint(TRUNCATE)");
    if (status.ok()) suspect_ = false;
    return status;
  }

  std::optional<DataDirectory> directory_;  // released last
  std::unique_ptr<Database> database_;
  std::optional<Statement> begin_, commit_, put_entry_, put_words_, put_mark_, drop_gaps_, put_gap_, put_note_, stretch_;
  bool synchronous_full_ = true;
  bool unsynced_ = false;  // a commit did not wait for the disk
  bool suspect_ = false;   // a commit failed
};

SqliteStore::SqliteStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SqliteStore::~SqliteStore() = default;

base::Result<std::unique_ptr<SqliteStore>> SqliteStore::open(DataDirectory directory) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error to report, not a reason to die
  auto file = directory.private_file(kFileName);
  if (!file) return file.error();
  auto database = Database::open(file.value(), Database::Access::kReadWrite);
  if (!database) return database.error();
  if (auto status = database.value()->run(kWriterSettings); !status) return status.error();
  if (auto status = prepare_schema(*database.value()); !status) return status.error();
  auto impl = std::make_unique<Impl>(std::move(directory), std::move(database.value()));
  if (auto status = impl->prepare(); !status) return status.error();
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(impl)));
}

base::Result<std::unique_ptr<SqliteStore>> SqliteStore::open_to_read(const std::string& directory) {
  const std::string path = directory + "/" + kFileName;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return base::Error{"There is no log in " + directory + ": has a peer run with that folder?"};
  }
  auto database = Database::open(path, Database::Access::kReadOnly);
  if (!database) return database.error();
  if (auto status = database.value()->run(kReaderSettings); !status) return status.error();
  if (auto status = check_schema(*database.value()); !status) return status.error();
  auto impl = std::make_unique<Impl>(std::nullopt, std::move(database.value()));
  if (auto status = impl->prepare(); !status) return status.error();
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(impl)));
}

base::Status SqliteStore::commit(const env::Changes& changes, env::Durability durability) {
  return impl_->commit(changes, durability);
}

base::Result<base::Bytes> SqliteStore::note(std::string_view name) {
  auto statement = impl_->database().prepare("SELECT value FROM note WHERE name = ?");
  if (!statement) return statement.error();
  auto run = statement.value().run();
  auto row = run.bind(name).step();
  if (!row) return row.error();
  const base::ByteView value = row.value() ? run.bytes(0) : base::ByteView();
  return base::Bytes(value.begin(), value.end());
}

base::Status SqliteStore::notes(std::string_view prefix,
                                const std::function<void(std::string_view name, base::ByteView value)>& visit) {
  auto statement = impl_->database().prepare("SELECT name, value FROM note WHERE substr(name, 1, length(?)) = ? ORDER BY name");
  if (!statement) return statement.error();
  auto run = statement.value().run();
  run.bind(prefix).bind(prefix);
  for (;;) {
    auto row = run.step();
    if (!row) return row.error();
    if (!row.value()) return base::Done{};
    const base::ByteView name = run.bytes(0);
    visit(std::string(name.begin(), name.end()), run.bytes(1));
  }
}

base::Status SqliteStore::marks(const std::function<void(const env::StoredMark&)>& visit) {
  auto statement = impl_->database().prepare(kMarks);
  if (!statement) return statement.error();
  auto run = statement.value().run();
  std::optional<env::StoredMark> mark;
  for (;;) {
    auto row = run.step();
    if (!row) return row.error();
    const bool same = row.value() && mark && mark->author == id_of(run.bytes(0)) && mark->epoch == run.number(1);
    if (!same && mark) visit(*mark);
    if (!row.value()) return base::Done{};
    if (!same) mark = {.author = id_of(run.bytes(0)), .epoch = run.number(1), .through = run.number(2)};
    if (run.number(4) != 0) mark->gaps.push_back({run.number(3), run.number(4)});
  }
}

base::Status SqliteStore::stretch(
    const Stretch& what, const std::function<void(std::uint64_t seq, base::ByteView body)>& visit) {
  return impl_->stretch(what, visit);
}

base::Status SqliteStore::newest(std::size_t count_max, const Visit& visit) {
  return search({.count_max = count_max}, [&](base::ByteView body, std::optional<std::size_t>) { visit(body); });
}

base::Status SqliteStore::search(const Search& what, const Found& visit) {
  const std::string words = match_expression(what.query);
  const bool by_room = words.empty() && !what.room.empty();
  auto statement = impl_->database().prepare(!words.empty() ? kMatching : by_room ? kNewestOfRoom : kNewest);
  if (!statement) return statement.error();
  auto run = statement.value().run();
  run.bind(std::uint64_t{what.count_max});
  if (!words.empty() || by_room) run.bind(what.room);
  if (!words.empty()) run.bind(words);
  return visit_rows(run, [&] {
    visit(run.bytes(0), words.empty() ? std::nullopt : std::optional<std::size_t>(run.number(1)));
  });
}

base::Status SqliteStore::earlier(const Earlier& what, const Visit& visit) {
  if (what.count_max == 0) return base::Done{};
  auto statement = impl_->database().prepare(kEarlier);
  if (!statement) return statement.error();
  auto run = statement.value().run();
  run.bind(std::uint64_t{what.count_max}).bind(what.room).bind(what.hlc);
  return visit_rows(run, [&] { visit(run.bytes(0)); });
}

}  // namespace os
