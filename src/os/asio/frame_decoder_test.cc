#include "os/asio/frame_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/random.h"

namespace {

using Refusal = os::FrameDecoder::Refusal;

base::Bytes framed(const std::string& body) {
  const std::size_t length = body.size();
  base::Bytes bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(length >> shift));
  bytes.insert(bytes.end(), body.begin(), body.end());
  return bytes;
}

base::Bytes operator+(base::Bytes left, const base::Bytes& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

std::vector<std::string> decode(os::FrameDecoder& decoder, base::ByteView bytes) {
  std::vector<std::string> frames;
  decoder.feed(bytes);
  while (const auto frame = decoder.next()) frames.emplace_back(frame->begin(), frame->end());
  return frames;
}

TEST(FrameDecoder, SplitAtEveryByte_GivesTheSameFrames) {
  const base::Bytes stream = framed("one") + framed("second") + framed("3");
  const std::vector<std::string> expected{"one", "second", "3"};
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    os::FrameDecoder decoder(10);
    std::vector<std::string> frames = decode(decoder, base::ByteView(stream).first(cut));
    for (auto& frame : decode(decoder, base::ByteView(stream).subspan(cut))) frames.push_back(frame);
    EXPECT_EQ(frames, expected) << "cut at " << cut;
    EXPECT_FALSE(decoder.mid_frame());
  }
}

TEST(FrameDecoder, ByteByByte_GivesTheSameFrames) {
  const base::Bytes stream = framed("one") + framed("second") + framed("3");
  os::FrameDecoder decoder(10);
  std::vector<std::string> frames;
  for (const std::uint8_t byte : stream) {
    for (auto& frame : decode(decoder, {&byte, 1})) frames.push_back(frame);
  }
  EXPECT_EQ(frames, (std::vector<std::string>{"one", "second", "3"}));
}

TEST(FrameDecoder, CoalescedFrames_AllCome) {
  base::Bytes stream;
  for (int i = 0; i < 1000; ++i) stream = stream + framed("x");
  os::FrameDecoder decoder(10);
  EXPECT_EQ(decode(decoder, stream).size(), 1000u);
}

TEST(FrameDecoder, FrameOfTheLimit_IsTaken) {
  os::FrameDecoder decoder(5);
  EXPECT_EQ(decode(decoder, framed("12345")), std::vector<std::string>{"12345"});
  EXPECT_FALSE(decoder.refusal().has_value());
}

TEST(FrameDecoder, ZeroLength_IsRefusedAfterTheFramesBefore) {
  os::FrameDecoder decoder(5);
  EXPECT_EQ(decode(decoder, framed("ok") + framed("") + framed("no")), std::vector<std::string>{"ok"});
  EXPECT_EQ(decoder.refusal(), Refusal::kEmptyFrame);
}

TEST(FrameDecoder, LengthOverTheLimit_IsRefusedBeforeItsBody) {
  for (const base::Bytes& header : {base::Bytes{0, 0, 0, 6}, base::Bytes{0x80, 0, 0, 0},
                                    base::Bytes{0xff, 0xff, 0xff, 0xff}, base::Bytes{0, 1, 0, 0}}) {
    os::FrameDecoder decoder(5);
    EXPECT_TRUE(decode(decoder, header).empty());
    EXPECT_EQ(decoder.refusal(), Refusal::kFrameTooLong);
  }
}

TEST(FrameDecoder, Refused_StaysRefused) {
  os::FrameDecoder decoder(5);
  decode(decoder, framed(""));
  EXPECT_TRUE(decode(decoder, framed("ok")).empty());
  EXPECT_EQ(decoder.refusal(), Refusal::kEmptyFrame);
}

TEST(FrameDecoder, LimitRaisedBetweenFrames_HoldsForTheNext) {
  os::FrameDecoder decoder(5);
  const base::Bytes stream = framed("12345") + framed("123456");
  decoder.feed(stream);
  ASSERT_TRUE(decoder.next().has_value());
  decoder.set_frame_bytes_max(6);
  EXPECT_TRUE(decoder.next().has_value());
}

TEST(FrameDecoder, CutFrame_IsMidFrame) {
  os::FrameDecoder decoder(5);
  EXPECT_FALSE(decoder.mid_frame());
  decode(decoder, base::Bytes{0});
  EXPECT_TRUE(decoder.mid_frame());
}

// Whatever the bytes and the pieces: frames stay within the limit, and pieces make no difference.
TEST(FrameDecoder, RandomBytesInRandomPieces_GiveWhatTheWholeGives) {
  base::SeededRandom random(7);
  for (int round = 0; round < 2000; ++round) {
    base::Bytes stream;
    for (std::uint64_t frames = random.below(5); frames > 0; --frames) {
      stream = stream + framed(std::string(random.below(8), 'f'));
    }
    for (std::uint64_t noise = random.below(10); noise > 0; --noise) {
      stream.push_back(static_cast<std::uint8_t>(random.below(4) == 0 ? random.next() : 0));
    }
    os::FrameDecoder whole(6);
    const std::vector<std::string> expected = decode(whole, stream);
    os::FrameDecoder pieces(6);
    std::vector<std::string> frames;
    for (base::ByteView rest = stream; !rest.empty();) {
      const std::size_t size = 1 + random.below(rest.size());
      for (auto& frame : decode(pieces, rest.first(size))) frames.push_back(frame);
      rest = rest.subspan(size);
    }
    ASSERT_EQ(frames, expected) << "round " << round;
    ASSERT_EQ(pieces.refusal(), whole.refusal()) << "round " << round;
    for (const std::string& frame : frames) ASSERT_LE(frame.size(), 6u);
  }
}

}  // namespace
