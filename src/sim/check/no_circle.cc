#include "sim/check/no_circle.h"

#include <tuple>
#include <type_traits>
#include <variant>

#include "wire/bundle.h"
#include "wire/frame.h"

namespace sim {

namespace {

constexpr base::Duration kWindow = std::chrono::seconds(1);
// Its author sends it twice a second, and again with every change of leader; each time it goes on over a few
// hops.
constexpr std::uint32_t kTimesMax = 100;

// Looked at before a frame is taken apart: most are of another kind.
constexpr std::uint8_t kSubmitCode = std::apply(
    [](auto... kind) {
      std::uint8_t code = 0;
      ((std::is_same_v<typename decltype(kind)::Row, protocol::Submit> ? void(code = kind.kCode) : void()),
       ...);
      return code;
    },
    wire::kKinds);

}  // namespace

void NoCircle::on_frame(base::ByteView frame) {
  if (frame.size() < 2 || frame[1] != kSubmitCode) return;
  const auto message = wire::decode(frame);
  const auto* decoded = std::get_if<wire::Message>(&message);
  const auto* submit = decoded == nullptr ? nullptr : std::get_if<protocol::Submit>(decoded);
  if (submit == nullptr) return;
  const auto first = ledger_.find(base::to_hex(wire::line_id(submit->entry.stream, submit->entry.seq)));
  if (!first) return;
  const LineIndex line = *first;  // others of a bundle go with it
  if (line >= passings_.size()) passings_.resize(line + 1);
  Passing& passing = passings_[line];
  if (world_.now() - passing.since >= kWindow) passing = {world_.now(), 0};
  if (++passing.times == kTimesMax) {
    fail(ledger_.describe(line) + " is passed on for the " + std::to_string(kTimesMax) + "th time since " +
         in_seconds(passing.since));
  }
}

}  // namespace sim
