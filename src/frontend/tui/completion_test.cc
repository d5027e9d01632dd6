#include "frontend/tui/completion.h"

#include <gtest/gtest.h>

namespace frontend::tui {
namespace {

using Choices = std::vector<std::string>;
const Completable kKnown{
    .nicks = {"Carol", "bob", "carl"}, .rooms = {"garden", "lobby"}, .commands = {"join", "who", "why"}};

Choices choices(std::string_view text) { return complete(text, text.size(), kKnown).choices; }

TEST(Completion, Nick_AtTheBeginningIsAddressed) {
  EXPECT_EQ(choices("bo"), Choices{"bob: "});
  EXPECT_EQ(choices("hello car"), (Choices{"Carol ", "carl "}));
  EXPECT_EQ(complete("hello car", 9, kKnown).begin, 6u);
}

TEST(Completion, CommandsAndRooms_AreKnown) {
  EXPECT_EQ(choices("/w"), (Choices{"/who ", "/why "}));
  EXPECT_EQ(choices("see #g"), Choices{"#garden "});
  EXPECT_EQ(choices("/join l"), Choices{"lobby"});
  EXPECT_EQ(choices("xyz"), Choices{});
}

}  // namespace
}  // namespace frontend::tui
