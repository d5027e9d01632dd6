// SendQueue: the frames of one link that wait to be written, by lane. Bounded; shares the frames' bytes.
// It forms what goes on the wire and never touches a socket.
#pragma once

#include <array>
#include <cstddef>
#include <deque>

#include "base/bytes.h"
#include "env/network.h"

namespace os {

class SendQueue {
 public:
  explicit SendQueue(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  // False when the frame does not fit any more; the queue is then as it was.
  bool push(env::Lane lane, base::SharedBytes frame);

  // Appends headers and frames to `out`, urgent lanes first, until it holds `bytes_max` bytes. Many small
  // frames go out together. A frame larger than that is split, and then continues before any other.
  // Answers how many frames were completed.
  std::size_t take(base::Bytes& out, std::size_t bytes_max);

  bool empty() const { return frame_count_ == 0; }
  void clear();

 private:
  std::deque<base::SharedBytes>* most_urgent_lane();
  void finish_front(std::deque<base::SharedBytes>& lane);

  static constexpr std::size_t kLanes = 3;

  std::size_t bytes_max_;
  std::size_t bytes_ = 0;  // what the waiting frames cost, bookkeeping included
  std::size_t frame_count_ = 0;
  std::array<std::deque<base::SharedBytes>, kLanes> lanes_;
  std::deque<base::SharedBytes>* split_lane_ = nullptr;  // its front frame was begun
  std::size_t split_bytes_done_ = 0;                     // of that frame's body
};

}  // namespace os
