// The pages tell the truth about the tree: what README quotes of the protocol stands in it, and links and
// paths lead somewhere.
#include <gtest/gtest.h>

#include <regex>
#include <sstream>

#include "tests/structure/source_tree.h"

namespace structure {
namespace {

std::filesystem::path root() { return CONCLAVE_SOURCE_DIR; }

std::string trimmed(const std::string& line) {
  const auto first = line.find_first_not_of(' ');
  return first == std::string::npos ? "" : line.substr(first, line.find_last_not_of(' ') - first + 1);
}

// The lines of `page` between ```cpp and ```, without comments and blanks.
std::vector<std::string> quoted_code(const std::string& page) {
  std::vector<std::string> code;
  std::istringstream lines(page);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      inside = line == "```cpp";
    } else if (inside && !trimmed(line).empty() && !trimmed(line).starts_with("//")) {
      code.push_back(trimmed(line));
    }
  }
  return code;
}

std::string squeezed(const std::string& text) { return std::regex_replace(text, std::regex(R"(\s+)"), " "); }

std::vector<std::filesystem::path> pages() {
  std::vector<std::filesystem::path> found{root() / "README.md", root() / "CONTRIBUTING.md"};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root() / "docs")) {
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  return found;
}

TEST(Readme, QuotedRules_StandInTheProtocol) {
  std::string protocol;
  for (const SourceFile& file : read_source_tree(root()).files) {
    if (file.folder() == "protocol") protocol += file.text;
  }
  protocol = squeezed(protocol);
  const auto rules = quoted_code(read_text(root() / "README.md"));
  EXPECT_GE(rules.size(), 5U);
  for (const std::string& rule : rules) {
    EXPECT_NE(protocol.find(squeezed(rule)), std::string::npos) << "README quotes a rule that src/protocol/ lacks: " << rule;
  }
}

TEST(BloomManual, Code_StandsInTheTutorialThatIsRun) {
  const std::string tutorial = squeezed(read_text(root() / "tests/bloom/tutorial_test.cc"));
  const auto code = quoted_code(read_text(root() / "docs/bloom.md"));
  EXPECT_GE(code.size(), 50U);
  for (const std::string& line : code) {
    EXPECT_NE(tutorial.find(squeezed(line)), std::string::npos) << "docs/bloom.md shows what the tutorial lacks: " << line;
  }
}

TEST(Pages, Links_LeadSomewhere) {
  const std::regex link(R"(\]\(([^)#: ]+)\))");
  std::size_t count = 0;
  for (const auto& page : pages()) {
    const std::string text = read_text(page);
    for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at, ++count) {
      EXPECT_TRUE(std::filesystem::exists(page.parent_path() / (*at)[1].str())) << page << " links to " << (*at)[1];
    }
  }
  EXPECT_GT(count, 3U);
}

// `folder/...` in backticks names a file or folder, from the root or from src/; a trailing * stands for an ending.
TEST(Pages, Paths_Exist) {
  const std::regex path(R"(`((?:src|tests|scripts|docs|bench|examples|cmake|bloom|protocol|wire|node|os|frontend)/[\w./-]*)(\*?)`)");
  std::size_t count = 0;
  for (const auto& page : pages()) {
    const std::string text = read_text(page);
    for (std::sregex_iterator at(text.begin(), text.end(), path), end; at != end; ++at, ++count) {
      const std::string name = (*at)[1].str() + ((*at)[2].length() != 0 ? "h" : "");
      EXPECT_TRUE(std::filesystem::exists(root() / name) || std::filesystem::exists(root() / "src" / name))
          << page << " names " << (*at)[1] << ", which is not there";
    }
  }
  EXPECT_GT(count, 10U);
}

}  // namespace
}  // namespace structure
