// How long a newcomer takes to join a long log, with real processes: until it is up to date, until it has the
// newest of each room, until it has everything. Read from its store, as it grows.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "apps/conclave/cluster/cluster.h"
#include "node/identity.h"
#include "node/keeper.h"
#include "os/clock.h"
#include "os/sqlite/sqlite_store.h"
#include "wire/canonical.h"
#include "wire/statement.h"

namespace {

using namespace std::chrono_literals;

constexpr std::array kRooms{"lobby", "kitchen", "garden", "attic"};
constexpr std::uint64_t kAuthors = 5;
constexpr std::uint64_t kEpoch = 1;  // of the streams in the log; those of the peers that run are higher

struct Options {
  std::string program = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "conclave").string();
  std::uint64_t entries = 10'000;
  bool json = false;
};

void note(env::Changes& changes, const protocol::Statement& statement) {
  changes.notes.emplace_back(node::kStatementNote + base::to_hex(base::EntryId{statement.id.words}),
                             wire::canonical(statement));
}

// Who holds the log, and why it and the authors belong to the group, which the first author founded.
wire::Founded belong(env::Changes& changes, const std::vector<wire::KeyPair>& authors) {
  const base::KeySeed seed{{100}};
  const auto since = base::WallTime(1'500'000'000s);
  wire::Founded founded = wire::found(authors.front(), since, "author1");
  const auto admit = [&](const wire::KeyPair& member) {
    note(changes, wire::admission(authors.front(), founded.group, member.public_key(), since + 1s, "member"));
  };
  note(changes, founded.founding);
  std::for_each(authors.begin() + 1, authors.end(), admit);
  admit(wire::KeyPair(seed));
  const std::string group = "home";
  changes.notes.emplace_back(node::kSeedNote, base::Bytes(seed.bytes.begin(), seed.bytes.end()));
  changes.notes.emplace_back(node::kGroupNote, base::Bytes(group.begin(), group.end()));
  changes.notes.emplace_back(node::kGroupIdNote, node::bytes_of(founded.group));
  changes.notes.emplace_back(node::kEpochNote, base::Bytes(8, 0));
  return founded;
}

// Lines of several authors in several rooms, a second apart.
base::Status fill(const std::string& folder, std::uint64_t entries) {
  auto claimed = os::DataDirectory::claim(folder);
  if (!claimed) return claimed.error();
  auto store = os::SqliteStore::open(std::move(*claimed.value()));
  if (!store) return store.error();
  std::map<std::uint64_t, base::EntryId> last;
  std::vector<wire::KeyPair> authors;
  for (std::uint8_t author = 0; author < kAuthors; ++author) authors.emplace_back(base::KeySeed{{author}});
  env::Changes changes;
  const base::GroupId group = belong(changes, authors).group;
  for (std::uint64_t i = 0; i < entries; ++i) {
    const std::uint64_t author = i % kAuthors;
    protocol::Entry entry{
        .stream = {.author = {}, .epoch = kEpoch},
        .seq = 1 + i / kAuthors,
        .previous = last[author],
        .hlc = (1'600'000'000'000 + i * 1000) << 16,
        .said_at = base::WallTime(1'600'000'000s + std::chrono::seconds(i)),
        .room = {kRooms[i / kAuthors % kRooms.size()]},
        .nick = {"author" + std::to_string(1 + author)},
        .text = {"line " + std::to_string(i) + ": is the switch up again, or shall I reboot it?"}};
    entry = wire::signed_by(authors[author], group, std::move(entry));
    last[author] = entry.id;
    changes.marks.push_back({entry.stream.author, kEpoch, entry.seq, {}});
    changes.entries.push_back(node::stored(entry));
    if (changes.entries.size() < 5000 && i + 1 < entries) continue;
    if (auto status = store.value()->commit(changes, env::Durability::kSoon); !status) return status;
    changes = {};
  }
  return base::Done{};
}

// What is in the newcomer's store by now.
class View {
 public:
  View(std::string folder, std::uint64_t entries) : folder_(std::move(folder)), entries_(entries) {}

  bool up_to_date() {
    return streams([](const env::StoredMark&) { return true; }) == all_streams();
  }
  bool complete() {
    return up_to_date() && streams([](const auto& mark) { return mark.gaps.empty(); }) == all_streams();
  }
  bool newest() {
    const std::size_t most = std::min<std::size_t>(1000, entries_ / kRooms.size());
    return std::all_of(kRooms.begin(), kRooms.end(), [&](const char* room) {
      std::size_t found = 0;
      std::uint64_t least = ~0ULL;
      (void)store()->search({.room = room, .query = {}, .count_max = most}, [&](base::ByteView body, std::optional<std::size_t>) {
        const auto entry = wire::read_canonical(body);
        least = std::min(least, std::get<protocol::Entry>(entry).hlc >> 16);
        ++found;
      });
      // The newest of a room lie in the last part of the log.
      const std::uint64_t first =
          entries_ - std::min<std::uint64_t>(entries_, (most + kAuthors) * kRooms.size());
      return found == most && least >= 1'600'000'000'000 + first * 1000;
    });
  }

 private:
  std::size_t all_streams() const { return std::min<std::size_t>(kAuthors, entries_); }
  template <class Which>
  std::size_t streams(const Which& which) {
    std::size_t count = 0;
    if (store() == nullptr) return 0;
    (void)store()->marks([&](const env::StoredMark& mark) {
      count += mark.epoch == kEpoch && mark.through >= entries_ / kAuthors && which(mark) ? 1 : 0;
    });
    return count;
  }
  os::SqliteStore* store() {
    if (store_ == nullptr) {
      if (auto opened = os::SqliteStore::open_to_read(folder_)) store_ = std::move(opened.value());
    }
    return store_.get();
  }

  std::string folder_;
  std::uint64_t entries_;
  std::unique_ptr<os::SqliteStore> store_;
};

struct Times {
  base::Duration up_to_date{}, newest{}, complete{};
};

base::Result<Times> measure(cluster::Cluster& cluster, const Options& options) {
  const std::string ann_folder = (cluster.folder() / "ann").string();
  const std::string bob_folder = (cluster.folder() / "bob").string();
  if (auto status = fill(ann_folder, options.entries); !status) return status.error();
  auto ann = cluster.start("ann", {.arguments = {"--data", ann_folder}});
  if (!ann) return ann.error();
  if (auto status = cluster.wait_until([&] { return ann.value()->ready() && !ann.value()->leader().empty(); },
                                       60s, "the first peer");
      !status) {
    return status.error();
  }
  const os::SystemClock clock;
  const base::Instant begin = clock.now();
  auto bob = cluster.run({"bob", "--line", "--no-discovery", "--data", bob_folder, "--peer", ann.value()->address()});
  if (!bob) return bob.error();
  Times times;
  View view(bob_folder, options.entries);
  const auto awaited = [&](base::Duration& at, bool (View::*is_there)(), const char* what) {
    auto status = cluster.wait_until([&] { return (view.*is_there)(); }, 300s, what);
    at = clock.now() - begin;
    return status;
  };
  if (auto status = awaited(times.up_to_date, &View::up_to_date, "the newcomer to be up to date"); !status)
    return status.error();
  if (auto status = awaited(times.newest, &View::newest, "the newest lines"); !status) return status.error();
  if (auto status = awaited(times.complete, &View::complete, "the whole log"); !status) return status.error();
  return times;
}

double seconds(base::Duration duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("How long a newcomer takes to join a long log");
  app.add_option("--conclave", options.program, "The program (default: beside this one)");
  app.add_option("--entries", options.entries, "How long the log is (default: 10000)")
      ->check(CLI::Range(100, 10'000'000));
  app.add_flag("--json", options.json, "Figures as JSON");
  CLI11_PARSE(app, argc, argv);
  auto cluster = cluster::Cluster::create(options.program);
  const auto times = cluster ? measure(*cluster.value(), options) : base::Result<Times>(cluster.error());
  if (!times) {
    std::fprintf(stderr, "join: %s\n", times.error().message.c_str());
    return 1;
  }
  const auto& [up_to_date, newest, complete] = times.value();
  if (options.json) {
    const nlohmann::ordered_json report = {{"entries", options.entries},
                                           {"up_to_date_s", seconds(up_to_date)},
                                           {"newest_s", seconds(newest)},
                                           {"complete_s", seconds(complete)}};
    std::printf("%s\n", report.dump(2).c_str());
  } else {
    std::printf(
        "%llu entries, from the start of the process:\n  up to date  %7.2f s\n  newest      %7.2f s\n"
        "  complete    %7.2f s\n",
        static_cast<unsigned long long>(options.entries), seconds(up_to_date), seconds(newest),
        seconds(complete));
  }
  return 0;
}
