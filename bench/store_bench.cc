// What it costs to keep the log: a commit with and without waiting for the disk, what a restart reads, a
// search. TMPDIR says on which disk.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "base/check.h"
#include "node/keeper.h"
#include "node/recall.h"
#include "os/sqlite/sqlite_store.h"
#include "wire/canonical.h"
#include "wire/prover.h"

namespace {

// A store in a folder of its own, with `entries` in it.
class Log {
 public:
  explicit Log(std::size_t entries = 0) {
    std::string pattern = (std::filesystem::temp_directory_path() / "conclave-bench-XXXXXX").string();
    CHECK(::mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
    folder_ = pattern;
    auto claimed = os::DataDirectory::claim(folder_ + "/data");
    CHECK(claimed.ok() && claimed.value(), "a new folder is free");
    auto opened = os::SqliteStore::open(std::move(*claimed.value()));
    CHECK(opened.ok(), "a new store opens");
    store_ = std::move(opened.value());
    constexpr std::size_t kAtOnce = 1000;
    for (std::size_t done = 0; done < entries; done += kAtOnce) commit(next(kAtOnce), env::Durability::kSoon);
  }
  ~Log() {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  os::SqliteStore& store() { return *store_; }

  env::Changes next(std::size_t count) {
    env::Changes changes;
    for (std::size_t i = 0; i < count; ++i) changes.entries.push_back(next());
    changes.marks = {{changes.entries.back().author, 1, seq_, {}}};
    return changes;
  }
  void commit(const env::Changes& changes, env::Durability durability) {
    CHECK(store_->commit(changes, durability).ok(), "the disk has room for a benchmark");
  }

 private:
  env::StoredEntry next() {
    protocol::Entry entry{.stream = {.author = {}, .epoch = 1},
                          .seq = ++seq_,
                          .previous = last_,
                          .hlc = seq_ << 16,
                          .room = {"lobby"},
                          .nick = {"bob"}};
    entry.text.value =
        "line " + std::to_string(seq_) + " of a chat: is the switch up again, or shall I reboot it?";
    entry = wire::signed_by(author_, {}, std::move(entry));
    last_ = entry.id;
    return node::stored(entry);
  }

  std::string folder_;
  std::unique_ptr<os::SqliteStore> store_;
  const wire::KeyPair author_{base::KeySeed{{1}}};
  base::EntryId last_;
  std::uint64_t seq_ = 0;
};

void commit(benchmark::State& state, env::Durability durability) {
  Log log;
  for (auto _ : state) {
    state.PauseTiming();  // its author signs it
    const env::Changes changes = log.next(static_cast<std::size_t>(state.range(0)));
    state.ResumeTiming();
    log.commit(changes, durability);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK_CAPTURE(commit, soon, env::Durability::kSoon)
    ->Arg(1)
    ->Arg(256)
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(commit, on_disk, env::Durability::kOnDisk)
    ->Arg(1)
    ->Arg(256)
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);

void recall(benchmark::State& state) {
  Log log(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    wire::Prover prover;
    auto recalled = node::recall_log(log.store(), protocol::kLogEntriesMax, prover);
    CHECK(recalled.ok() && recalled.value().unreadable == 0, "what was written can be read");
    benchmark::DoNotOptimize(recalled.value().entries.data());
  }
}
BENCHMARK(recall)->Arg(1000)->Arg(100'000)->UseRealTime()->Unit(benchmark::kMillisecond);

// The newest hundred of the lines that have both words: one line has them, or every line has.
void search(benchmark::State& state, const char* words) {
  Log log(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    std::size_t found = 0;
    CHECK(log.store().search({.query = words}, [&](base::ByteView, std::optional<std::size_t>) { ++found; }).ok(),
          "a log can be searched");
    CHECK(found != 0, "the words are there");
  }
}
BENCHMARK_CAPTURE(search, rare, "switch 77777")->Arg(100'000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, common, "switch reboot")
    ->Arg(100'000)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
