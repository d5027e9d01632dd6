// What a member may try with a program of its own, on a live group: nothing is shown that nobody said, nobody falls over,
// and the others talk on.
#include <csignal>

#include "base/random.h"
#include "tests/e2e/end_to_end.h"
#include "tests/e2e/rogue.h"
#include "wire/canonical.h"

namespace e2e {
namespace {

class MaliciousMember : public EndToEnd {
 protected:
  MaliciousMember() {
    peers_ = start_group({"alice", "bob", "carol", "mallory"});
    cluster::Process& mallory = peers_.back()->process();
    peers_.pop_back();
    mallory.signal(SIGKILL);
    wait_for_end(mallory);
    rogue_ = std::make_unique<Rogue>((group().folder() / "data/conclave/home/mallory").string());
  }

  // A link to that peer, a new one where it cut the last.
  env::LinkId link_to(std::size_t peer) {
    env::LinkId& link = links_[peer];
    if (!rogue_->linked(link)) link = rogue_->join(peers_[peer]->address());
    EXPECT_NE(link, 0u) << "a member is not taken in";
    return link;
  }
  void send(std::size_t peer, const wire::Message& message) { rogue_->send(link_to(peer), message); }

  // Each says something, all hear it; `said` is all that was ever said by the honest.
  void expect_talk_goes_on(std::size_t rounds = 1) {
    for (std::size_t i = 0; i < rounds * peers_.size(); ++i) {
      said_.push_back("honest " + std::to_string(said_.size()));
      peers_[i % peers_.size()]->type(said_.back());
      wait_until_heard(peers_, said_.back());
      rogue_->run(1ms);
    }
    for (const cluster::Peer* peer : peers_) EXPECT_FALSE(peer->process().ended()) << peer->nick() << " ended";
  }
  std::vector<std::string> dishonest_lines_of(const cluster::Peer& peer) const {
    std::vector<std::string> lines;
    for (const cluster::Heard& heard : peer.heard()) {
      if (!heard.entry.text.starts_with("honest ")) lines.push_back(heard.entry.nick + ": " + heard.entry.text);
    }
    return lines;
  }
  bool was_told_of_a_fork(const cluster::Peer& peer) const {
    return std::any_of(peer.failures().begin(), peer.failures().end(), [](const auto& f) { return f.code == "forked"; });
  }

  std::vector<cluster::Peer*> peers_;  // the honest ones; the first leads
  std::unique_ptr<Rogue> rogue_;
  std::map<std::size_t, env::LinkId> links_;
  std::vector<std::string> said_;
};

using Lines = std::vector<std::string>;

TEST_F(MaliciousMember, SpeaksLikeAnybody_IsHeard) {
  send(0, protocol::Submit{.from = rogue_->id(), .entry = rogue_->line(1, "hello")});
  rogue_->run(100ms);
  wait_until_heard(peers_, "hello");
  expect_talk_goes_on();
}

TEST_F(MaliciousMember, WordsInOthersMouths_AreShownToNobody) {
  std::uint64_t seq = 0;
  for (const auto& [id, member] : rogue_->owner().members) {
    if (id == rogue_->id()) continue;
    for (std::size_t peer = 0; peer < peers_.size(); ++peer) {
      const protocol::Entry forged = rogue_->in_the_name_of(member, ++seq, "I owe mallory a beer");
      send(peer, protocol::Submit{.from = rogue_->id(), .entry = forged});
      send(peer, protocol::Relay{.from = rogue_->id(), .entry = forged, .confirm = true});
      protocol::Batch batch{.from = rogue_->id()};
      batch.entries.items = {forged};
      send(peer, batch);
      rogue_->run(50ms);
    }
  }
  expect_talk_goes_on(3);
  for (const cluster::Peer* peer : peers_) EXPECT_EQ(dishonest_lines_of(*peer), Lines()) << peer->nick();
}

TEST_F(MaliciousMember, ChangedLineOfItsOwn_IsShownToNobody) {
  protocol::Entry changed = rogue_->line(1, "we meet at nine");
  changed.text = {"we meet at ten"};
  for (std::size_t peer = 0; peer < peers_.size(); ++peer) send(peer, protocol::Relay{.from = rogue_->id(), .entry = changed});
  rogue_->run(200ms);
  expect_talk_goes_on();
  for (const cluster::Peer* peer : peers_) EXPECT_EQ(dishonest_lines_of(*peer), Lines()) << peer->nick();
}

TEST_F(MaliciousMember, TellsTwoPeersTwoThings_IsToldOf) {
  send(0, protocol::Submit{.from = rogue_->id(), .entry = rogue_->line(1, "we meet at nine")});
  send(1, protocol::Relay{.from = rogue_->id(), .entry = rogue_->line(1, "we meet at ten")});
  rogue_->run(300ms);
  wait_until([&] { return std::any_of(peers_.begin(), peers_.end(), [&](auto* p) { return was_told_of_a_fork(*p); }); },
             "somebody is told that two lines were signed for one place");
  expect_talk_goes_on();
  for (const cluster::Peer* peer : peers_) EXPECT_EQ(dishonest_lines_of(*peer).size(), 1u) << peer->nick();
}

TEST_F(MaliciousMember, ClockFarAhead_IsShownAsNowAndMovesNobody) {
  protocol::Entry ahead = rogue_->line(1, "from the future");
  ahead.said_at += std::chrono::hours(24 * 365 * 100);
  ahead.hlc = protocol::kIntegerMax;
  const protocol::Entry entry = wire::signed_by(rogue_->owner().keys, rogue_->owner().group, ahead);
  send(0, protocol::Submit{.from = rogue_->id(), .entry = entry});
  rogue_->run(100ms);
  wait_until_heard(peers_, "from the future");
  expect_talk_goes_on(2);
  for (const cluster::Peer* peer : peers_) {
    const auto& heard = peer->heard();
    const auto future = std::find_if(heard.begin(), heard.end(), [](const auto& h) { return h.entry.text == "from the future"; });
    ASSERT_NE(future, heard.end());
    // RFC 3339 in UTC is in order as text.
    EXPECT_LE(future->entry.time.substr(0, 10), heard.back().entry.time.substr(0, 10));
    EXPECT_TRUE(heard.back().entry.text.starts_with("honest "));
  }
}

TEST_F(MaliciousMember, FramesWithChangedBytes_AreRefusedAndTheRestGoesOn) {
  base::SeededRandom random(20261128);
  const std::vector<wire::Message> messages = {
      protocol::Submit{.from = rogue_->id(), .entry = rogue_->line(1, "as it was signed")},
      protocol::Relay{.from = rogue_->id(), .entry = rogue_->line(1, "as it was signed"), .confirm = true},
      protocol::Heartbeat{.from = rogue_->id(), .wanted = true},
      protocol::Want{.from = rogue_->id()},
      protocol::Receipt{.from = rogue_->id(), .epoch = 1, .above = 0, .through = protocol::kIntegerMax},
  };
  for (std::size_t i = 0; i < 300; ++i) {
    base::Bytes frame = wire::encode(messages[i % messages.size()]);
    for (std::size_t changes = 1 + random.below(3); changes > 0; --changes) {
      frame[random.below(frame.size())] = static_cast<std::uint8_t>(random.below(256));
    }
    if (random.below(4) == 0) frame.resize(1 + random.below(frame.size()));
    rogue_->send_bytes(link_to(i % peers_.size()), std::move(frame));
    rogue_->run(2ms);
    if (i % 100 == 99) expect_talk_goes_on();
  }
  expect_talk_goes_on();
  for (const cluster::Peer* peer : peers_) {
    for (const std::string& line : dishonest_lines_of(*peer)) EXPECT_NE(line.find("as it was signed"), std::string::npos);
  }
}

// Without a window, into twenty thousand rooms, to every peer at once.
TEST_F(MaliciousMember, FloodBeyondItsWindow_DelaysButStopsNobody) {
  base::EntryId previous{};
  for (std::uint64_t seq = 1; seq <= 20'000; ++seq) {
    protocol::Entry entry = rogue_->line(seq, "buy now", previous);
    entry.room = {"room" + std::to_string(seq)};
    entry = wire::signed_by(rogue_->owner().keys, rogue_->owner().group, entry);
    previous = entry.id;
    send(0, protocol::Submit{.from = rogue_->id(), .entry = std::move(entry)});
    if (seq % 100 == 0) rogue_->run(1ms);
    if (seq % 2'000 == 0) expect_talk_goes_on();
  }
  expect_talk_goes_on(2);
}

}  // namespace
}  // namespace e2e
