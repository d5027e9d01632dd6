// The engine beside hand-written C++ of the same semantics, in one run: prints a ratio for each pair.
//   build/release/bin/bench_engine --benchmark_repetitions=5
// Both sides start from rows in a vector and end with a set of result rows.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>

#include "base/random.h"
#include "bench/hand_written.h"
#include "bloom/bloom.h"

namespace {

using namespace bloom;
using hand_written::FlatSet;
using hand_written::MultiMap;
using std::chrono_literals::operator""s;

struct Edge {
  int from, to;
};
struct Pair {
  int left, right;
};
struct Node {
  int id;
};
struct Sample {
  int group, value;
};

std::vector<Edge> random_edges(int nodes, int edges, std::uint64_t seed) {
  base::SeededRandom random(seed);
  std::vector<Edge> out;
  for (int i = 0; i < edges; ++i) {
    out.push_back({static_cast<int>(random.below(static_cast<std::uint64_t>(nodes))),
                   static_cast<int>(random.below(static_cast<std::uint64_t>(nodes)))});
  }
  return out;
}
std::vector<Sample> samples() {
  base::SeededRandom random(4);
  std::vector<Sample> out;
  for (int i = 0; i < 1'000'000; ++i) {
    out.push_back({static_cast<int>(random.below(10'000)), static_cast<int>(random.below(1'000'000'000))});
  }
  return out;
}

template <class C>
void expect_rows(benchmark::State& state, const C& result, std::size_t wanted) {
  if (result.size() != wanted) state.SkipWithError("wrong number of rows");
  state.counters["rows"] = static_cast<double>(result.size());
}

// ---- transitive closure ----
const std::vector<Edge>& closure_edges() {
  static const std::vector<Edge> edges = random_edges(1200, 2600, 1);
  return edges;
}
std::size_t closure_by_hand(FlatSet<Pair>& path) {
  FlatSet<Edge> edge;
  for (const Edge& e : closure_edges()) edge.insert(e);
  MultiMap next(edge.rows().size());
  for (const Edge& e : edge.rows()) next.put(e.from, e.to);
  for (const Edge& e : edge.rows()) path.insert({e.from, e.to});
  for (std::size_t at = 0; at < path.rows().size(); ++at) {
    const Pair p = path.rows()[at];
    next.each(p.right, [&](int to) { path.insert({p.left, to}); });
  }
  return path.rows().size();
}
std::size_t closure_size() {
  static const std::size_t size = [] {
    FlatSet<Pair> path;
    return closure_by_hand(path);
  }();
  return size;
}
void closure_hand(benchmark::State& state) {
  for (auto _ : state) {
    FlatSet<Pair> path;
    benchmark::DoNotOptimize(closure_by_hand(path));
  }
  state.counters["rows"] = static_cast<double>(closure_size());
}
struct Closure {
  Program program;
  Table<Edge> edge{program, "edge"};
  Scratch<Pair> path{program, "path"};
  Closure() {
    path <= edge.map([](const Edge& e) { return Pair{e.from, e.to}; });
    path <= (path * edge).pairs(&Pair::right, &Edge::from, [](const Pair& p, const Edge& e) { return Pair{p.left, e.to}; });
  }
};
void closure_bloom(benchmark::State& state) {
  for (auto _ : state) {
    Closure closure;
    closure.edge.insert_all(closure_edges());
    closure.program.tick(base::Instant(1s));
    expect_rows(state, closure.path, closure_size());
  }
}

// ---- reachability ----
const std::vector<Edge>& reach_edges() {
  static const std::vector<Edge> edges = random_edges(150'000, 450'000, 2);
  return edges;
}
std::size_t reach_by_hand() {
  FlatSet<Edge> edge;
  for (const Edge& e : reach_edges()) edge.insert(e);
  MultiMap next(edge.rows().size());
  for (const Edge& e : edge.rows()) next.put(e.from, e.to);
  FlatSet<Node> reached;
  reached.insert({0});
  for (std::size_t at = 0; at < reached.rows().size(); ++at) {
    next.each(reached.rows()[at].id, [&](int to) { reached.insert({to}); });
  }
  return reached.rows().size();
}
void reach_hand(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(reach_by_hand());
}
struct Reach {
  Program program;
  Table<Edge> edge{program, "edge"};
  Scratch<Node> reached{program, "reached"};
  Bootstrap start{program};
  Reach() {
    reached <= start.map([](const Start&) { return Node{0}; });
    reached <= (reached * edge).pairs(&Node::id, &Edge::from, [](const Node&, const Edge& e) { return Node{e.to}; });
  }
};
void reach_bloom(benchmark::State& state) {
  static const std::size_t wanted = reach_by_hand();
  for (auto _ : state) {
    Reach reach;
    reach.edge.insert_all(reach_edges());
    reach.program.tick(base::Instant(1s));
    expect_rows(state, reach.reached, wanted);
  }
}

// ---- join of 200 k with 200 k rows ----
const std::vector<Edge>& join_left() {
  static const std::vector<Edge> rows = random_edges(200'000, 200'000, 3);
  return rows;
}
const std::vector<Edge>& join_right() {
  static const std::vector<Edge> rows = random_edges(200'000, 200'000, 5);
  return rows;
}
std::size_t join_by_hand() {
  FlatSet<Edge> left, right;
  for (const Edge& e : join_left()) left.insert(e);
  for (const Edge& e : join_right()) right.insert(e);
  MultiMap by_from(right.rows().size());
  for (const Edge& e : right.rows()) by_from.put(e.from, e.to);
  FlatSet<Pair> joined;
  for (const Edge& l : left.rows()) {
    by_from.each(l.to, [&](int to) { joined.insert({l.from, to}); });
  }
  return joined.rows().size();
}
void join_hand(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(join_by_hand());
}
struct JoinTwo {
  Program program;
  Table<Edge> left{program, "left"}, right{program, "right"};
  Scratch<Pair> joined{program, "joined"};
  JoinTwo() {
    joined <= (left * right).pairs(&Edge::to, &Edge::from, [](const Edge& l, const Edge& r) { return Pair{l.from, r.to}; });
  }
};
void join_bloom(benchmark::State& state) {
  static const std::size_t wanted = join_by_hand();
  for (auto _ : state) {
    JoinTwo join;
    join.left.insert_all(join_left());
    join.right.insert_all(join_right());
    join.program.tick(base::Instant(1s));
    expect_rows(state, join.joined, wanted);
  }
}

// ---- maximum by group of 1 M rows ----
const std::vector<Sample>& all_samples() {
  static const std::vector<Sample> rows = samples();
  return rows;
}
std::size_t group_by_hand() {
  FlatSet<Sample> rows;
  for (const Sample& s : all_samples()) rows.insert(s);
  MultiMap slot_of(10'000);
  std::vector<Sample> best;
  for (const Sample& s : rows.rows()) {
    bool known = false;
    slot_of.each(s.group, [&](int slot) {
      known = true;
      int& value = best[static_cast<std::size_t>(slot)].value;
      value = std::max(value, s.value);
    });
    if (known) continue;
    slot_of.put(s.group, static_cast<int>(best.size()));
    best.push_back(s);
  }
  FlatSet<Sample> result;
  for (const Sample& s : best) result.insert(s);
  return result.rows().size();
}
void group_hand(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(group_by_hand());
}
struct Grouping {
  Program program;
  Table<Sample> sample{program, "sample"};
  Scratch<Sample> best{program, "best"};
  Grouping() {
    best <= sample.group(by<&Sample::group>, bloom::max(&Sample::value));
  }
};
void group_bloom(benchmark::State& state) {
  static const std::size_t wanted = group_by_hand();
  for (auto _ : state) {
    Grouping grouping;
    grouping.sample.insert_all(all_samples());
    grouping.program.tick(base::Instant(1s));
    expect_rows(state, grouping.best, wanted);
  }
}

// ---- map and filter of 1 M rows ----
std::size_t map_by_hand() {
  FlatSet<Sample> rows;
  for (const Sample& s : all_samples()) rows.insert(s);
  FlatSet<Sample> even;
  for (const Sample& s : rows.rows()) {
    if (s.value % 2 == 0) even.insert({s.group, s.value / 2});
  }
  return even.rows().size();
}
void map_hand(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(map_by_hand());
}
struct Mapping {
  Program program;
  Table<Sample> sample{program, "sample"};
  Scratch<Sample> even{program, "even"};
  Mapping() {
    even <= sample.filter([](const Sample& s) { return s.value % 2 == 0; }).map([](const Sample& s) {
      return Sample{s.group, s.value / 2};
    });
  }
};
void map_bloom(benchmark::State& state) {
  static const std::size_t wanted = map_by_hand();
  for (auto _ : state) {
    Mapping mapping;
    mapping.sample.insert_all(all_samples());
    mapping.program.tick(base::Instant(1s));
    expect_rows(state, mapping.even, wanted);
  }
}

// ---- ticks ----
struct Echo {
  Program program;
  Channel<Edge, &Edge::to> request{program, "request"};
  Channel<Pair, &Pair::left> reply{program, "reply"};
  Echo() {
    reply <~ request.map([](const Edge& e) { return Pair{e.from, e.to + 1}; });
  }
};
void message_tick(benchmark::State& state) {
  Echo echo;
  int sent = 0;
  echo.reply.on_send([&](const Pair& p) { sent += p.right != 0; });
  int n = 0;
  for (auto _ : state) {
    echo.request.deliver({++n, 7});
    echo.program.tick(base::Instant(1s));
  }
  if (sent != n) state.SkipWithError("not every message was answered");
}
void empty_tick(benchmark::State& state) {
  Echo echo;
  for (auto _ : state) echo.program.tick(base::Instant(1s));
}

BENCHMARK(closure_bloom)->Name("closure/bloom")->Unit(benchmark::kMillisecond);
BENCHMARK(closure_hand)->Name("closure/hand")->Unit(benchmark::kMillisecond);
BENCHMARK(reach_bloom)->Name("reachability/bloom")->Unit(benchmark::kMillisecond);
BENCHMARK(reach_hand)->Name("reachability/hand")->Unit(benchmark::kMillisecond);
BENCHMARK(join_bloom)->Name("join/bloom")->Unit(benchmark::kMillisecond);
BENCHMARK(join_hand)->Name("join/hand")->Unit(benchmark::kMillisecond);
BENCHMARK(group_bloom)->Name("group/bloom")->Unit(benchmark::kMillisecond);
BENCHMARK(group_hand)->Name("group/hand")->Unit(benchmark::kMillisecond);
BENCHMARK(map_bloom)->Name("map/bloom")->Unit(benchmark::kMillisecond);
BENCHMARK(map_hand)->Name("map/hand")->Unit(benchmark::kMillisecond);
BENCHMARK(message_tick)->Name("tick/one_message");
BENCHMARK(empty_tick)->Name("tick/empty");

// The console report as usual, and at the end the ratio of each pair (of medians, where repeated).
class RatioReporter : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      const bool median = run.aggregate_name == "median";
      if (run.aggregate_name.empty() || median) times_[run.run_name.function_name] = run.GetAdjustedCPUTime();
    }
  }
  void Finalize() override {
    std::printf("\n%-14s %10s %10s %8s\n", "", "bloom", "by hand", "ratio");
    for (const auto& [name, time] : times_) {
      const auto slash = name.find("/bloom");
      if (slash == std::string::npos) continue;
      const std::string what = name.substr(0, slash);
      const double hand = times_[what + "/hand"];
      std::printf("%-14s %7.1f ms %7.1f ms %8.2f\n", what.c_str(), time, hand, time / hand);
    }
  }

 private:
  std::map<std::string, double> times_;
};

}  // namespace

int main(int argc, char** argv) {
  const bool as_asked = std::any_of(argv, argv + argc, [](std::string_view word) { return word.starts_with("--benchmark_format="); });
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  RatioReporter reporter;
  benchmark::RunSpecifiedBenchmarks(as_asked ? nullptr : &reporter);
  if (!as_asked) reporter.Finalize();
  return 0;
}
