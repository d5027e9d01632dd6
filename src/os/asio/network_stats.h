// What a Network counted since it started: for status lines, tests and logs. Plain numbers, owned by
// AsioNetwork.
#pragma once

#include <cstdint>

namespace os {

struct NetworkStats {
  std::uint64_t frames_received = 0;
  std::uint64_t frames_sent = 0;
  std::uint64_t bytes_received = 0;  // on the wire: headers and what encryption adds included
  std::uint64_t bytes_sent = 0;
  std::uint64_t writes = 0;  // of frames; each carries as many as it can

  std::uint64_t links_opened = 0;
  std::uint64_t links_closed = 0;  // of those that had opened
  std::uint64_t dials_failed = 0;

  // Streams that were no frames; each cost its link.
  std::uint64_t refused_empty_frames = 0;
  std::uint64_t refused_long_frames = 0;
  std::uint64_t cut_frames = 0;  // the other side closed in the middle of one

  // Connections that proved nothing, and links whose other side refused us or that somebody meddled with.
  std::uint64_t refused_handshakes = 0;
  std::uint64_t broken_channels = 0;

  // Links dropped for what they did not do.
  std::uint64_t dropped_slow_readers = 0;
  std::uint64_t dropped_silent = 0;
  std::uint64_t gave_way = 0;  // silent, while others waited for a place

  // Waits that others were spared for.
  std::uint64_t handshakes_delayed = 0;
  std::uint64_t reads_put_off = 0;    // to the next turn: it had had its share of this one
  std::uint64_t reads_throttled = 0;  // it sent more than a link may for long

  // Connections turned away before they became links.
  std::uint64_t refused_inbound_full = 0;
  std::uint64_t refused_silent_full = 0;
  std::uint64_t refused_silent_per_address = 0;
  std::uint64_t refused_no_descriptor = 0;
};

}  // namespace os
