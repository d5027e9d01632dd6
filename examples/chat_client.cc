// The central chat's client: sends each typed line to the server, prints what the server sends.
#include <string>

#include "bloom/bloom.h"
#include "chat_protocol.h"
#include "support/command_line.h"
#include "support/host.h"
#include "support/pretty.h"

namespace {

using bloom::Line;
using bloom::Now;
using bloom::Start;
using examples::Connect;
using examples::Mcast;
using examples::Node;
using examples::Said;

struct ChatClient : examples::ChatProtocol {
  struct Options {
    std::string self, nick, server;
  };

  ChatClient(bloom::Scope scope, const Options& options)
      : ChatProtocol(scope), start(scope, "start"), clock(scope), stdio(scope, "stdio") {
    // Bloom:  bootstrap: connect <~ [[server, [me, nick]]]
    connect <~ start.map([options](const Start&) {
      return Connect{options.server, Node{options.self, options.nick}};
    });

    // The original asks for the time in the rule; here the time is a row, so that a tick can be repeated.
    // Bloom:  mcast <~ stdio { to the server: [me, nick, time, line] }
    mcast <~ (stdio * clock).pairs([options](const Line& s, const Now& now) {
      return Mcast{options.server, Said{options.self, options.nick, examples::time_of_day(now.at), s.text}};
    });

    // Bloom:  stdio <~ mcast { nick, line and time, aligned }
    stdio <~ mcast.map([](const Mcast& m) {
      return Line{examples::left_right_align(m.val.nick + ": " + m.val.line, "(" + m.val.time + ")")};
    });
  }

  bloom::Bootstrap start;
  bloom::Clock clock;
  bloom::Stdio stdio;
};

const std::string kUsage = std::string(R"(usage: chat_client NICK [SERVER]
A client of the central chat: type lines. SERVER is the HOST:PORT of a chat_server, by default )") +
                           examples::kDefaultServer + "\n";

}  // namespace

int main(int argc, char** argv) {
  const auto words = examples::words_or_exit(argc, argv, {.text = kUsage, .least_words = 1, .most_words = 2});
  examples::Host host(examples::listen_or_exit("127.0.0.1:0"));
  bloom::Program program({.name = "chat_client"});
  ChatClient client(program, {.self = host.address(),
                              .nick = words[0],
                              .server = words.size() > 1 ? words[1] : examples::kDefaultServer});
  host.carry(client.connect);
  host.carry(client.mcast);
  host.attach(client.stdio);
  return host.run(program);
}
