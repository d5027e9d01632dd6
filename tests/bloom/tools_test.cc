// The tools every program has: the trace of ticks, counters per rule, the dataflow as a graph, and why.
#include <gtest/gtest.h>

#include <sstream>

#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

using Event = bloom::TraceEvent;

struct Edge {
  std::string from, to;
};

// Who reaches whom, with an event, a send and a deferred row to look at.
struct Graph {
  bloom::Program program{{.name = "graph"}};
  bloom::Input<Edge> in{program, "in"};
  bloom::Table<Edge> edge{program, "edge"}, path{program, "path"}, later{program, "later"};
  bloom::Scratch<Edge> lonely{program, "lonely"};
  bloom::Channel<Edge, &Edge::to> channel{program, "channel"};
  int base_line = 0, step_line = 0;

  Graph() {
    edge <= in;
    path <= edge; base_line = __LINE__;
    path <= (edge * path).pairs(&Edge::to, &Edge::from, [](const Edge& e, const Edge& p) { return Edge{e.from, p.to}; }); step_line = __LINE__;
    lonely <= edge.notin(path, &Edge::from, &Edge::to);
    later <+ in;
    channel <~ in;
  }
  void tick(std::initializer_list<Edge> rows) {
    for (const Edge& row : rows) in.insert(row);
    EXPECT_TRUE(program.tick(at(0s)).errors.empty());
  }
};

std::vector<Event> trace(Graph& graph, std::initializer_list<Edge> rows) {
  std::vector<Event> events;
  graph.program.on_trace([&](const Event& event) { events.push_back(event); });
  graph.tick(rows);
  return events;
}

bool has(const std::vector<Event>& events, Event::Kind kind, const std::string& collection, const std::string& row) {
  return std::any_of(events.begin(), events.end(), [&](const Event& event) {
    return event.kind == kind && event.collection == collection && event.row == row;
  });
}

TEST(Trace, Tick_TellsWhatCameInWhatFollowedAndWhatLeft) {
  Graph graph;
  const std::vector<Event> events = trace(graph, {{"a", "b"}, {"b", "c"}});
  EXPECT_TRUE(has(events, Event::Kind::kEntered, "in", "[\"a\", \"b\"]"));
  EXPECT_TRUE(has(events, Event::Kind::kDerived, "path", "[\"a\", \"c\"]"));
  EXPECT_TRUE(has(events, Event::Kind::kDeferred, "later", "[\"a\", \"b\"]"));
  EXPECT_TRUE(has(events, Event::Kind::kSent, "channel", "[\"b\", \"c\"]"));
  for (const Event& event : events) EXPECT_EQ(event.tick, 1U);
}

TEST(Trace, DerivedRow_NamesRuleFileAndLine) {
  Graph graph;
  for (const Event& event : trace(graph, {{"a", "b"}, {"b", "c"}})) {
    if (event.row != "[\"a\", \"c\"]" || event.collection != "path") continue;
    EXPECT_EQ(event.rule, "path <= (tools_test.cc:" + std::to_string(graph.step_line) + ")");
    EXPECT_EQ(event.text(), "1 + path [\"a\", \"c\"]  by " + event.rule);
    return;
  }
  ADD_FAILURE() << "the derived row is not in the trace";
}

TEST(Trace, DeferredRow_EntersInTheNextTick) {
  Graph graph;
  graph.tick({{"a", "b"}});
  const std::vector<Event> events = trace(graph, {});
  EXPECT_TRUE(has(events, Event::Kind::kEntered, "later", "[\"a\", \"b\"]"));
}

TEST(Trace, RefusedRow_IsTold) {
  bloom::Program program;
  bloom::Channel<Pair, &Pair::a> channel(program, "channel");
  bloom::Table<Pair, &Pair::a> table(program, "table");
  table <= channel;
  std::vector<Event> events;
  program.on_trace([&](const Event& event) { events.push_back(event); });
  channel.deliver({1, 1});
  channel.deliver({1, 2});
  program.tick(at(0s));
  EXPECT_TRUE(has(events, Event::Kind::kQuarantined, "table", "[1, 2]"));
}

bloom::RuleCounters counters_at(const Graph& graph, int line) {
  for (const bloom::RuleCounters& counters : graph.program.counters()) {
    if (counters.line == line) return counters;
  }
  return {};
}

TEST(Counters, EachRule_CountsRunsAndRows) {
  Graph graph;
  graph.tick({{"a", "b"}, {"b", "c"}, {"c", "d"}});
  const bloom::RuleCounters base = counters_at(graph, graph.base_line);
  EXPECT_EQ(base.rule, "path <=");
  EXPECT_NE(base.file.find("tools_test.cc"), std::string::npos);
  EXPECT_EQ(base.runs, 1U);
  EXPECT_EQ(base.rows_in, 3U);
  EXPECT_EQ(base.rows_out, 3U);
  EXPECT_EQ(counters_at(graph, graph.step_line).rows_out, 3U);
}

TEST(Counters, QuietTick_RunsNothing) {
  Graph graph;
  graph.tick({{"a", "b"}});
  graph.tick({});
  const std::uint64_t runs = counters_at(graph, graph.step_line).runs;
  graph.tick({});
  EXPECT_EQ(counters_at(graph, graph.step_line).runs, runs);
}

TEST(Counters, OneMoreRow_IsReadAlone) {
  Graph graph;
  for (int i = 0; i < 100; ++i) graph.in.insert({std::to_string(i), "end"});
  graph.tick({});
  const std::uint64_t before = counters_at(graph, graph.base_line).rows_in;
  graph.tick({{"new", "end"}});
  EXPECT_EQ(counters_at(graph, graph.base_line).rows_in, before + 1);
}

TEST(Dot, Program_IsAGraphOfCollectionsAndRules) {
  Graph graph;
  const std::string dot = graph.program.dot();
  EXPECT_EQ(dot.rfind("digraph \"graph\" {", 0), 0U) << dot;
  for (const std::string part : {"\"edge\" [shape=box", "\"lonely\" [shape=ellipse", "\"in\" -> \"edge\" [label=\"<= ",
                                 "\"path\" -> \"path\"", "\"in\" -> \"channel\" [label=\"<~ "}) {
    EXPECT_NE(dot.find(part), std::string::npos) << "no " << part << " in\n" << dot;
  }
}

TEST(Dot, DeferredAndNonMonotoneRules_AreTold) {
  Graph graph;
  std::istringstream lines(graph.program.dot());
  int dashed = 0, dotted = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("style=dashed") != std::string::npos) ++dashed;
    if (line.find("arrowhead=dot") != std::string::npos) ++dotted;
  }
  EXPECT_EQ(dashed, 2);  // later <+, channel <~
  EXPECT_EQ(dotted, 1);  // lonely <= notin(path)
}

TEST(Why, DerivedRow_LeadsToTheRowsItFollowsFrom) {
  Graph graph;
  graph.tick({{"a", "b"}, {"b", "c"}, {"c", "d"}});
  const bloom::Explanation why = graph.program.why(graph.path, Edge{"a", "d"});
  EXPECT_EQ(why.rule, "path <=");
  EXPECT_EQ(why.line, graph.step_line);
  ASSERT_EQ(why.because.size(), 2U);
  EXPECT_EQ(why.because[0].row, "[\"a\", \"b\"]");
  EXPECT_EQ(why.because[1].row, "[\"b\", \"d\"]");
  EXPECT_EQ(why.because[1].because[0].row, "[\"b\", \"c\"]");
  EXPECT_NE(why.text().find("path [\"a\", \"d\"]  by path <= (tools_test.cc:"), std::string::npos) << why.text();
}

TEST(Why, RowFromOutside_HasNoRule) {
  Graph graph;
  graph.tick({{"a", "b"}});
  const bloom::Explanation why = graph.program.why(graph.in, Edge{"a", "b"});
  EXPECT_TRUE(why.rule.empty());
  EXPECT_TRUE(why.because.empty());
}

TEST(Why, RowThatIsNotThere_SaysSo) {
  Graph graph;
  graph.tick({});
  EXPECT_NE(graph.program.why(graph.edge, Edge{"x", "y"}).text().find("not there"), std::string::npos);
}

TEST(Why, Aggregate_FollowsFromItsGroup) {
  bloom::Program program;
  bloom::Table<Pair> table(program, "table");
  bloom::Scratch<Pair> highest(program, "highest");
  highest <= table.group(by<&Pair::a>, bloom::max(&Pair::b));
  for (const Pair& row : {Pair{1, 1}, {2, 2}, {1, 5}}) table.insert(row);
  program.tick(at(0s));
  const bloom::Explanation why = program.why(highest, Pair{1, 5});
  ASSERT_EQ(why.because.size(), 2U);
  EXPECT_EQ(why.because[0].row, "[1, 1]");
  EXPECT_EQ(why.because[1].row, "[1, 5]");
}

// Whether a row is explained by itself, somewhere further down.
bool circular(const bloom::Explanation& node, std::vector<std::string> above = {}) {
  const std::string self = node.collection + node.row;
  if (std::find(above.begin(), above.end(), self) != above.end()) return true;
  above.push_back(self);
  return std::any_of(node.because.begin(), node.because.end(),
                     [&](const bloom::Explanation& cause) { return circular(cause, above); });
}

TEST(Why, GraphWithCycles_NoRowExplainsItself) {
  Graph graph;
  graph.tick({{"a", "a"}, {"a", "b"}, {"b", "c"}, {"c", "a"}, {"c", "d"}});
  for (const Edge& row : graph.path) {
    const bloom::Explanation why = graph.program.why(graph.path, row);
    EXPECT_FALSE(circular(why)) << why.text();
  }
}

TEST(Why, ViewsThatFollowFromEachOther_NoRowExplainsItself) {
  bloom::Program program;
  bloom::Table<Edge> edge(program, "edge");
  bloom::Scratch<Edge> forth(program, "forth"), back(program, "back");
  forth <= back.map([](const Edge& row) { return Edge{row.to, row.from}; });
  back <= forth.map([](const Edge& row) { return Edge{row.to, row.from}; });
  forth <= edge;
  edge.insert({"a", "b"});
  program.tick(at(0s));
  for (const Edge& row : forth) EXPECT_FALSE(circular(program.why(forth, row))) << program.why(forth, row).text();
  for (const Edge& row : back) EXPECT_FALSE(circular(program.why(back, row))) << program.why(back, row).text();
}

}  // namespace
}  // namespace bloom_test
