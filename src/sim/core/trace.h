// Trace: the last moments of a run, in the words of the protocol, and a hash over all of its moments. Two
// runs with the same hash were the same run. Frames are kept as bytes and put into words only when somebody
// reads the trace.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/ids.h"
#include "base/time.h"
#include "sim/core/host_index.h"

namespace sim {

class Trace {
 public:
  enum class Kind : std::uint8_t { kFrame, kLink, kEvent, kFault, kLog, kNote };
  // Which host has, or had, this id.
  using Naming = std::function<std::optional<HostIndex>(const base::PeerId&)>;

  explicit Trace(std::size_t moments_max) : ring_(moments_max) {}

  void frame(base::Instant now, HostIndex from, HostIndex to, const base::SharedBytes& bytes);
  void note(base::Instant now, Kind kind, HostIndex host, HostIndex other, std::string_view text);

  std::uint64_t hash() const { return hash_; }
  std::uint64_t moments() const { return moments_; }
  // The newest `count_max` moments, oldest first, one a line.
  std::vector<std::string> last(std::size_t count_max, const Naming& naming) const;
  // Called with every moment as a line; slow.
  void on_line(Naming naming, std::function<void(const std::string&)> listener);

 private:
  struct Moment {
    base::Instant at;
    Kind kind{};
    HostIndex from = kNoHost, to = kNoHost;
    base::SharedBytes frame;
    std::string text;
  };

  void hash_in(base::Instant now, Kind kind, HostIndex from, HostIndex to, const void* data,
               std::size_t size);
  void keep(Moment moment);
  static std::string line_of(const Moment& moment, const Naming& naming);

  std::vector<Moment> ring_;
  std::uint64_t moments_ = 0;
  std::uint64_t hash_ = 0x243f6a8885a308d3ULL;
  Naming naming_;
  std::function<void(const std::string&)> listener_;
};

// "12.345678 s"
std::string in_seconds(base::Instant at);

}  // namespace sim
