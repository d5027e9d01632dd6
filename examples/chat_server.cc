// The central chat's server: remembers who connected, and sends what anybody says to everybody.
#include <string>

#include "bloom/bloom.h"
#include "chat_protocol.h"
#include "support/command_line.h"
#include "support/host.h"

namespace {

using examples::Connect;
using examples::Mcast;
using examples::Node;

struct ChatServer : examples::ChatProtocol {
  explicit ChatServer(bloom::Scope scope) : ChatProtocol(scope), nodelist(scope, "nodelist") {
    // Bloom:  nodelist <= connect.payloads
    nodelist <= connect.payloads(&Connect::val);

    // Bloom:  mcast <~ (mcast * nodelist).pairs { to the node, what was said }
    mcast <~ (mcast * nodelist).pairs([](const Mcast& m, const Node& n) { return Mcast{n.key, m.val}; });
  }

  // Bloom:  table nodelist [key] => [val]
  bloom::Table<Node, &Node::key> nodelist;
};

const std::string kUsage = std::string(R"(usage: chat_server [LISTEN]
The server of the central chat. LISTEN is HOST:PORT (port 0 for any), by default )") +
                           examples::kDefaultServer + "\n";

}  // namespace

int main(int argc, char** argv) {
  const auto words = examples::words_or_exit(argc, argv, {.text = kUsage, .most_words = 1});
  examples::Host host(examples::listen_or_exit(words.empty() ? examples::kDefaultServer : words[0]));
  bloom::Program program({.name = "chat_server"});
  ChatServer server(program);
  host.carry(server.connect);
  host.carry(server.mcast);
  return host.run(program);
}
