// What it costs to know that entries are their authors': a catch-up as it comes off the wire, in batches,
// beside a check of each entry's signature.
//   bench_prove
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "wire/canonical.h"
#include "wire/frame.h"
#include "wire/prover.h"

namespace {

constexpr std::size_t kEntries = 10'000;
constexpr std::size_t kEntriesPerBatch = 160;  // about what protocol::kBatchBytes lets through of such lines

// Lines of `count` authors who take turns, as frames.
std::vector<base::Bytes> batches_of(std::size_t count) {
  std::vector<wire::KeyPair> authors;
  for (std::size_t i = 0; i < count; ++i) authors.emplace_back(base::KeySeed{{static_cast<std::uint8_t>(i)}});
  std::vector<protocol::Entry> last(count);
  std::vector<base::Bytes> frames;
  protocol::Batch batch;
  for (std::size_t i = 0; i < kEntries; ++i) {
    protocol::Entry& before = last[i % count];
    before =
        wire::signed_by(authors[i % count], {},
                        {.stream = {.author = {}, .epoch = 1},
                         .seq = before.seq + 1,
                         .previous = before.id,
                         .hlc = i,
                         .said_at = {},
                         .room = {"lobby"},
                         .nick = {"somebody"},
                         .text = {"line " + std::to_string(i) + ": is the switch up again, or shall I?"}});
    batch.entries.items.push_back(before);
    if (batch.entries.items.size() < kEntriesPerBatch && i + 1 < kEntries) continue;
    frames.push_back(wire::encode(batch));
    batch = {};
  }
  return frames;
}

void catch_up(benchmark::State& state, bool by_chain) {
  const std::vector<base::Bytes> frames = batches_of(static_cast<std::size_t>(state.range(0)));
  std::uint64_t checked = 0;
  for (auto _ : state) {
    wire::Prover prover;
    for (const base::Bytes& frame : frames) {
      auto message = std::get<wire::Message>(wire::decode(frame));
      auto& entries = std::get<protocol::Batch>(message).entries.items;
      if (by_chain) prover.prove(entries);
      for (protocol::Entry& entry : entries) {
        if (!by_chain) prover.prove({&entry, 1});
        if (!entry.proven) state.SkipWithError("an honest entry was not proven");
      }
    }
    checked = prover.signatures_checked();
  }
  state.counters["entries_per_second"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * kEntries, benchmark::Counter::kIsRate);
  state.counters["signatures"] = static_cast<double>(checked);
}

BENCHMARK_CAPTURE(catch_up, by_chain, true)
    ->ArgName("authors")
    ->Arg(1)
    ->Arg(10)
    ->Arg(100)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(catch_up, one_by_one, false)->ArgName("authors")->Arg(1)->Unit(benchmark::kMillisecond);

void sign_one(benchmark::State& state) {
  const wire::KeyPair author(base::KeySeed{{1}});
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        wire::signed_by(author, {}, {.seq = 1, .room = {"lobby"}, .nick = {"n"}, .text = {"line"}}));
  }
}
BENCHMARK(sign_one)->Unit(benchmark::kMicrosecond);

}  // namespace
