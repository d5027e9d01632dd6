// Settings and the lines of several users: both are on the log, and only one of them is shown.
#include "node/settings.h"

#include <gtest/gtest.h>

#include "node/testing/virtual_group.h"
#include "node/testing/virtual_store.h"
#include "protocol/chat.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::VirtualGroup;

std::vector<std::string> settings_of(const Session& session) {
  std::vector<std::string> found;
  session.visit_settings([&](const Setting& setting) { found.push_back(setting.name + "=" + setting.value); });
  return found;
}

using Found = std::vector<std::string>;

TEST(Settings, OneThatIsSet_IsToldToAllAndShownToNobody) {
  VirtualGroup group;
  group.start_all(2);
  ASSERT_TRUE(group.peer(1).set("t lobby", "roses"));
  group.run_for(1s);
  for (const testing::HostId host : {0, 1}) {
    EXPECT_EQ(settings_of(group.peer(host)), Found{"t lobby=roses"});
    ASSERT_EQ(group.events_of<Setting>(host).size(), 1u);
    EXPECT_EQ(group.events_of<Setting>(host)[0].node, base::to_hex(group.peer(1).id()));
    EXPECT_TRUE(group.transcript(host).empty());
    EXPECT_TRUE(group.peer(host).history("t lobby").empty());
  }
  EXPECT_EQ(group.peer(1).unacknowledged(), 0u);
}

TEST(Settings, SetAgain_TheLaterCountsInWhateverOrderTheyCome) {
  Settings settings;
  protocol::Entry entry{.kind = protocol::kSets, .room = {"name"}, .text = {"new"}};
  entry.hlc = 2;
  EXPECT_TRUE(settings.take(entry));
  entry.hlc = 1;
  entry.text = {"old"};
  EXPECT_FALSE(settings.take(entry));
  entry.hlc = 3;
  entry.text = {"new"};
  EXPECT_FALSE(settings.take(entry)) << "it is no news";
  settings.visit([](const Setting& setting) { EXPECT_EQ(setting.value, "new"); });
}

TEST(Settings, OfOneAuthor_AreLimited) {
  Settings settings;
  protocol::Entry entry{.kind = protocol::kSets, .text = {"x"}};
  for (std::size_t i = 0; i <= Settings::kNamesMax; ++i) {
    entry.hlc = i + 1;
    entry.room = {std::to_string(i)};
    EXPECT_EQ(settings.take(entry), i < Settings::kNamesMax);
  }
}

TEST(Settings, PeerThatStartsAgain_KnowsThem) {
  VirtualGroup group;
  testing::VirtualStore store;
  group.start(0, {.store = &store});
  group.run_for(1s);
  ASSERT_TRUE(group.peer(0).set("t lobby", "roses"));
  group.run_for(1s);
  group.kill(0);
  group.start(0, {.store = &store});
  EXPECT_EQ(settings_of(group.peer(0)), Found{"t lobby=roses"});
}

TEST(Settings, OutOfBounds_AreRefused) {
  VirtualGroup group;
  group.start_all(1);
  EXPECT_FALSE(group.peer(0).set("", "x"));
  EXPECT_FALSE(group.peer(0).set(std::string(65, 'x'), "x"));
  EXPECT_FALSE(group.peer(0).set("x", ""));
  EXPECT_FALSE(group.peer(0).set("x", std::string(kTextBytesMax + 1, 'x')));
}

TEST(Users, LinesOfSeveralAtOnePeer_CarryTheirNicks) {
  VirtualGroup group;
  group.start_all(2);
  ASSERT_TRUE(group.peer(1).say_as({.room = "lobby", .text = "hi", .as = "ann"}));
  ASSERT_TRUE(group.peer(1).say_as({.room = "lobby", .text = "beep", .as = "bot", .notice = true}));
  EXPECT_FALSE(group.peer(1).say_as({.room = "lobby", .text = "hi", .as = std::string(33, 'a')}));
  group.run_for(1s);
  const std::vector<Message> heard = group.events_of<Message>(0);
  ASSERT_EQ(heard.size(), 2u);
  EXPECT_EQ(heard[0].nick, "ann");
  EXPECT_FALSE(heard[0].notice);
  EXPECT_EQ(heard[1].nick, "bot");
  EXPECT_TRUE(heard[1].notice);
}

TEST(Users, PrivateLine_NamesTheUserInsideTheSeal) {
  VirtualGroup group;
  group.start_all(2);
  const std::string node = base::to_hex(group.peer(0).id());
  ASSERT_TRUE(group.peer(1).say_as({.node = node, .text = "psst", .as = "ann", .to_user = "ben"}));
  ASSERT_TRUE(group.peer(1).say_as({.node = node, .text = "\x02looks like a mark"}));
  group.run_for(1s);
  const std::vector<Message> heard = group.events_of<Message>(0);
  ASSERT_EQ(heard.size(), 2u);
  EXPECT_EQ(heard[0].to_user, "ben");
  EXPECT_EQ(heard[0].text, "psst");
  EXPECT_EQ(heard[1].to_user, "");
  EXPECT_EQ(heard[1].text, "\x02looks like a mark");
  for (const auto& entry : group.peer(0).chat().log.entries) EXPECT_EQ(entry.text.value.find("ben"), std::string::npos);
}

}  // namespace
}  // namespace node
