#include "wire/beacon.h"

#include <sodium/crypto_generichash.h>
#include <sodium/utils.h>

#include <array>
#include <string_view>

#include "wire/reader.h"
#include "wire/writer.h"

namespace wire {

namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kTagBytes = 16;

using Digest = std::array<std::uint8_t, kTagBytes>;

// Of `what`, which names its purpose first, so that a tag is never also a mask.
Digest keyed_hash(const base::GroupId& group, const base::Bytes& what) {
  base::Bytes key;
  Writer writer(key);
  for (const std::uint64_t word : group.words) writer.fixed(word);
  Digest digest;
  crypto_generichash(digest.data(), digest.size(), what.data(), what.size(), key.data(), key.size());
  return digest;
}

std::uint16_t mask_of(const base::GroupId& group, std::uint64_t salt) {
  base::Bytes what;
  Writer writer(what);
  writer.bytes("port");
  writer.fixed(salt);
  const Digest digest = keyed_hash(group, what);
  return static_cast<std::uint16_t>(digest[0] << 8 | digest[1]);
}

Digest tag_of(const base::GroupId& group, const Beacon& beacon) {
  base::Bytes what;
  Writer writer(what);
  writer.bytes("beacon");
  writer.byte(kVersion);
  writer.fixed(beacon.salt);
  writer.fixed(beacon.port);
  return keyed_hash(group, what);
}

}  // namespace

base::Bytes encode(const Beacon& beacon, const base::GroupId& group) {
  base::Bytes datagram;
  Writer writer(datagram);
  writer.byte(kVersion);
  writer.fixed(beacon.salt);
  const unsigned masked = beacon.port ^ mask_of(group, beacon.salt);
  writer.byte(static_cast<std::uint8_t>(masked >> 8));
  writer.byte(static_cast<std::uint8_t>(masked));
  for (const std::uint8_t byte : tag_of(group, beacon)) writer.byte(byte);
  return datagram;
}

std::optional<Beacon> decode_beacon(base::ByteView datagram, const base::GroupId& group) {
  if (datagram.size() != kBeaconBytes) return std::nullopt;
  Reader reader(datagram);
  if (reader.byte() != kVersion) return std::nullopt;
  Beacon beacon;
  beacon.salt = reader.fixed();
  const unsigned high = reader.byte();
  const unsigned masked = high << 8 | reader.byte();
  beacon.port = static_cast<std::uint16_t>(masked ^ mask_of(group, beacon.salt));
  const Digest expected = tag_of(group, beacon);
  const std::string_view tag = reader.bytes(kTagBytes);
  const bool ours = !reader.refusal() && sodium_memcmp(tag.data(), expected.data(), kTagBytes) == 0;
  return ours && beacon.port != 0 ? std::optional(beacon) : std::nullopt;
}

}  // namespace wire
