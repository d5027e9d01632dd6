#include "node/names.h"

#include <gtest/gtest.h>

#include "node/look.h"
#include "node/testing/stranger.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::VirtualGroup;

TEST(Look, SameLetterWrittenInTwoWays_IsOneNick) {
  EXPECT_EQ(composed("rene\u0301"), "ren\u00e9");
  EXPECT_EQ(composed("ren\u00e9"), "ren\u00e9");
  EXPECT_EQ(composed("ada"), "ada");
}

TEST(Look, NicksThatPeopleTakeForOneAnother_LookTheSame) {
  const std::string ada = look_of("ada");
  EXPECT_EQ(look_of("Ada"), ada);
  EXPECT_EQ(look_of("\u0430da"), ada);        // a Cyrillic letter
  EXPECT_EQ(look_of("a\u200bda"), ada);       // with a blank of no width
  EXPECT_EQ(look_of("\uff41da"), ada);        // a wide letter
  EXPECT_EQ(look_of("ada~1f3c9a00"), ada);    // with somebody's tag
  EXPECT_EQ(look_of("\u202eada"), ada);       // with its direction turned
  EXPECT_EQ(look_of("rnike"), look_of("mike"));
}

TEST(Look, OtherNicks_LookDifferent) {
  for (const char* nick : {"bob", "adam", "ada2", "ida", "\u5b89\u9054"}) EXPECT_NE(look_of(nick), look_of("ada")) << nick;
  EXPECT_FALSE(look_of("~").empty());
}

TEST(Names, TwoThatLookAlike_AreSharedUntilOneChanges) {
  Names names;
  names.note("1", "ada");
  names.note("2", "bob");
  EXPECT_FALSE(names.is_shared("1", "ada"));
  names.note("3", "\u0430da");
  EXPECT_TRUE(names.is_shared("1", "ada"));
  EXPECT_TRUE(names.is_shared("3", "\u0430da"));
  EXPECT_FALSE(names.is_shared("2", "bob"));
  names.note("3", "eve");
  EXPECT_FALSE(names.is_shared("1", "ada"));
  EXPECT_TRUE(names.is_shared("3", "\u0430da"));  // what it said under that name is still not ada's
  names.note("3", "ada");
  names.forget("3");
  EXPECT_FALSE(names.is_shared("1", "ada"));
}

TEST(Names, MemberThatIsAway_KeepsItsName) {
  Names names;
  names.note_first("1", "ada");
  names.note_first("1", "eve");
  EXPECT_TRUE(names.is_shared("2", "ADA"));
  EXPECT_FALSE(names.is_shared("2", "eve"));
}

std::size_t warnings(VirtualGroup& group, testing::HostId host) {
  const auto failures = group.events_of<Failure>(host);
  return static_cast<std::size_t>(std::count_if(failures.begin(), failures.end(), [](const Failure& f) { return f.code == "namesake"; }));
}

TEST(Names, NickOfAnother_IsMarkedAndTold) {
  VirtualGroup group;
  group.start_all(2);
  EXPECT_FALSE(group.peer(0).members()[0].namesake);
  ASSERT_TRUE(group.peer(1).set_nick("P0"));
  group.run_for(1s);
  group.say(1, "hand it over");
  group.run_for(1s);
  EXPECT_TRUE(group.peer(0).history("lobby").back().namesake);
  for (const MemberInfo& member : group.peer(0).members()) EXPECT_TRUE(member.namesake) << member.nick;
  EXPECT_EQ(warnings(group, 0), 1u);
}

TEST(Names, MemberThatCameBackWithANewKey_IsToldOf) {
  VirtualGroup group;
  group.start_all(2);
  group.kill(1);
  group.run_for(60s);
  group.start(2, {.nick = "p1"});
  group.run_for(1s);
  EXPECT_EQ(warnings(group, 0), 1u);
  group.say(2, "it is me");
  group.run_for(1s);
  EXPECT_NE(group.peer(0).history("lobby").back().nick, "p1");  // the elder keeps its nick, here or not
}

TEST(Names, ClockFarAhead_IsShownAsNow) {
  Names names;
  const base::WallTime now(1000h);
  const auto shown_at = [&](base::WallTime said_at) {
    Message message;
    message.said_at = said_at;
    names.mark(message, now);
    return message.said_at;
  };
  EXPECT_EQ(shown_at(now + 61s), now);
  EXPECT_EQ(shown_at(now + 60s), now + 60s);
  EXPECT_EQ(shown_at(now - 1000h), now - 1000h);
}

}  // namespace
}  // namespace node
