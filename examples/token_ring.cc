// Token ring: nodes in a circle hand one token on. A table remembers the token until the next node is known.
#include <cstdlib>
#include <optional>
#include <string>

#include "bloom/bloom.h"
#include "support/command_line.h"
#include "support/host.h"

namespace {

using bloom::Exit;
using bloom::Line;
using bloom::Start;

struct Node {
  std::string addr;
};
struct Token {
  std::string loc;
};
struct Visits {
  std::string loc;
  int number;
};

struct TokenRing {
  struct Options {
    std::string self;
    int visits_max;
  };

  TokenRing(bloom::Scope scope, const Options& options)
      : next_node(scope, "next_node"), token(scope, "token"), token_persist(scope, "token_persist"),
        visits(scope, "visits"), start(scope, "start"), halt(scope, "halt"), stdio(scope, "stdio") {
    // Who comes next, and who begins, is said from outside: by the deployer there, by a typed line here.
    // Bloom:  initial_data <= node { next_node of this node: the one after it }
    next_node <= stdio.map([](const Line& line) -> std::optional<Node> {
      if (line.text == "start") return std::nullopt;
      return Node{line.text};
    });
    // Bloom:  token <~ node { to the first node }
    token <~ stdio.map([self = options.self](const Line& line) -> std::optional<Token> {
      if (line.text != "start") return std::nullopt;
      return Token{self};
    });

    // Keep the token as long as there is nobody to give it to.
    // Bloom:  token_persist <= token
    token_persist <= token;
    // Bloom:  token_persist <- (token_persist * next_node).lefts
    token_persist <- (token_persist * next_node).lefts();

    // Pass it on: once, because the rule above takes it away with the end of this tick.
    // Bloom:  token <~ (token_persist * next_node).pairs { to the next node }
    token <~ (token_persist * next_node).pairs([](const Token&, const Node& n) { return Token{n.addr}; });
    // Bloom:  stdio <~ token { "me: Got token!" }
    stdio <~ token.map([](const Token& t) { return Line{t.loc + ": Got token!"}; });

    // The original ran until its deployer took it down; here a node leaves after its share of visits.
    visits <+ start.map([self = options.self](const Start&) { return Visits{self, 0}; });
    visits <+- (token * visits).rights([](const Visits& v) { return Visits{v.loc, v.number + 1}; });
    halt <= (token * visits).rights([most = options.visits_max](const Visits& v) -> std::optional<Exit> {
      if (v.number + 1 < most) return std::nullopt;
      return Exit{0};
    });
  }

  bloom::Table<Node> next_node;
  bloom::Channel<Token, &Token::loc> token;
  bloom::Table<Token> token_persist;
  bloom::Table<Visits, &Visits::loc> visits;
  bloom::Bootstrap start;
  bloom::Halt halt;
  bloom::Stdio stdio;
};

constexpr const char* kUsage = R"(usage: token_ring VISITS [LISTEN]
One node of a ring; leaves when the token has been here VISITS times. LISTEN is HOST:PORT, by default
127.0.0.1:0 for any port. On standard input tell it the address of the next node, and one node: start
)";

}  // namespace

int main(int argc, char** argv) {
  const auto words = examples::words_or_exit(argc, argv, {.text = kUsage, .least_words = 1, .most_words = 2});
  examples::Host host(examples::listen_or_exit(words.size() > 1 ? words[1] : "127.0.0.1:0"));
  bloom::Program program({.name = "token_ring"});
  TokenRing ring(program, {.self = host.address(), .visits_max = std::atoi(words[0].c_str())});
  host.carry(ring.token);
  host.attach(ring.stdio);
  return host.run(program);
}
