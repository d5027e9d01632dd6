#include "node/explain.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace node {

namespace {

constexpr int kDepthMax = 3;

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

// The derivation as an indented tree, down to where it stops telling people anything.
void print(const bloom::Explanation& explanation, int depth, std::string& text) {
  text +=
      std::string(static_cast<std::size_t>(2 * depth), ' ') + explanation.collection + " " + explanation.row;
  if (!explanation.rule.empty()) {
    const std::string file = explanation.file.substr(explanation.file.find_last_of('/') + 1);
    text += "  by " + explanation.rule + " (" + file + ":" + std::to_string(explanation.line) + ")";
  }
  text += "\n";
  if (depth == kDepthMax) return;
  for (const bloom::Explanation& cause : explanation.because) print(cause, depth + 1, text);
}

}  // namespace

std::string explain_leader(const bloom::Program& program, const protocol::Chat& chat) {
  const auto& leader = chat.election.leader;
  if (leader.empty()) return "Nobody leads yet: this peer is still looking for others.\n";
  std::vector<protocol::Standing> line(chat.election.live_nodes.begin(), chat.election.live_nodes.end());
  std::sort(line.begin(), line.end(), [](const protocol::Standing& a, const protocol::Standing& b) {
    return std::tie(a.stamp, a.id) < std::tie(b.stamp, b.id);
  });
  std::string text = line.front().nick.value + " leads: of the " + std::to_string(line.size()) +
                     " peers alive here it joined first.\nIn line:";
  for (const protocol::Standing& peer : line) text += " " + peer.nick.value;
  text += "\nThe rules say so:\n";
  print(program.why(leader, *leader.begin()), 1, text);
  for (const protocol::Standing& peer : line) replace_all(text, bloom::to_text(peer.id), peer.nick.value);
  return text;
}

}  // namespace node
