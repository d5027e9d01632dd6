#include "os/asio/send_queue.h"

#include <algorithm>

#include "base/check.h"
#include "os/asio/frame_decoder.h"

namespace os {

namespace {

// A queue of tiny frames costs more than their bytes: header, pointer, the shared block.
constexpr std::size_t kFrameOverheadBytes = 64;

std::size_t cost_of(const base::SharedBytes& frame) { return frame->size() + kFrameOverheadBytes; }

void append_header(base::Bytes& out, std::size_t length) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(length >> shift));
}

}  // namespace

bool SendQueue::push(env::Lane lane, base::SharedBytes frame) {
  const std::size_t cost = cost_of(frame);
  if (cost > bytes_max_ - bytes_) return false;
  bytes_ += cost;
  ++frame_count_;
  lanes_[static_cast<std::size_t>(lane)].push_back(std::move(frame));
  return true;
}

std::size_t SendQueue::take(base::Bytes& out, std::size_t bytes_max) {
  std::size_t completed = 0;
  while (std::deque<base::SharedBytes>* lane = most_urgent_lane()) {
    const base::Bytes& frame = *lane->front();
    const bool begun = lane == split_lane_;
    const std::size_t left = frame.size() - (begun ? split_bytes_done_ : 0);
    const std::size_t room = bytes_max - std::min(bytes_max, out.size());
    const std::size_t wanted = left + (begun ? 0 : kFrameHeaderBytes);
    if (wanted > room && !out.empty()) break;

    if (!begun) append_header(out, frame.size());
    const std::size_t piece = wanted > room ? bytes_max - out.size() : left;
    const auto from = frame.end() - static_cast<std::ptrdiff_t>(left);
    out.insert(out.end(), from, from + static_cast<std::ptrdiff_t>(piece));
    if (piece < left) {
      split_lane_ = lane;
      split_bytes_done_ = frame.size() - left + piece;
      break;
    }
    finish_front(*lane);
    ++completed;
  }
  return completed;
}

std::deque<base::SharedBytes>* SendQueue::most_urgent_lane() {
  if (split_lane_ != nullptr) return split_lane_;
  for (auto& lane : lanes_) {
    if (!lane.empty()) return &lane;
  }
  return nullptr;
}

void SendQueue::finish_front(std::deque<base::SharedBytes>& lane) {
  CHECK(bytes_ >= cost_of(lane.front()), "a frame leaves the queue at the cost it entered with");
  bytes_ -= cost_of(lane.front());
  --frame_count_;
  lane.pop_front();
  split_lane_ = nullptr;
  split_bytes_done_ = 0;
}

void SendQueue::clear() { *this = SendQueue(bytes_max_); }

}  // namespace os
