// Holds the tables of docs/protocol.md to the code.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "wire/kinds.h"

namespace wire {
namespace {

using Table = std::map<std::string, std::vector<std::string>>;  // by the name in backquotes

std::string read(const std::string& path) {
  std::ifstream file(std::string(CONCLAVE_SOURCE_DIR) + "/" + path);
  EXPECT_TRUE(file.good()) << path;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// The table under the heading whose header row begins with `first_cells`.
Table table_of(const std::string& document, const std::string& first_cells, std::size_t name_column) {
  Table table;
  std::istringstream lines(document.substr(document.find("| " + first_cells)));
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  while (std::getline(lines, line) && line.starts_with("|")) {
    std::vector<std::string> cells;
    std::istringstream row(line.substr(1));
    for (std::string cell; std::getline(row, cell, '|');) cells.push_back(trimmed(cell));
    const std::string& name = cells.at(name_column);
    table[name.substr(1, name.size() - 2)] = cells;
  }
  return table;
}

// The field names of `name` in messages.h, those that do not travel left out.
std::string fields_of(const std::string& header, const std::string& name) {
  const std::size_t begin = header.find("struct " + name + " {");
  EXPECT_NE(begin, std::string::npos) << name;
  std::string body = header.substr(begin, header.find("\n};", begin) - begin);
  body = std::regex_replace(body, std::regex("//.*"), "");
  std::string names;
  const std::regex field(R"(\n\s+[\w:]+(?:<[^;]*>)? ([^;(]+);)");
  for (std::sregex_iterator at(body.begin(), body.end(), field), end; at != end; ++at) {
    std::istringstream declared((*at)[1].str());
    for (std::string one; std::getline(declared, one, ',');) {
      const std::string bare = trimmed(one.substr(0, one.find_first_of("{=")));
      if (names.empty() && (bare == "to" || bare == "from" || bare == "link")) continue;  // the route
      names += (names.empty() ? "" : ", ") + bare;
    }
  }
  return names;
}

TEST(ProtocolDoc, Messages_AreThoseOfTheCode) {
  const Table documented = table_of(read("docs/protocol.md"), "Code", 1);
  const std::string header = read("src/protocol/messages.h");
  std::size_t kinds = 0;
  const auto check = [&](const auto& kind) {
    const std::string name(kind.name);
    ++kinds;
    ASSERT_TRUE(documented.contains(name)) << name;
    EXPECT_EQ(documented.at(name)[0], std::to_string(kind.kCode));
    EXPECT_EQ(documented.at(name)[2], fields_of(header, name));
  };
  std::apply([&](const auto&... kind) { (check(kind), ...); }, kKinds);
  EXPECT_EQ(documented.size(), kinds);
}

TEST(ProtocolDoc, Structs_AreThoseOfTheCode) {
  const std::string header = read("src/protocol/messages.h");
  for (const auto& [name, cells] : table_of(read("docs/protocol.md"), "Struct", 0)) {
    EXPECT_EQ(cells[1], fields_of(header, name)) << name;
  }
}

TEST(ProtocolDoc, Limits_AreThoseOfTheCode) {
  const Table documented = table_of(read("docs/protocol.md"), "Limit", 0);
  const std::string header = read("src/protocol/limits.h");
  std::set<std::string> declared;
  const std::regex constant(R"(inline constexpr [\w:]+ (k\w+) = ([^;]+);)");
  for (std::sregex_iterator at(header.begin(), header.end(), constant), end; at != end; ++at) {
    const std::string name = (*at)[1].str();
    declared.insert(name);
    ASSERT_TRUE(documented.contains(name)) << name;
    EXPECT_EQ(documented.at(name)[1], (*at)[2].str()) << name;
  }
  EXPECT_EQ(documented.size(), declared.size());
}

TEST(ProtocolDoc, State_IsWhatTheRulesKeep) {
  const Table documented = table_of(read("docs/protocol.md"), "Collection", 0);
  for (const auto& [name, cells] : documented) {
    const std::regex declaration(R"(bloom::(?:Table|Lattice)<[^;]*>\s+[^;]*\b)" + name + R"(\b[^;]*;)");
    EXPECT_TRUE(std::regex_search(read("src/protocol/" + cells[1]), declaration)) << name;
  }
  std::size_t declared = 0;
  for (const auto& file : std::filesystem::directory_iterator(std::string(CONCLAVE_SOURCE_DIR) + "/src/protocol")) {
    if (file.path().extension() != ".h") continue;
    const std::string header = read("src/protocol/" + file.path().filename().string());
    const std::regex declaration(R"(\n  bloom::(?:Table|Lattice)<[^;]*>\s+([a-z_]+(?:, [a-z_]+)*);)");
    for (std::sregex_iterator at(header.begin(), header.end(), declaration), end; at != end; ++at) {
      const std::string names = (*at)[1].str();
      declared += 1 + static_cast<std::size_t>(std::count(names.begin(), names.end(), ','));
    }
  }
  EXPECT_EQ(documented.size(), declared);
}

}  // namespace
}  // namespace wire
