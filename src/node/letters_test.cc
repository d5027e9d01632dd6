// Lines for one member, among several peers.
#include "node/letters.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "node/testing/virtual_group.h"
#include "node/testing/virtual_store.h"
#include "protocol/chat.h"

namespace node {
namespace {

using testing::VirtualGroup;

std::vector<Message> for_one(const VirtualGroup& group, int host) {
  std::vector<Message> found = group.events_of<Message>(host);
  std::erase_if(found, [](const Message& message) { return message.to.empty(); });
  return found;
}

std::string node_of(VirtualGroup& group, int host) { return base::to_hex(group.peer(host).id()); }

TEST(Letters, LineForOne_IsShownToAuthorAndRecipientAlone) {
  VirtualGroup group;
  group.start_all(4);
  const auto said = group.peer(1).say_to(node_of(group, 2), "psst");
  ASSERT_TRUE(said.ok()) << said.error().message;
  group.run_for(std::chrono::seconds(3));
  for (const int host : {1, 2}) {
    const auto shown = for_one(group, host);
    ASSERT_EQ(shown.size(), 1u) << host;
    EXPECT_EQ(shown[0].text, "psst");
    EXPECT_EQ(shown[0].id, said.value());
    EXPECT_EQ(shown[0].to, node_of(group, 2));
    EXPECT_EQ(shown[0].room, "");
    EXPECT_EQ(shown[0].own, host == 1);
    EXPECT_EQ(group.peer(host).conversation(node_of(group, 3 - host)).size(), 1u);
  }
  for (const int host : {0, 3}) {
    EXPECT_TRUE(for_one(group, host).empty()) << host;
    EXPECT_TRUE(group.peer(host).conversation(node_of(group, 1)).empty());
    const auto& entries = group.peer(host).chat().log.entries;
    EXPECT_EQ(std::count_if(entries.begin(), entries.end(), Letters::is_for_one), 1)
        << "kept, to be passed on";
    for (const auto& entry : entries) EXPECT_EQ(entry.text.value.find("psst"), std::string::npos);
  }
  EXPECT_TRUE(group.peer(2).history("").empty());
  EXPECT_EQ(group.peer(1).unacknowledged(), 0u);
}

TEST(Letters, LineForWhoIsAway_ArrivesByOthers) {
  VirtualGroup group;
  group.start_all(3);
  testing::VirtualStore store;
  group.start(3, {.store = &store});
  group.run_for(std::chrono::seconds(5));
  const std::string carol = node_of(group, 3);
  group.kill(3);
  group.run_for(std::chrono::seconds(5));
  ASSERT_TRUE(group.peer(1).say_to(carol, "for later").ok());
  group.run_for(std::chrono::seconds(3));
  group.kill(1);
  group.start(3, {.store = &store});
  ASSERT_TRUE(group.run_until([&] { return for_one(group, 3).size() == 1; }));
  EXPECT_EQ(for_one(group, 3)[0].text, "for later");
}

TEST(Letters, LineForOne_IsStoredReadableWhereItIsReadAndNowhereElse) {
  VirtualGroup group;
  std::array<testing::VirtualStore, 3> stores;
  group.start_all(1);
  for (int host = 1; host < 4; ++host)
    group.start(host, {.store = &stores[static_cast<std::size_t>(host - 1)]});
  group.run_for(std::chrono::seconds(5));
  ASSERT_TRUE(group.peer(1).say_to(node_of(group, 2), "psst").ok());
  group.run_for(std::chrono::seconds(3));
  for (std::size_t i = 0; i < stores.size(); ++i) {
    std::size_t found = 0;
    ASSERT_TRUE(stores[i].search({.query = "psst"}, [&](base::ByteView, std::optional<std::size_t>) { ++found; }).ok());
    EXPECT_EQ(found, i < 2 ? 1u : 0u) << i;
  }
}

TEST(Letters, LineForNobodyOrTooLong_IsRefusedAndUsesNothingUp) {
  VirtualGroup group;
  group.start_all(2);
  EXPECT_FALSE(group.peer(0).say_to("bob", "hi").ok());
  EXPECT_FALSE(group.peer(0).say_to(std::string(64, 'a'), "hi").ok());
  EXPECT_FALSE(group.peer(0).say_to(node_of(group, 0), "hi").ok());
  EXPECT_FALSE(group.peer(0).say_to(node_of(group, 1), std::string(kTextBytesMax, 'x')).ok());
  EXPECT_FALSE(group.peer(0).say_to(node_of(group, 1), "").ok());
  group.say(0, "in the room");
  group.run_for(std::chrono::seconds(2));
  EXPECT_EQ(group.transcript(1), std::vector<std::string>{"p0: in the room"});
}

}  // namespace
}  // namespace node
