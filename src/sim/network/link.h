// Link: a connection between two hosts: two ends, each with the pipe it writes to. Plain state; what happens
// to it is in sim_network.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "base/random.h"
#include "base/time.h"
#include "env/network.h"
#include "sim/core/host_index.h"
#include "sim/core/ring.h"

namespace sim {

struct Flight {
  base::SharedBytes frame;
  base::Instant arrives{};
};

// One direction, from the end that writes to the other.
struct Pipe {
  std::array<Ring<base::SharedBytes>, 3> lanes;  // not yet on the wire
  std::size_t waiting_bytes = 0;
  std::size_t waiting_frames = 0;
  Ring<Flight> flight;          // in order; the front arrives first
  base::SharedBytes held_back;  // changes places with the next frame
  base::SeededRandom random{0};
  base::Instant last_arrival{};  // nothing may arrive before
  base::Instant busy_until{};    // the wire, where bandwidth is limited
  std::size_t unread_bytes = 0;  // at the receiver, whose program is busy or stopped
  std::uint32_t frames = 0;      // put on the wire so far
  std::uint8_t flow = 0;         // arrivals planned before the last stall are stale
  std::uint8_t silence = 0;      // likewise deadlines for acknowledgements
  bool stalled = false;          // nothing moves until it is released
  bool unacknowledged = false;   // the kernel waits for an acknowledgement, with a deadline
  bool doomed = false;           // lost too often: only the deadline is left
  bool pump_due = false;
  base::Instant unacknowledged_since{};
};

struct End {
  enum class State : std::uint8_t { kNone, kDialing, kOpen, kFlushing, kClosed, kGone };

  State state = State::kNone;
  HostIndex host = kNoHost;
  env::LinkId id = 0;
  base::PublicKey key{};  // of the process there
  bool admitted = false;  // by that process: the other side may send it long frames
  Pipe out;
};

struct Link {
  std::uint64_t serial = 0;  // never reused; 0: free
  std::array<End, 2> ends;   // the dialer's, the listener's
};

// An end of a link, as events name it: slot * 2 + side.
using EndRef = std::uint32_t;
inline constexpr EndRef other_end(EndRef end) { return end ^ 1U; }

enum class Reason : std::uint8_t {
  kByUs,
  kClosed,
  kReset,
  kRefused,
  kNoAnswer,
  kSilence,
  kSlowReader,
  kNoSuchAddress,
  kFrameTooLong,
};
// In the words of the real network.
std::string_view text_of(Reason reason);

}  // namespace sim
