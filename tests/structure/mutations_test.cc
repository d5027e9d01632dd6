// Every mutation still fits the tree, so that scripts/mutations, which takes long and is run by hand, has them all to play.
#include <gtest/gtest.h>

#include <sstream>

#include "tests/structure/source_tree.h"

namespace structure {
namespace {

std::filesystem::path root() { return CONCLAVE_SOURCE_DIR; }

// A place that a patch changes: the file, and its lines there before.
struct Hunk {
  std::string path;
  std::string before;
};

std::vector<Hunk> hunks_of(const std::string& patch) {
  std::vector<Hunk> hunks;
  std::istringstream lines(patch);
  std::string path;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("+++ b/")) {
      path = line.substr(6);
    } else if (line.starts_with("@@")) {
      hunks.push_back({path, "\n"});
    } else if (!hunks.empty() && (line.starts_with(' ') || line.starts_with('-')) && !line.starts_with("--- ")) {
      hunks.back().before += line.substr(1) + "\n";
    }
  }
  return hunks;
}

TEST(Mutations, EachFitsTheTree) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(root() / "tests/mutations")) {
    if (entry.path().extension() != ".patch") continue;
    ++count;
    const auto hunks = hunks_of(read_text(entry.path()));
    EXPECT_FALSE(hunks.empty()) << entry.path().filename();
    for (const Hunk& hunk : hunks) {
      EXPECT_NE(("\n" + read_text(root() / hunk.path)).find(hunk.before), std::string::npos)
          << entry.path().filename() << " changes lines that " << hunk.path << " no longer has:" << hunk.before;
    }
  }
  EXPECT_GE(count, 25U);
}

}  // namespace
}  // namespace structure
