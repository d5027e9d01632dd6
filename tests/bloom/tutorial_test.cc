// The tutorial of docs/bloom.md, compiled and run: every C++ block of that page stands here word for word (a
// test in tests/structure holds the two together).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bloom/bloom.h"

// clang-format off
namespace {

using namespace std::chrono_literals;
using bloom::by;

base::Instant at(base::Duration since_start) { return base::Instant(since_start); }

// ---- 1. Rows and rules ----
struct Link { std::string from, to; };
struct Path { std::string from, to; };

struct Network {
  bloom::Program program;
  bloom::Table<Link>   link{program, "link"};
  bloom::Scratch<Path> path{program, "path"};

  Network() {
    path <= link.map([](const Link& l) { return Path{l.from, l.to}; });
    path <= (link * path).pairs(&Link::to, &Path::from, [](const Link& l, const Path& p) {
      return Path{l.from, p.to}; });
  }
};

TEST(Tutorial, Paths_FollowFromLinks) {
  Network network;
  network.link.insert({"a", "b"});
  network.link.insert({"b", "c"});
  network.program.tick(at(0s));

  EXPECT_EQ(network.path.size(), 3U);
  EXPECT_TRUE(network.path.contains({"a", "c"}));
  EXPECT_NE(network.program.why(network.path, {"a", "c"}).text().find("link [\"b\", \"c\"]"), std::string::npos);
}

// ---- 2. A service: messages in, messages out ----
struct Request { std::string server, client, word; };
struct Reply   { std::string client, word; std::int64_t times; };
struct Heard   { std::string client, word; };
struct Total   { std::string word; std::int64_t times; };

struct Counter {
  bloom::Program program;
  bloom::Channel<Request, &Request::server> request{program, "request"};
  bloom::Channel<Reply, &Reply::client>     reply{program, "reply"};
  bloom::Table<Heard>                       heard{program, "heard"};
  bloom::Scratch<Total, &Total::word>       total{program, "total"};

  Counter() {
    heard <= request.map([](const Request& r) { return Heard{r.client, r.word}; });
    total <= heard.group(by<&Heard::word>, bloom::count());
    reply <~ (request * total).pairs(&Request::word, &Total::word, [](const Request& r, const Total& t) {
      return Reply{r.client, t.word, t.times}; });
  }
};

TEST(Tutorial, Requests_AreAnsweredAfterTheTick) {
  Counter counter;
  std::vector<Reply> sent;
  counter.reply.on_send([&](const Reply& r) { sent.push_back(r); });

  counter.request.deliver({"me", "ann", "tea"});
  counter.request.deliver({"me", "bob", "tea"});
  counter.program.tick(at(0s));
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].times, 2);

  counter.program.tick(at(1s));  // the requests lived one tick: nobody is answered again
  EXPECT_EQ(sent.size(), 2U);
  EXPECT_EQ(counter.heard.size(), 2U);
}

// ---- 3. Time, and what changes with it ----
struct Seen { std::string who; base::Instant at; };
struct Ping { std::string to, from; };
struct Here { std::string who; };

struct Watch {
  explicit Watch(const bloom::Scope& scope)
      : ping(scope, "ping"), clock(scope), beat(scope, "beat", 1s), seen(scope, "seen"), gone(scope, "gone") {
    // The newest sign of life replaces the one before.
    seen <+- (ping * clock).pairs([](const Ping& p, const bloom::Now& now) { return Seen{p.from, now.at}; });

    // Once a second, whoever was silent for three is dropped.
    gone <= (beat * seen).pairs([](const bloom::Beat& b, const Seen& s) -> std::optional<Seen> {
      if (s.at + 3s > b.at) return std::nullopt;
      return s; });
    seen <- gone;
  }

  bloom::Channel<Ping, &Ping::to>  ping;
  bloom::Clock                     clock;
  bloom::Periodic                  beat;
  bloom::Table<Seen, &Seen::who>   seen;
  bloom::Scratch<Seen>             gone;
};

TEST(Tutorial, Silence_IsNoticedOnABeat) {
  bloom::Program program;
  Watch watch(program);
  watch.ping.deliver({"me", "ann"});
  program.tick(at(0s));
  program.tick(at(0s));  // what was deferred lands with the next tick
  EXPECT_NE(watch.seen.find("ann"), nullptr);
  program.tick(at(1s));
  EXPECT_NE(watch.seen.find("ann"), nullptr);
  program.tick(at(4s));
  EXPECT_EQ(watch.gone.size(), 1U);
  program.tick(at(4s));
  EXPECT_EQ(watch.seen.find("ann"), nullptr);
}

// ---- 4. Modules, negation, the extreme row ----
struct Elder { std::string who; std::uint64_t since; };

struct Election {
  Election(const bloom::Scope& scope, bloom::Table<Elder, &Elder::who>& member, bloom::Table<Here>& away)
      : live(scope, "live"), leader(scope, "leader") {
    live   <= member.notin(away, &Elder::who, &Here::who);
    leader <= live.argmin(by<>, by<&Elder::since, &Elder::who>);
  }
  bloom::Scratch<Elder> live, leader;
};

TEST(Tutorial, Modules_AreComposedByReferenceAndImportedTwice) {
  bloom::Program program;
  bloom::Table<Elder, &Elder::who> member{program, "member"};
  bloom::Table<Here> away_east{program, "away_east"}, away_west{program, "away_west"};
  Election east(program.scope("east"), member, away_east);
  Election west(program.scope("west"), member, away_west);

  member.insert({"ann", 1});
  member.insert({"bob", 2});
  away_west.insert({"ann"});
  program.tick(at(0s));
  EXPECT_EQ(east.leader.begin()->who, "ann");
  EXPECT_EQ(west.leader.begin()->who, "bob");
  EXPECT_EQ(west.leader.name(), "west.leader");
}

// ---- 5. Lattices ----
struct Vote    { std::string topic, voter; };
struct Tally   { std::string topic; bloom::LSet<std::string> voters; };
struct Quorum  { std::string topic; };

struct Poll {
  bloom::Program program;
  bloom::Input<Vote>                   vote{program, "vote"};
  bloom::Table<Tally, &Tally::topic>   tally{program, "tally"};
  bloom::Scratch<Quorum>               quorum{program, "quorum"};

  Poll() {
    tally  <= vote.map([](const Vote& v) { return Tally{v.topic, bloom::LSet<std::string>::of(v.voter)}; });
    quorum <= tally.map(bloom::monotone([](const Tally& t) -> std::optional<Quorum> {
      if (!t.voters.size().at_least(2)) return std::nullopt;
      return Quorum{t.topic}; }));
  }
};

TEST(Tutorial, LatticeColumns_MergeInsteadOfConflicting) {
  Poll poll;
  poll.vote.insert({"lunch", "ann"});
  EXPECT_TRUE(poll.program.tick(at(0s)).errors.empty());
  EXPECT_TRUE(poll.quorum.empty());
  poll.vote.insert({"lunch", "bob"});
  EXPECT_TRUE(poll.program.tick(at(1s)).errors.empty());
  EXPECT_TRUE(poll.quorum.contains({"lunch"}));
}

// ---- 6. Errors ----
struct Price { std::string item; int cents; };

struct Shop {
  bloom::Program program;
  bloom::Input<Price>               offer{program, "offer"};
  bloom::Table<Price, &Price::item> price{program, "price"};
  Shop() { price <= offer; }
};

TEST(Tutorial, AContradiction_IsReportedAndUndone) {
  Shop shop;
  shop.offer.insert({"tea", 150});
  EXPECT_TRUE(shop.program.tick(at(0s)).errors.empty());

  shop.offer.insert({"tea", 200});
  const bloom::TickReport report = shop.program.tick(at(1s));
  ASSERT_EQ(report.errors.size(), 1U);
  EXPECT_EQ(report.errors[0].rule, "price <=");
  EXPECT_EQ(shop.price.find("tea")->cents, 150);
}

}  // namespace
