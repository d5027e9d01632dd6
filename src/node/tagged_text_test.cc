#include "node/tagged_text.h"

#include <gtest/gtest.h>

#include "node/testing/virtual_group.h"

namespace node {
namespace {

TEST(TaggedText, TagsAndText_ComeBackAsTheyWere) {
  for (const TaggedText parts : {TaggedText{"", "hello"}, {"+a=b;+c", "hello"}, {"+a", ""}, {"", "\x1ehello"}, {"+a", "\x1e\x1e"}}) {
    const std::string said = tagged_text(parts);
    EXPECT_EQ(read_tagged_text(said).tags, parts.tags) << said;
    EXPECT_EQ(read_tagged_text(said).text, parts.text) << said;
  }
  EXPECT_EQ(tagged_text({"", "hello"}), "hello") << "a line without costs nothing";
}

TEST(TaggedText, MarkWithoutAnother_IsText) {
  EXPECT_EQ(read_tagged_text("\x1ehello").text, "\x1ehello");
  EXPECT_EQ(read_tagged_text("").text, "");
}

TEST(TaggedText, OfALine_ReachesAllAndIsNotItsText) {
  testing::VirtualGroup group;
  group.start_all(3);
  ASSERT_TRUE(group.peer(1).say_as({.room = "lobby", .text = "yes", .tags = "+draft/reply=1"}));
  ASSERT_TRUE(group.peer(1).say_as({.room = "lobby", .text = "", .tags = "+draft/react=x"}));
  ASSERT_TRUE(group.peer(1).say_as({.node = base::to_hex(group.peer(2).id()), .text = "", .tags = "+for=you"}));
  EXPECT_FALSE(group.peer(1).say_as({.room = "lobby", .text = ""})) << "what has neither is nothing";
  ASSERT_TRUE(group.run_until([&] { return group.shown(2).size() == 3; }));
  const auto seen = group.events_of<Message>(2);
  EXPECT_EQ(seen[0].tags + " " + seen[0].text, "+draft/reply=1 yes");
  EXPECT_EQ(seen[1].tags + " " + seen[1].text, "+draft/react=x ");
  EXPECT_EQ(seen[2].tags + " " + seen[2].text, "+for=you ");
  EXPECT_EQ(group.transcript(0), (std::vector<std::string>{"p1: yes"})) << "reactions are no lines";
  EXPECT_EQ(group.peer(1).conversation(base::to_hex(group.peer(2).id())).size(), 0u);
}

}  // namespace
}  // namespace node
