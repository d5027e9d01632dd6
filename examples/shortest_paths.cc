// Shortest paths: recursion through a table, and an aggregate over its result. One tick is one whole answer.
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "bloom/bloom.h"
#include "support/command_line.h"

namespace {

using bloom::by;

struct Link {
  std::string from, to;
  int cost;
};
struct Path {
  std::string from, to, next;  // `next`: the first stop on the way
  int cost;
};

struct ShortestPaths {
  explicit ShortestPaths(bloom::Scope scope)
      : link(scope, "link"), path(scope, "path"), shortest(scope, "shortest") {
    // Every link is a path.
    // Bloom:  path <= link { from, to, to, cost }
    path <= link.map([](const Link& l) { return Path{l.from, l.to, l.to, l.cost}; });

    // A link and a path from its end are a longer path. Safe without a cycle among the links only.
    // Bloom:  path <= (link * path).pairs(to => from) { l.from, p.to, l.to, the sum of the costs }
    path <= (link * path).pairs(&Link::to, &Path::from, [](const Link& l, const Path& p) {
      return Path{l.from, p.to, l.to, l.cost + p.cost};
    });

    // Bloom:  shortest <= path.argmin([from, to], cost)
    // A table in the original, which can hold no second answer for a pair; a view here: it follows `path`.
    shortest <= path.argmin(by<&Path::from, &Path::to>, &Path::cost);
  }

  bloom::Table<Link> link;
  bloom::Table<Path> path;
  bloom::Scratch<Path> shortest;
};

void print(const ShortestPaths& paths) {
  std::vector<Path> rows(paths.shortest.begin(), paths.shortest.end());
  std::sort(rows.begin(), rows.end(), bloom::Less());
  for (const Path& p : rows) {
    std::cout << p.from << " to " << p.to << " by " << p.next << ": " << p.cost << "\n";
  }
}

constexpr const char* kUsage = R"(usage: shortest_paths
Prints the shortest paths of a small graph, then again with one link more.
)";

}  // namespace

int main(int argc, char** argv) {
  examples::words_or_exit(argc, argv, {.text = kUsage});
  bloom::Program program({.name = "shortest_paths"});
  ShortestPaths paths(program);

  // Two links lead from a to b: the shorter must win.
  paths.link.insert_all({{"a", "b", 1}, {"a", "b", 4}, {"b", "c", 1}, {"c", "d", 1}, {"d", "e", 1}});
  program.tick(base::Instant{});
  print(paths);

  std::cout << "----\n";
  paths.link.insert({"e", "f", 1});
  program.tick(base::Instant{});
  print(paths);
}
