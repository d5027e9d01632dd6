// docs/command.md lists the JSON objects and their keys: here it is held to what is printed.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "frontend/line/fakes.h"
#include "frontend/line/json_presenter.h"

namespace frontend::line {
namespace {

using Keys = std::map<std::string, std::set<std::string>>;  // type -> its keys

// The words in backticks, those in parentheses left out.
std::vector<std::string> quoted_words(const std::string& cell) {
  std::vector<std::string> words;
  int depth = 0;
  bool inside = false;
  for (const char c : cell) {
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (depth > 0) continue;
    if (c == '`') {
      inside = !inside;
      if (inside) words.emplace_back();
    } else if (inside) {
      words.back() += c;
    }
  }
  return words;
}

// The rows of the section on JSON: | `type` | keys | when |
Keys documented() {
  std::ifstream file(std::string(CONCLAVE_SOURCE_DIR) + "/docs/command.md");
  Keys keys;
  bool in_section = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("## ")) in_section = line == "## JSON";
    if (!in_section || !line.starts_with("| `")) continue;
    std::istringstream cells(line.substr(1));
    std::string type, others;
    std::getline(cells, type, '|');
    std::getline(cells, others, '|');
    const std::vector<std::string> words = quoted_words(others);
    keys[quoted_words(type).at(0)] = {words.begin(), words.end()};
  }
  return keys;
}

Keys printed() {
  FakeConsole console;
  FakeClock clock;
  JsonPresenter presenter(console, clock);
  for (const node::Event& event :
       std::vector<node::Event>{node::Ready{}, node::Message{}, node::Acknowledged{}, node::MemberChanged{},
                                node::LeaderChanged{}, node::Failure{}}) {
    presenter.event(event, "lobby", 0);
  }
  presenter.members({});
  presenter.history("lobby", {node::Message{}});
  presenter.room_joined("lobby", {});
  presenter.why("");
  presenter.help();
  presenter.invite({}, "");
  presenter.belonging({});
  Keys keys;
  for (const std::string& line : console.shown) {
    const auto object = nlohmann::json::parse(line);
    std::set<std::string>& found = keys[object["type"]];
    for (const auto& [key, value] : object.items()) {
      if (key != "type" && key != "time") found.insert(key);
    }
  }
  return keys;
}

TEST(CommandDoc, JsonTable_EveryObject_HasTheKeysPrinted) { EXPECT_EQ(documented(), printed()); }

}  // namespace
}  // namespace frontend::line
