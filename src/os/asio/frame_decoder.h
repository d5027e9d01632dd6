// FrameDecoder: cuts a stream of bytes into frames (4 bytes big-endian length, then that many bytes).
// One per link. Takes any bytes in any pieces; memory follows what arrived, never what a length claims.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.h"

namespace os {

inline constexpr std::size_t kFrameHeaderBytes = 4;

class FrameDecoder {
 public:
  enum class Refusal : std::uint8_t { kEmptyFrame, kFrameTooLong };

  explicit FrameDecoder(std::size_t frame_bytes_max) : frame_bytes_max_(frame_bytes_max) {}

  // Holds for every frame not yet returned: a stranger is allowed less than a member.
  void set_frame_bytes_max(std::size_t bytes) { frame_bytes_max_ = bytes; }

  // `bytes` stay the caller's and must live until next() has answered nothing.
  void feed(base::ByteView bytes);

  // The next whole frame, valid until the next call; nothing when more bytes are needed or after a refusal.
  std::optional<base::ByteView> next();

  // Once a length is refused nothing that follows can be trusted: the decoder stays refused.
  std::optional<Refusal> refusal() const { return refusal_; }

  // Some bytes of a frame are here and others are not.
  bool mid_frame() const { return !partial_.empty() && !partial_was_returned_; }

 private:
  bool accept_length(std::size_t length);
  bool fill_partial_to(std::size_t size);
  void drop_returned_partial();

  std::size_t frame_bytes_max_;
  base::ByteView input_;  // fed, not yet looked at
  base::Bytes partial_;   // header and body of a frame that came in pieces
  bool partial_was_returned_ = false;
  std::optional<Refusal> refusal_;
};

}  // namespace os
