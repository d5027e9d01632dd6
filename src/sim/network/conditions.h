// Conditions: the state of the wires and machines, now. Cuts and clogs are counted per direction, so that
// faults may overlap; changed by faults, read by the network with every frame.
#pragma once

#include <cstdint>
#include <vector>

#include "base/check.h"
#include "sim/core/host_index.h"
#include "sim/network/delay.h"

namespace sim {

class Conditions {
 public:
  explicit Conditions(HostIndex hosts)
      : hosts_(hosts), cuts_(hosts * hosts), clogs_(hosts * hosts), off_(hosts) {}

  HostIndex hosts() const { return hosts_; }

  // Nothing gets from `from` to `to`, the acknowledgements of the kernel included.
  void cut(HostIndex from, HostIndex to, int by) { add(cuts_[from * hosts_ + to], by); }
  bool is_cut(HostIndex from, HostIndex to) const { return cuts_[from * hosts_ + to] != 0; }
  // Frames wait in between and are acknowledged, as in a proxy that hangs.
  void clog(HostIndex from, HostIndex to, int by) { add(clogs_[from * hosts_ + to], by); }
  bool is_clogged(HostIndex from, HostIndex to) const { return clogs_[from * hosts_ + to] != 0; }
  // A machine that is off or suspended answers nothing, not even its kernel.
  void set_off(HostIndex host, bool off) { off_[host] = off; }
  bool is_off(HostIndex host) const { return off_[host] != 0; }

  // In thousandths.
  std::uint32_t loss = 0;       // of packets, which TCP repeats: the frame comes late
  std::uint32_t vanish = 0;     // of frames, for good: harsher than any link that keeps its word
  std::uint32_t duplicate = 0;  // likewise
  std::uint32_t reorder = 0;    // likewise: a frame changes places with the next
  DelayModel delay{};
  std::uint64_t bytes_per_second = 0;  // of each direction of a link; 0: no limit

 private:
  static void add(std::uint8_t& count, int by) {
    const int sum = count + by;
    CHECK(sum >= 0 && sum < 256, "as many faults end as began, and few at once");
    count = static_cast<std::uint8_t>(sum);
  }

  HostIndex hosts_;
  std::vector<std::uint8_t> cuts_, clogs_, off_;
};

}  // namespace sim
