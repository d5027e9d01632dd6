#include "os/terminal/key_decoder.h"

#include <gtest/gtest.h>

#include <vector>

namespace {

using env::Key;
using env::KeyKind;

struct Heard {
  std::vector<Key> keys;
  std::vector<std::string> pastes;
};

struct Fed {
  Heard heard;
  os::KeyDecoder decoder{{.key = [this](const Key& key) { heard.keys.push_back(key); },
                          .pasted = [this](std::string text) { heard.pastes.push_back(std::move(text)); }}};
};

TEST(KeyDecoder, SplitAtEveryByte_GivesTheSameKeys) {
  const std::string bytes =
      "a\xC3\xA4\xF0\x9F\x98\x80\x1b[A\x1b[5~\x1b[1;5D\x1bOH\r\x17\x1b[200~one\ntwo\x1b[201~z";
  const std::vector<Key> expected = {{KeyKind::kText, "a"},
                                     {KeyKind::kText, "\xC3\xA4"},
                                     {KeyKind::kText, "\xF0\x9F\x98\x80"},
                                     {KeyKind::kUp},
                                     {KeyKind::kPageUp},
                                     {KeyKind::kWordLeft},
                                     {KeyKind::kHome},
                                     {KeyKind::kEnter},
                                     {KeyKind::kControl, "w"},
                                     {KeyKind::kText, "z"}};
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    Fed fed;
    fed.decoder.feed(std::string_view(bytes).substr(0, cut));
    fed.decoder.feed(std::string_view(bytes).substr(cut));
    EXPECT_EQ(fed.heard.keys, expected) << "cut at " << cut;
    EXPECT_EQ(fed.heard.pastes, std::vector<std::string>{"one\ntwo"}) << "cut at " << cut;
  }
}

TEST(KeyDecoder, LoneEscape_WaitsUntilToldNotTo) {
  Fed fed;
  fed.decoder.feed("\x1b");
  EXPECT_TRUE(fed.heard.keys.empty());
  EXPECT_TRUE(fed.decoder.waits());
  fed.decoder.give_up_waiting();
  EXPECT_EQ(fed.heard.keys, std::vector<Key>{{KeyKind::kEscape}});
  EXPECT_FALSE(fed.decoder.waits());
}

TEST(KeyDecoder, PasteWithoutEnd_StaysBounded) {
  Fed fed;
  fed.decoder.feed("\x1b[200~");
  const std::string piece(64 * 1024, 'x');
  for (int i = 0; i < 16; ++i) fed.decoder.feed(piece);
  fed.decoder.feed("\x1b[201~");
  ASSERT_EQ(fed.heard.pastes.size(), 1u);
  EXPECT_EQ(fed.heard.pastes[0].size(), os::kPasteBytesMax);
}

TEST(KeyDecoder, BytesThatAreNoText_GiveNoKey) {
  Fed fed;
  fed.decoder.feed("\xFF\x80\x1b[9999999999999999999999999999999999999999999");
  EXPECT_TRUE(fed.heard.pastes.empty());
}

}  // namespace
