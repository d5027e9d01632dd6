// Fair share: who pours lines in while others speak waits for its turn, and loses nothing.
#include <gtest/gtest.h>

#include "node/testing/stranger.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::Stranger;
using testing::VirtualGroup;

constexpr std::uint64_t kFlood = 200;

std::uint64_t confirmed(Stranger& author) {
  std::uint64_t through = 0;
  for (const protocol::Receipt& receipt : author.received<protocol::Receipt>()) through = std::max(through, receipt.through);
  return through;
}

TEST(FairShare, WhoSpeaksAlone_HearsAtOnce) {
  VirtualGroup group;
  group.start_all(2);
  Stranger author(group, 0, 9);
  author.join(false);
  author.submit(author.chain(kFlood));
  group.run_for(5ms);
  EXPECT_EQ(confirmed(author), kFlood);
}

TEST(FairShare, WhoPoursInWhileOthersSpeak_HearsAtTheNextBeat) {
  VirtualGroup group;
  group.start_all(2);
  Stranger author(group, 0, 9);
  author.join(false);
  group.say(1, "a word, please");
  group.run_for(20ms);
  author.submit(author.chain(kFlood));
  group.run_for(5ms);
  EXPECT_LT(confirmed(author), kFlood);
  EXPECT_EQ(group.transcript(1).size(), kFlood + 1) << "what is sent is passed on all the same";
  group.run_for(protocol::kWatchEvery + 5ms);
  EXPECT_EQ(confirmed(author), kFlood);
}

TEST(FairShare, LongLines_CountForMore) {
  VirtualGroup group;
  group.start_all(2);
  Stranger author(group, 0, 9);
  author.join(false);
  group.say(1, "a word, please");
  group.run_for(20ms);
  base::EntryId previous{};
  for (std::uint64_t seq = 1; seq <= 8; ++seq) {
    const protocol::Entry entry = author.entry(seq, std::string(15'000, 'x'), previous);
    previous = entry.id;
    author.send(protocol::Submit{.entry = entry});
  }
  group.run_for(5ms);
  EXPECT_LT(confirmed(author), 8u);
  group.run_for(protocol::kWatchEvery + 5ms);
  EXPECT_EQ(confirmed(author), 8u);
}

TEST(FairShare, AuthorsWhoSayAboutAsMuch_HearAtOnce) {
  VirtualGroup group;
  group.start_all(1);
  Stranger one(group, 0, 8), other(group, 0, 9);
  for (Stranger* author : {&one, &other}) author->join(false);
  for (Stranger* author : {&one, &other}) author->submit(author->chain(kFlood));
  group.run_for(protocol::kWatchEvery + 5ms);
  const auto more = [](Stranger& author) {
    auto chain = author.chain(2 * kFlood);
    chain.erase(chain.begin(), chain.begin() + kFlood);
    return chain;
  };
  for (Stranger* author : {&one, &other}) author->submit(more(*author));
  group.run_for(5ms);
  for (Stranger* author : {&one, &other}) EXPECT_EQ(confirmed(*author), 2 * kFlood);
}

// Our own lines: as many as the window has are on their way, fewer while we say much more than others do.
TEST(FairShare, OwnLines_GoInASmallWindowWhileOthersSpeak) {
  for (const bool others : {false, true}) {
    VirtualGroup group;
    group.start_all(1);
    Stranger leader(group, 0, 8);
    leader.join(true);
    if (others) leader.send(protocol::Relay{.entry = leader.entry(1, "a word, please")});
    const auto say = [&](int count) {
      for (int line = 0; line < count; ++line) group.say(0, "line " + std::to_string(line));
      group.run_for(10ms);
    };
    say(static_cast<int>(protocol::kLoudness) + 1);
    say(static_cast<int>(protocol::kWindow) + 1);
    EXPECT_EQ(leader.received<protocol::Submit>().size(), others ? protocol::kSharedWindow : protocol::kWindow);
  }
}

// Neighbours see that more was said, and ask for it.
TEST(FairShare, LinesThatWaitForTheirTurn_AreNotPulledAheadOfIt) {
  constexpr std::size_t kLines = 2000;
  VirtualGroup group;
  group.start_all(4);
  for (std::size_t line = 0; line < kLines; ++line) group.say(3, "line " + std::to_string(line));
  for (int line = 0; line < 50; ++line) {
    group.say(line % 3, "a word, please");
    group.run_for(20ms);
  }
  EXPECT_LT(group.transcript(0).size(), kLines / 2);
  group.run_for(3s);
  EXPECT_EQ(group.transcript(0).size(), kLines + 50);
  EXPECT_TRUE(group.identical());
}

TEST(FairShare, LongOwnLines_FillTheWindowSooner) {
  VirtualGroup group;
  group.start_all(1);
  Stranger leader(group, 0, 8);
  leader.join(true);
  for (int line = 0; line < 10; ++line) group.say(0, std::string(16'000, 'x'));
  group.run_for(20ms);
  EXPECT_EQ(leader.received<protocol::Submit>().size(), protocol::kWindowBytes / 16'000);
}

// It hears what it is called in the end, though not every name on the way.
TEST(FairShare, RenamedWithoutEnd_IsToldOnceASecond) {
  VirtualGroup group;
  group.start_all(2);
  const std::size_t before = group.events_of<MemberChanged>(0).size();
  for (int name = 0; name < 100; ++name) {
    ASSERT_TRUE(group.peer(1).set_nick("name" + std::to_string(name)).ok());
    group.run_for(3ms);
  }
  group.run_for(2s);
  EXPECT_EQ(group.events_of<MemberChanged>(0).size() - before, 2u);
  ASSERT_EQ(group.peer(0).members().size(), 2u);
  EXPECT_EQ(group.peer(0).members().front().nick, "name99");
}

}  // namespace
}  // namespace node
