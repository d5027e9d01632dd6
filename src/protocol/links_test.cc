// What is known of links.
#include "protocol/links.h"

#include <gtest/gtest.h>

#include "protocol/chat.h"

namespace protocol {
namespace {

// A frame may wait before a tick takes it in: whoever hung up shortly after it was not silent before.
TEST(Links, FrameThatWaited_IsASignOfLifeFromWhenItCame) {
  bloom::Program program;
  const Self self{};
  Chat chat(program, self);
  chat.host.opened.insert({7, false});
  program.tick(base::Instant(1s));
  chat.host.frame_came.insert({7, base::Instant(1500ms)});
  program.tick(base::Instant(1700ms));
  const Heard* heard = chat.links.heard.find(7);
  ASSERT_NE(heard, nullptr);
  EXPECT_EQ(*heard->at.reveal(), base::Instant(1500ms));
}

}  // namespace
}  // namespace protocol
