#include "os/asio/frame_decoder.h"

#include <algorithm>

#include "base/check.h"

namespace os {

namespace {

// A link that once carried a large frame must not hold its memory for ever.
constexpr std::size_t kKeptBytesMax = 4 * 1024;

std::size_t read_length(base::ByteView header) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < kFrameHeaderBytes; ++i) length = (length << 8) | header[i];
  return length;
}

}  // namespace

void FrameDecoder::feed(base::ByteView bytes) {
  CHECK(input_.empty() || refusal_, "feed() only after next() answered nothing");
  input_ = refusal_ ? base::ByteView{} : bytes;
}

std::optional<base::ByteView> FrameDecoder::next() {
  drop_returned_partial();
  if (refusal_) return std::nullopt;

  if (partial_.empty() && input_.size() >= kFrameHeaderBytes) {
    const std::size_t length = read_length(input_);
    if (!accept_length(length)) return std::nullopt;
    if (input_.size() - kFrameHeaderBytes >= length) {
      const base::ByteView frame = input_.subspan(kFrameHeaderBytes, length);
      input_ = input_.subspan(kFrameHeaderBytes + length);
      return frame;
    }
  }

  if (!fill_partial_to(kFrameHeaderBytes)) return std::nullopt;
  const std::size_t length = read_length(partial_);
  if (!accept_length(length)) return std::nullopt;
  if (!fill_partial_to(kFrameHeaderBytes + length)) return std::nullopt;
  partial_was_returned_ = true;
  return base::ByteView(partial_).subspan(kFrameHeaderBytes);
}

bool FrameDecoder::accept_length(std::size_t length) {
  if (length == 0) refusal_ = Refusal::kEmptyFrame;
  if (length > frame_bytes_max_) refusal_ = Refusal::kFrameTooLong;
  if (refusal_) input_ = {};
  return !refusal_;
}

bool FrameDecoder::fill_partial_to(std::size_t size) {
  if (partial_.size() < size) {
    const base::ByteView taken = input_.first(std::min(input_.size(), size - partial_.size()));
    partial_.insert(partial_.end(), taken.begin(), taken.end());
    input_ = input_.subspan(taken.size());
  }
  return partial_.size() >= size;
}

void FrameDecoder::drop_returned_partial() {
  if (!partial_was_returned_) return;
  partial_was_returned_ = false;
  partial_.clear();
  if (partial_.capacity() > kKeptBytesMax) partial_.shrink_to_fit();
}

}  // namespace os
