// A datagram from the local network: whatever is accepted has one form, and a stranger can't make one. The
// first byte of an input says whether the rest is a datagram, or a salt and a port that a member made one of.
#include "wire/beacon.h"

#include <algorithm>

#include "base/check.h"
#include "fuzz/target.h"

namespace {

constexpr base::GroupId kGroup{{1, 2, 3, 4}};

void as_datagram(base::ByteView datagram) {
  const auto beacon = wire::decode_beacon(datagram, kGroup);
  if (!beacon) return;
  CHECK(std::ranges::equal(wire::encode(*beacon, kGroup), datagram), "what is accepted has one form");
}

// Made by a member, then perhaps changed: the bytes behind salt and port are laid over it.
void as_member(base::ByteView input) {
  constexpr std::size_t kSaltAndPort = 10;
  if (input.size() < kSaltAndPort) return;
  wire::Beacon made;
  for (std::size_t i = 0; i < 8; ++i) made.salt = made.salt << 8 | input[i];
  made.port = static_cast<std::uint16_t>(input[8] << 8 | input[9]);
  const base::Bytes sent = wire::encode(made, kGroup);
  base::Bytes came = sent;
  const base::ByteView changes = input.subspan(kSaltAndPort);
  if (changes.size() > came.size()) came.resize(std::min<std::size_t>(changes.size(), 64));
  for (std::size_t i = 0; i < std::min(changes.size(), came.size()); ++i) came[i] ^= changes[i];
  const bool accepted = wire::decode_beacon(came, kGroup).has_value();
  CHECK(accepted == (came == sent && made.port != 0), "what a member sent is accepted, and nothing else");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const base::ByteView rest(data + 1, size - 1);
  data[0] % 2 == 0 ? as_datagram(rest) : as_member(rest);
  return 0;
}
