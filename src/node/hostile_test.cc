// What a peer may be told by its enemies: nonsense is refused, counted and its link dropped; the chat goes
// on.
#include <gtest/gtest.h>

#include "base/random.h"
#include "node/testing/stranger.h"
#include "node/testing/virtual_store.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::HostId;
using testing::Stranger;
using testing::VirtualGroup;

std::uint64_t refused(VirtualGroup& group, const std::string& reason) {
  const auto& refusals = group.peer(0).refused_frames();
  const auto found = refusals.find(reason);
  return found == refusals.end() ? 0 : found->second;
}

void expect_chat_goes_on(VirtualGroup& group) {
  group.say(1, "are you well?");
  group.run_for(100ms);
  EXPECT_TRUE(group.identical());
  EXPECT_EQ(group.peer(1).unacknowledged(), 0u);
  EXPECT_EQ(group.leader_of(1), 0);
  EXPECT_EQ(group.rule_errors(), 0u);
}

TEST(Hostile, Garbage_IsCountedAndTheLinkDropped) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  stranger.send_bytes({0xde, 0xad, 0xbe, 0xef});
  EXPECT_EQ(refused(group, "unknown version"), 1u);
  EXPECT_TRUE(stranger.dropped());
  expect_chat_goes_on(group);
}

TEST(Hostile, OtherVersion_IsCountedLoggedAndDropped) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  stranger.send_bytes({wire::kWireVersion + 1, 1, 0});
  EXPECT_EQ(refused(group, "unknown version"), 1u);
  EXPECT_TRUE(stranger.dropped());
  EXPECT_EQ(group.logs().back(), "0: frame refused: unknown version, from 10.9.9.9:9");
}

TEST(Hostile, NonsenseFromAMember_DropsItAndItMayReturn) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  stranger.join(false);
  EXPECT_EQ(group.peer(0).members().size(), 3u);
  stranger.send_bytes({wire::kWireVersion, 99});
  EXPECT_EQ(refused(group, "unknown kind"), 1u);
  EXPECT_TRUE(stranger.dropped());
  group.run_for(10ms);
  Stranger returned(group, 0, 9);
  returned.join(false);
  EXPECT_FALSE(returned.dropped());
  expect_chat_goes_on(group);
}

TEST(Hostile, FramesOutOfTheirOrder_AreRefused) {
  VirtualGroup group;
  group.start_all(2);
  Stranger at_once(group, 0, 9), after_a_knock(group, 0, 9), after_credentials(group, 0, 9), twice(group, 0, 9);
  at_once.heartbeat();
  EXPECT_EQ(refused(group, "before its knock"), 1u);
  after_a_knock.knock();
  after_a_knock.heartbeat();
  EXPECT_EQ(refused(group, "before its credentials"), 1u);
  after_credentials.introduce();
  after_credentials.heartbeat();
  EXPECT_EQ(refused(group, "before its hello"), 1u);
  twice.knock();
  twice.knock();
  EXPECT_EQ(refused(group, "a second knock"), 1u);
  for (const Stranger* stranger : {&at_once, &after_a_knock, &after_credentials, &twice}) EXPECT_TRUE(stranger->dropped());
  expect_chat_goes_on(group);
}

// A peer is who holds its key: another's id, be it a member's or nobody's, can't be had by claiming it.
TEST(Hostile, HelloWithTheIdOfAnother_IsRefused) {
  VirtualGroup group;
  group.start_all(3);
  for (const base::PeerId& claimed : {group.peer(1).id(), base::PeerId{{1, 2, 3, 4}}}) {
    Stranger stranger(group, 0, 9);
    stranger.pose_as(claimed);
    stranger.join(true);
    EXPECT_TRUE(stranger.dropped());
  }
  EXPECT_EQ(refused(group, "the id of another key"), 2u);
  EXPECT_EQ(group.peer(0).members().size(), 3u);
  EXPECT_EQ(group.leader_of(2), 0);
  expect_chat_goes_on(group);
}

// Before its Hello is accepted, a stranger gets no long frame in.
TEST(Hostile, LongFrameBeforeTheHello_EndsTheLinkUnread) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  stranger.send_bytes(base::Bytes(env::kStrangerFrameBytesMax + 1));
  EXPECT_TRUE(stranger.dropped());
  EXPECT_EQ(group.peer(0).refused_frames().size(), 0u);
  expect_chat_goes_on(group);
}

TEST(Hostile, SecondHello_IsRefused) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  stranger.join(false);
  stranger.hello();
  EXPECT_EQ(refused(group, "a second hello"), 1u);
  EXPECT_TRUE(stranger.dropped());
}

TEST(Hostile, HugeCount_IsRefusedUnallocated) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  stranger.join(false);
  stranger.send_bytes({wire::kWireVersion, 9, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f});
  EXPECT_EQ(refused(group, "over a limit"), 1u);
  EXPECT_TRUE(stranger.dropped());
}

// A frame can't say for whom it speaks: what a stranger sends counts for the stranger.
TEST(Hostile, HeartbeatForAnother_KeepsOnlyTheSenderAlive) {
  VirtualGroup group;
  group.start_all(3);
  Stranger stranger(group, 0, 9);
  stranger.join(false);
  group.kill(2);
  for (int beat = 0; beat < 30; ++beat) {
    protocol::Heartbeat forged{.profile = stranger.profile()};
    forged.from = group.peer(1).id();
    forged.to = group.peer(0).id();
    stranger.send(forged);
    group.run_for(100ms);
  }
  const auto changes = group.events_of<MemberChanged>(0);
  EXPECT_EQ(changes.back().change, Change::kDown);
  EXPECT_EQ(changes.back().nick, "p2");
}

// Nobody else's word counts about ourselves: it is outdone by a higher incarnation.
TEST(Hostile, ClaimsAboutAMember_AreRefuted) {
  VirtualGroup group;
  group.start_all(3);
  Stranger stranger(group, 1, 9);
  stranger.join(false);
  const protocol::Profile false_word{
      .incarnation = 50, .stamp = 0, .left = true, .nick = {"nobody"}, .address = {"host-0:1"}};
  stranger.send(protocol::Members{.list = {{{group.peer(0).id(), false_word, 0s}}}});
  group.run_for(3s);
  EXPECT_EQ(group.leader_of(1), 0);
  EXPECT_EQ(group.leader_of(2), 0);
  EXPECT_EQ(group.peer(1).members()[0].nick, "p0");
  expect_chat_goes_on(group);
}

TEST(Hostile, EntryWithOtherContent_DoesNotReplaceTheFirst) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  stranger.join(false);
  stranger.send(protocol::Submit{.entry = stranger.entry(1, "I said this")});
  stranger.send(protocol::Submit{.entry = stranger.entry(1, "no, I said that")});
  group.run_for(50ms);
  EXPECT_EQ(group.transcript(1), std::vector<std::string>{"stranger: I said this"});
  expect_chat_goes_on(group);
}

std::size_t told_of_forks(VirtualGroup& group, HostId host) {
  const auto failures = group.events_of<Failure>(host);
  return static_cast<std::size_t>(std::count_if(failures.begin(), failures.end(), [](const Failure& f) { return f.code == "forked"; }));
}

std::vector<std::string> forked_at(VirtualGroup& group, HostId host) {
  std::vector<std::string> nodes;
  for (const Belonging& member : group.peer(host).belonging()) {
    if (member.forked) nodes.push_back(member.node);
  }
  return nodes;
}

// Two lines signed for one place: people hear of it once, and it stays known when the peer is started anew.
TEST(Hostile, TwoLinesSignedForOnePlace_IsToldOnceAndRemembered) {
  testing::VirtualStore store;
  VirtualGroup group;
  group.start(0, {.store = &store});
  group.start(1, {.peers = {0}});
  group.run_for(3s);
  Stranger stranger(group, 0, 9);
  stranger.join(false);
  stranger.send(protocol::Submit{.entry = stranger.entry(1, "I said this")});
  stranger.send(protocol::Submit{.entry = stranger.entry(1, "I said this")});
  group.run_for(50ms);
  EXPECT_EQ(told_of_forks(group, 0), 0u);
  stranger.send(protocol::Submit{.entry = stranger.entry(1, "no, I said that")});
  stranger.send(protocol::Submit{.entry = stranger.entry(1, "or that")});
  group.run_for(50ms);
  EXPECT_EQ(told_of_forks(group, 0), 1u);
  EXPECT_EQ(forked_at(group, 0), std::vector<std::string>{base::to_hex(stranger.id())});
  EXPECT_TRUE(forked_at(group, 1).empty()) << "it never saw the other line";
  group.run_for(2s);
  group.kill(0);
  group.start(0, {.store = &store});
  group.run_for(1s);
  EXPECT_EQ(forked_at(group, 0), std::vector<std::string>{base::to_hex(stranger.id())});
}

// One that goes on from a line which it did not say here shows the same.
TEST(Hostile, LineBehindAnotherThanItSaid_IsTold) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  stranger.join(false);
  stranger.send(protocol::Submit{.entry = stranger.entry(1, "I said this")});
  const protocol::Entry elsewhere = stranger.entry(1, "I said that");
  stranger.send(protocol::Submit{.entry = stranger.entry(2, "as I said", elsewhere.id)});
  group.run_for(50ms);
  EXPECT_EQ(told_of_forks(group, 0), 1u);
  EXPECT_EQ(group.transcript(1), std::vector<std::string>{"stranger: I said this"});
}

// A member who leads may leave out what others say, but not put words into their mouths: on no path.
TEST(Hostile, EntryInAnothersName_IsShownToNobody) {
  VirtualGroup group;
  group.start_all(3);
  Stranger stranger(group, 0, 9);
  stranger.join(true);
  group.say(1, "I owe you nothing");
  group.run_for(50ms);
  const auto said = stranger.received<protocol::Submit>();
  ASSERT_EQ(said.size(), 1u) << "bob speaks to the eldest by way of who is linked with it";
  protocol::Entry forged = said[0].entry;
  forged.text.value = "I owe you 10";
  stranger.send(protocol::Relay{.entry = forged});
  stranger.send(protocol::Submit{.entry = forged});
  protocol::Entry next = forged;  // signed, but by the wrong one
  next.seq += 1;
  next.previous = said[0].entry.id;
  next = stranger.sign(next);
  next.key = said[0].entry.key;
  stranger.send(protocol::Batch{.entries = {{forged, next}}, .begins = {}});
  group.run_for(500ms);
  EXPECT_EQ(refused(group, "not signed by its author"), 4u);
  EXPECT_FALSE(stranger.dropped());
  std::size_t shown = 0;
  for (HostId host = 0; host < 3; ++host) {
    for (const std::string& line : group.transcript(host)) {
      EXPECT_EQ(line, "p1: I owe you nothing") << host;
      ++shown;
    }
  }
  EXPECT_GE(shown, 2u);
}

TEST(Hostile, ReceiptForLinesNeverSaid_AcknowledgesNone) {
  VirtualGroup group;
  group.start_all(2);
  Stranger leader(group, 1, 9);
  leader.join(true);
  group.say(1, "hello");
  group.run_for(2ms);
  ASSERT_EQ(leader.received<protocol::Submit>().size(), 1u);
  const std::uint64_t epoch = leader.received<protocol::Submit>()[0].entry.stream.epoch;
  leader.send(protocol::Receipt{.epoch = epoch, .through = 1'000});
  leader.send(protocol::Receipt{.epoch = epoch + 1, .through = 1});
  EXPECT_EQ(group.peer(1).unacknowledged(), 1u);
  leader.send(protocol::Receipt{.epoch = epoch, .through = 1});
  EXPECT_EQ(group.peer(1).unacknowledged(), 0u);
}

TEST(Hostile, EntriesAheadOfAGap_AreKeptUpToALimit) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  stranger.join(false);
  std::vector<protocol::Entry> chain = stranger.chain(3000);
  for (std::uint64_t seq = 2; seq < 3000; ++seq) {
    stranger.send(protocol::Submit{.entry = chain[seq - 1]});
    if (seq % 200 == 0) stranger.heartbeat();
  }
  EXPECT_EQ(group.transcript(0).size(), 0u);
  stranger.send(protocol::Submit{.entry = chain[0]});
  group.run_for(50ms);
  EXPECT_GT(group.transcript(0).size(), 100u);
  EXPECT_LE(group.transcript(0).size(), protocol::kWaitingEntriesMax + 1);
  expect_chat_goes_on(group);
}

// Valid frames in no sensible order and with random numbers in them: nothing breaks.
TEST(Hostile, RandomButValidFrames_BreakNothing) {
  VirtualGroup group;
  group.start_all(2);
  base::SeededRandom random(11);
  for (int visit = 0; visit < 30; ++visit) {
    Stranger stranger(group, 0, 100 + random.below(3));
    stranger.join(random.below(4) == 0);
    for (int frame = 0; frame < 40; ++frame) {
      const auto number = [&] { return random.next() >> (2 + random.below(60)); };
      const protocol::Stream stream{stranger.id(), number()};
      protocol::Entry entry = stranger.entry(1 + random.below(5), "x");
      entry.stream.epoch = random.below(3);
      entry.hlc = number();
      if (random.below(3) != 0) entry = stranger.sign(entry);
      switch (random.below(9)) {
        case 0:
          stranger.send(protocol::Submit{.entry = entry, .hops = static_cast<std::uint8_t>(random.next())});
          break;
        case 1:
          stranger.send(protocol::Relay{.entry = entry, .confirm = random.below(2) == 0});
          break;
        case 2:
          stranger.send(protocol::Receipt{.epoch = number(), .above = number(), .through = number()});
          break;
        case 3:
          stranger.send(protocol::Want{.first = stream, .last = {stream.author, number()}, .have = {}});
          break;
        case 4:
          stranger.send(
              protocol::Batch{.entries = {{entry}}, .begins = {{{stream, number()}}}, .more = true});
          break;
        case 5:
          stranger.send(
              protocol::Members{.list = {{{stranger.id(), stranger.profile(), base::Duration(number())}}}});
          break;
        case 6:
          stranger.send(protocol::History{.entries = {{entry}}});
          break;
        case 7:
          stranger.send(protocol::LookBack{
              .missing = {{{entry.stream, number(), number()}, {stream, number(), number()}}}});
          break;
        default:
          stranger.profile().incarnation = number();
          stranger.profile().stamp = number();
          stranger.heartbeat();
      }
    }
  }
  group.run_for(5s);
  expect_chat_goes_on(group);
}

// The million: half of it random bytes, half behind a valid Hello.
TEST(Hostile, RandomBytes_AllRefused) {
  VirtualGroup group;
  group.start_all(2);
  base::SeededRandom random(12);
  std::uint64_t dropped = 0;
  constexpr int kVisits = 500;
  for (int visit = 0; visit < kVisits; ++visit) {
    Stranger stranger(group, 0, 500);
    if (visit % 2 == 0) stranger.join(false);
    base::Bytes frame(2000);
    for (auto& byte : frame) byte = static_cast<std::uint8_t>(random.next());
    if (visit % 4 < 2) frame[0] = wire::kWireVersion;
    stranger.send_bytes(frame);
    dropped += stranger.dropped() ? 1 : 0;
  }
  EXPECT_EQ(dropped, kVisits);
  std::uint64_t counted = 0;
  for (const auto& [reason, count] : group.peer(0).refused_frames()) counted += count;
  EXPECT_EQ(counted, kVisits);
  expect_chat_goes_on(group);
}

}  // namespace
}  // namespace node
