// The original peer-to-peer chat, as it was first written in Bloom: every node is client and server, the live
// node of the lowest address leads, and relays what it is sent. This is the yardstick for the product, so its
// flaws are kept; each is told where it lies.
//
// Flaws of the whole: no line has an id, so nothing is sent again and nothing is recognised; rows carry the
// sender's own word, so any peer can forge any row. Cured by the engine, whatever the rules say: a nick change
// (a key conflict in `nodelist`) is quarantined where it killed the Ruby node, and a stray datagram, a line
// too long for one, or a refused send is dropped.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "bloom/bloom.h"
#include "support/command_line.h"
#include "support/host.h"
#include "support/pretty.h"

namespace {

using bloom::Beat;
using bloom::Line;
using bloom::Now;
using bloom::Start;
using bloom::by;
using bloom::max;
using bloom::min;

struct Connect {
  std::string addr, client, nick;
};
struct Said {
  std::string from, nick;
  base::Instant time;
  std::string line;
};
struct Chatter {
  std::string addr;
  Said val;
};
struct Node {
  std::string key, val;
};
struct Heartbeat {
  std::string to, from;
};
struct Seen {
  std::string to, from;
  std::int64_t rcv_time;  // flaw: whole seconds of the wall clock
};
struct LastSeen {
  std::string from;
  std::int64_t rcv_time;
};
struct Live {
  std::string addr;
};
struct Leader {
  std::string addr;
};

std::int64_t whole_seconds(base::Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
}

std::string pretty_print(const Said& said) {
  return examples::left_right_align(said.nick + ": " + said.line, "(" + examples::time_of_day(said.time) + ")");
}

struct P2pChat {
  struct Options {
    std::string self, nick, server;
  };

  P2pChat(bloom::Scope scope, const Options& options)
      : connect(scope, "connect"), chatter(scope, "chatter"), nodelist(scope, "nodelist"),
        interval(scope, "interval", std::chrono::seconds{1}), heartbeat(scope, "heartbeat"),
        recently_seen(scope, "recently_seen"), last_seen(scope, "last_seen"), live_nodes(scope, "live_nodes"),
        leader(scope, "leader"), start(scope, "start"), clock(scope), stdio(scope, "stdio") {
    const std::string self = options.self;

    // ---- client ----
    // Flaw: said once. A joiner that starts before its seed never joins.
    // Bloom:  bootstrap: connect <~ [server, me, nick];  nodelist <+ [me, nick]
    connect <~ start.map([options](const Start&) { return Connect{options.server, options.self, options.nick}; });
    nodelist <+ start.map([options](const Start&) { return Node{options.self, options.nick}; });

    // Flaws: with no leader (the first second, or none alive) the line is lost; to a leader that died unnoticed
    // likewise. Equal lines of one tick are one row, and a late joiner sees nothing of what was said.
    // Bloom:  chatter <~ (stdio * leader).pairs { to the leader: [me, nick, time, line] }
    chatter <~ (stdio * leader * clock).combos([options](const Line& s, const Leader& l, const Now& now) {
      return Chatter{l.addr, Said{options.self, options.nick, now.at, s.text}};
    });
    // Bloom:  stdio <~ chatter { print it }
    stdio <~ chatter.map([](const Chatter& m) { return Line{pretty_print(m.val)}; });
    // Bloom:  stdio <~ (chatter * leader).pairs { where the line is LEADER: who leads }
    stdio <~ (chatter * leader).pairs([](const Chatter& m, const Leader& l) -> std::optional<Line> {
      if (m.val.line != "LEADER") return std::nullopt;
      return Line{"LEADER: " + l.addr};
    });

    // ---- server ----
    // Flaw: `nodelist` grows for ever.
    // Bloom:  nodelist <= connect { [client, nick] }
    nodelist <= connect.map([](const Connect& c) { return Node{c.client, c.nick}; });

    // Flaws: a node that is sent a line but does not lead shows it to its own user only; two leaders, after a
    // partition, send each other's lines to and fro, for there is neither an id nor a limit of hops.
    // Bloom:  chatter <~ (chatter * nodelist * leader).combos { to n, if I am the leader and n is not me }
    chatter <~ (chatter * nodelist * leader).combos(
        [self](const Chatter& m, const Node& n, const Leader& l) -> std::optional<Chatter> {
          if (l.addr == self && n.key != self) return Chatter{n.key, m.val};
          return std::nullopt;
        });

    // ---- members ----
    // Bloom:  heartbeat <~ (interval * nodelist).rights { [n.key, me] }
    heartbeat <~ (interval * nodelist).rights([self](const Node& n) { return Heartbeat{n.key, self}; });

    // Flaw: every heartbeat that ever came is kept.
    // Bloom:  recently_seen <= heartbeat { + time received }
    recently_seen <= (heartbeat * clock).pairs([](const Heartbeat& h, const Now& now) {
      return Seen{h.to, h.from, whole_seconds(now.at)};
    });

    // Flaw: a death is noticed after more than 3 whole seconds; until then its followers talk to nobody.
    // Bloom:  live_nodes <= recently_seen.group([from], max(rcv_time)) { if seen within 3 s }
    last_seen  <= recently_seen.group(by<&Seen::from>, max(&Seen::rcv_time));
    live_nodes <= (last_seen * clock).pairs([](const LastSeen& n, const Now& now) -> std::optional<Live> {
      if (whole_seconds(now.at) - n.rcv_time > 3) return std::nullopt;
      return Live{n.from};
    });

    // Flaw: addresses are ordered as text, so "…:9000" comes after "…:10000"; and a newcomer of a low address
    // takes over a working group.
    // Bloom:  leader <= live_nodes.group([], min(addr))
    leader <= live_nodes.group(by<>, min(&Live::addr));

    // Flaw: every node tells every node of every node, each second: n² datagrams from each.
    // Bloom:  connect <~ (interval * nodelist * nodelist).combos { tell every node of every node }
    connect <~ (interval * nodelist * nodelist).combos([](const Beat&, const Node& n1, const Node& n2) {
      return Connect{n1.key, n2.key, n2.val};
    });
  }

  bloom::Channel<Connect, &Connect::addr, &Connect::client> connect;    // channel connect [@addr, client] => [nick]
  bloom::Channel<Chatter, &Chatter::addr, &Chatter::val> chatter;       // channel chatter [@addr, val]
  bloom::Table<Node, &Node::key> nodelist;                              // table nodelist [key] => [val]
  bloom::Periodic interval;                                             // periodic interval, every 1 s
  bloom::Channel<Heartbeat, &Heartbeat::to, &Heartbeat::from> heartbeat;  // channel heartbeat [@to, from]
  bloom::Table<Seen> recently_seen;                                     // table recently_seen [to, from, rcv_time]
  bloom::Scratch<LastSeen, &LastSeen::from> last_seen;                  // the group below, before its test
  bloom::Scratch<Live> live_nodes;                                      // scratch live_nodes [addr]
  bloom::Output<Leader> leader;                                         // interface output leader [addr]
  bloom::Bootstrap start;
  bloom::Clock clock;
  bloom::Stdio stdio;
};

constexpr const char* kUsage = R"(usage: p2p_chat NICK SERVER [LISTEN]
A node of the original peer-to-peer chat: type lines; say LEADER to see who leads. SERVER is the HOST:PORT of
any node that runs already; LISTEN is where to listen, by default 127.0.0.1:0 for any port. The first node
takes one address for both, or - for SERVER.
)";

}  // namespace

int main(int argc, char** argv) {
  const auto words = examples::words_or_exit(argc, argv, {.text = kUsage, .least_words = 2, .most_words = 3});
  examples::Host host(examples::listen_or_exit(words.size() > 2 ? words[2] : "127.0.0.1:0"));
  const std::string server = words[1] == "-" ? host.address() : words[1];
  bloom::Program program({.name = "p2p_chat"});
  P2pChat chat(program, {.self = host.address(), .nick = words[0], .server = server});
  host.carry(chat.connect);
  host.carry(chat.chatter);
  host.carry(chat.heartbeat);
  host.attach(chat.stdio);
  return host.run(program);
}
