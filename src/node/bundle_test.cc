// Lines that are said together share an entry, and nobody sees a difference.
#include <gtest/gtest.h>

#include "node/testing/virtual_group.h"
#include "node/testing/virtual_store.h"
#include "protocol/chat.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::HostId;
using testing::VirtualGroup;
using testing::VirtualStore;

using Texts = std::vector<std::string>;

Texts texts_of(const std::vector<Message>& messages) {
  Texts texts;
  for (const Message& message : messages) texts.push_back(message.nick + " " + message.text);
  return texts;
}

std::size_t entries(VirtualGroup& group, HostId host) { return group.peer(host).chat().log.entries.size(); }

TEST(Bundles, SaidTogether_AreOneEntryForAllAndAsManyLines) {
  VirtualGroup group;
  group.start_all(3);
  Texts ids;
  Session& session = group.peer(1);
  for (const char* text : {"one", "two"}) ids.push_back(session.say("lobby", text).value());
  ids.push_back(session.say_as({.room = "lobby", .text = "three", .as = "bot", .notice = true}).value());
  ids.push_back(session.say("lobby", "four").value());
  EXPECT_EQ(session.unacknowledged(), 4u);
  group.run_for(1s);
  for (const HostId host : {0, 1, 2}) {
    EXPECT_EQ(entries(group, host), 1u);
    const auto messages = group.events_of<Message>(host);
    EXPECT_EQ(texts_of(messages), (Texts{"p1 one", "p1 two", "bot three", "p1 four"}));
    ASSERT_EQ(messages.size(), 4u);
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_EQ(messages[i].id, ids[i]);
      EXPECT_EQ(messages[i].notice, i == 2);
      EXPECT_EQ(messages[i].own, host == 1);
      EXPECT_FALSE(messages[i].late);
    }
    EXPECT_EQ(texts_of(group.peer(host).history("lobby")), texts_of(messages));
  }
  EXPECT_TRUE(group.identical());
  EXPECT_EQ(session.unacknowledged(), 0u);
  Texts acknowledged;
  for (const Acknowledged& line : group.events_of<Acknowledged>(1)) acknowledged.push_back(line.id);
  EXPECT_EQ(acknowledged, ids);
  EXPECT_EQ(session.spoken().said, 4u);
  EXPECT_EQ(session.spoken().told, 4u);
}

TEST(Bundles, EndWhereRoomReceiverOrKindChanges) {
  VirtualGroup group;
  group.start_all(2);
  Session& session = group.peer(1);
  const std::string other = base::to_hex(group.peer(0).id());
  ASSERT_TRUE(session.say("lobby", "a").ok());
  ASSERT_TRUE(session.say("garden", "b").ok());
  ASSERT_TRUE(session.say("garden", "c").ok());
  ASSERT_TRUE(session.say_to(other, "d").ok());
  ASSERT_TRUE(session.say("garden", "e").ok());
  ASSERT_TRUE(session.set("topic", "f").ok());
  ASSERT_TRUE(session.say("garden", "g").ok());
  group.run_for(1s);
  EXPECT_EQ(entries(group, 0), 6u);
  EXPECT_EQ(texts_of(group.events_of<Message>(0)), (Texts{"p1 a", "p1 b", "p1 c", "p1 d", "p1 e", "p1 g"}));
  EXPECT_EQ(group.events_of<Setting>(0).size(), 1u);
  EXPECT_EQ(session.unacknowledged(), 0u);
}

TEST(Bundles, MoreThanOneHolds_AreSeveral) {
  VirtualGroup group;
  group.start_all(2);
  Texts said;
  for (std::size_t i = 0; i < 2 * protocol::kBundleLines + 1; ++i) {
    said.push_back("p1 " + std::to_string(i));
    ASSERT_TRUE(group.peer(1).say("lobby", std::to_string(i)).ok());
  }
  for (const std::size_t size : {protocol::kBundleBytes - 100, std::size_t{200}, protocol::kTextBytes}) {  // the first joins the last
    said.push_back("p1 " + std::string(size, 'x'));
    ASSERT_TRUE(group.peer(1).say("lobby", std::string(size, 'x')).ok());
  }
  group.run_for(1s);
  EXPECT_EQ(entries(group, 0), 5u);
  EXPECT_EQ(texts_of(group.events_of<Message>(0)), said);
}

TEST(Bundles, HistoryOfSoManyLines_BeginsWithinABundle) {
  VirtualStore store;
  VirtualGroup group;
  group.start(0, {.portions = {.in_memory = 20}, .store = &store});
  for (int burst = 0; burst < 12; ++burst) {
    for (int line = 0; line < 5; ++line) {
      ASSERT_TRUE(group.peer(0).say("lobby", std::to_string(5 * burst + line)).ok());
    }
    group.run_for(1s);
  }
  EXPECT_LE(entries(group, 0), 4u) << "memory is so many lines, not entries";
  for (const std::size_t count : {1u, 4u, 5u, 7u, 23u, 57u, 60u, 100u}) {
    const auto lines = group.peer(0).history("lobby", count);
    ASSERT_EQ(lines.size(), std::min<std::size_t>(count, 60)) << count;
    for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(lines[i].text, std::to_string(60 - lines.size() + i));
  }
}

TEST(Bundles, RestartWithMoreLinesThanMemoryHolds_KeepsTheNewestThere) {
  VirtualStore store;
  VirtualGroup group;
  const VirtualGroup::Start start{.portions = {.in_memory = 20}, .store = &store};
  group.start(0, start);
  for (int line = 0; line < 64; ++line) ASSERT_TRUE(group.peer(0).say("lobby", std::to_string(line)).ok());
  group.run_for(1s);
  for (int line = 64; line < 74; ++line) ASSERT_TRUE(group.peer(0).say("lobby", std::to_string(line)).ok());
  group.run_for(1s);
  group.kill(0);
  group.start(0, start);
  group.run_for(1s);
  EXPECT_EQ(entries(group, 0), 1u);
  EXPECT_EQ(group.peer(0).history("lobby").size(), 74u);
  EXPECT_EQ(group.shown(0).size(), 74u) << "nothing is shown twice";
}

TEST(Bundles, SaidByWhoLeavesAtOnce_ReachTheOthers) {
  VirtualGroup group;
  group.start_all(2);
  for (const char* text : {"one", "two"}) ASSERT_TRUE(group.peer(1).say("lobby", text).ok());
  group.peer(1).leave();
  group.run_for(1s);
  EXPECT_EQ(texts_of(group.events_of<Message>(0)), (Texts{"p1 one", "p1 two"}));
}

}  // namespace
}  // namespace node
