#include "node/invite_link.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <iterator>
#include <optional>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "protocol/limits.h"
#include "wire/hash.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace node {

namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::uint64_t kSecondsMax = 1'000'000'000'000;  // as a WallTime it does not wrap

const base::Error kNoLink{
    "This is no invite: one begins with \"conclave:\". Copy the whole line, or ask for it again."};
const base::Error kMistyped{
    "This invite is mistyped: a character is wrong, missing or too many. Copy it again, as a whole."};
const base::Error kCutOff{"This invite is cut off: its end is missing. Copy it again, as a whole."};
const base::Error kNewer{
    "This invite was made by a newer version of conclave: install that one, then try again."};

std::string base32(const base::Bytes& bytes) {
  std::string text;
  unsigned int held = 0, bits = 0;
  for (const std::uint8_t byte : bytes) {
    held = held << 8 | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += kAlphabet[held >> (bits - 5) & 31];
    held &= (1u << bits) - 1;
  }
  if (bits != 0) text += kAlphabet[held << (5 - bits) & 31];
  return text;
}

std::optional<unsigned int> digit_of(char c) {
  c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (c == 'o') c = '0';
  if (c == 'i' || c == 'l') c = '1';
  const std::size_t found = kAlphabet.find(c);
  if (found == std::string_view::npos) return std::nullopt;
  return static_cast<unsigned int>(found);
}

bool is_filler(char c) { return c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Nothing where a character stands for no digit.
std::optional<base::Bytes> bytes_of(std::string_view text) {
  base::Bytes bytes;
  unsigned int held = 0, bits = 0;
  for (const char c : text) {
    if (is_filler(c)) continue;
    const auto digit = digit_of(c);
    if (!digit) return std::nullopt;
    held = held << 5 | *digit;
    if ((bits += 5) >= 8) bytes.push_back(static_cast<std::uint8_t>(held >> (bits -= 8)));
    held &= (1u << bits) - 1;
  }
  return bytes;
}

template <class Tag>
void write_id(wire::Writer& writer, const base::Id256<Tag>& id) {
  for (const std::uint64_t word : id.words) writer.fixed(word);
}

template <class Tag>
void read_id(wire::Reader& reader, base::Id256<Tag>& id) {
  for (std::uint64_t& word : id.words) word = reader.fixed();
}

void write_text(wire::Writer& writer, std::string_view text) {
  writer.varint(text.size());
  writer.bytes(text);
}

std::string read_text(wire::Reader& reader, std::size_t bytes_max) {
  const std::uint64_t count = reader.varint();
  if (count > bytes_max) reader.refuse(wire::Refusal::kLimit);
  return std::string(reader.bytes(reader.refusal() ? 0 : count));
}

bool may_be_address(const std::string& address) {
  const bool visible = std::ranges::all_of(address, [](char c) { return c > ' ' && c <= '~'; });
  return !address.empty() && address.size() <= protocol::kAddressBytes && visible &&
         address.find(':') != std::string::npos;
}

bool may_be_group_name(const std::string& name) {
  const auto steers = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
  return !name.empty() && base::is_utf8(name) && std::ranges::none_of(name, steers);
}

void write_checksum(base::Bytes& bytes) {
  const std::uint64_t word = wire::hash_of(bytes).words[0];
  for (std::size_t i = 0; i < kChecksumBytes; ++i)
    bytes.push_back(static_cast<std::uint8_t>(word >> (56 - 8 * i)));
}

bool has_its_checksum(const base::Bytes& bytes) {
  base::Bytes expected(bytes.begin(), bytes.end() - kChecksumBytes);
  write_checksum(expected);
  return expected == bytes;
}

Invite read_body(wire::Reader& reader) {
  Invite invite;
  read_id(reader, invite.group);
  read_id(reader, invite.inviter);
  for (std::uint8_t& byte : invite.seed.bytes) byte = reader.byte();
  const std::uint64_t seconds = reader.varint();
  if (seconds > kSecondsMax) reader.refuse(wire::Refusal::kLimit);
  invite.until = base::WallTime(std::chrono::seconds(reader.refusal() ? 0 : seconds));
  invite.group_name = read_text(reader, protocol::kGroupBytes);
  const std::uint64_t count = reader.varint();
  if (count > kLinkAddressesMax) reader.refuse(wire::Refusal::kLimit);
  for (std::uint64_t i = 0; i < count && !reader.refusal(); ++i) {
    invite.addresses.push_back(read_text(reader, protocol::kAddressBytes));
  }
  return invite;
}

// Of bytes whose checksum is wrong: whether they only end too early.
bool is_cut_off(const base::Bytes& bytes) {
  if (bytes.empty() || bytes.front() != kVersion) return bytes.empty();
  wire::Reader reader(base::ByteView(bytes).subspan(1));
  read_body(reader);
  reader.bytes(kChecksumBytes);
  return reader.refusal() == wire::Refusal::kTruncated;
}

}  // namespace

std::string to_link(const Invite& invite) {
  CHECK(invite.group_name.size() <= protocol::kGroupBytes, "a group's name is within its limit");
  base::Bytes bytes;
  wire::Writer writer(bytes);
  writer.byte(kVersion);
  write_id(writer, invite.group);
  write_id(writer, invite.inviter);
  for (const std::uint8_t byte : invite.seed.bytes) writer.byte(byte);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(invite.until).time_since_epoch().count();
  writer.varint(std::min(static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0)), kSecondsMax));
  write_text(writer, invite.group_name);
  std::vector<std::string> addresses;
  std::ranges::copy_if(invite.addresses, std::back_inserter(addresses), may_be_address);
  addresses.resize(std::min(addresses.size(), kLinkAddressesMax));
  writer.varint(addresses.size());
  for (const std::string& address : addresses) write_text(writer, address);
  write_checksum(bytes);
  return std::string(kLinkPrefix) + base32(bytes);
}

base::Result<Invite> invite_of(std::string_view link) {
  while (!link.empty() && is_filler(link.front())) link.remove_prefix(1);
  const bool begins_right =
      link.size() >= kLinkPrefix.size() &&
      std::equal(kLinkPrefix.begin(), kLinkPrefix.end(), link.begin(), [](char a, char b) {
        return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b)));
      });
  if (!begins_right) return kNoLink;
  if (link.size() > kLinkBytesMax) return kMistyped;
  const auto bytes = bytes_of(link.substr(kLinkPrefix.size()));
  if (!bytes) return kMistyped;
  if (bytes->size() <= kChecksumBytes) return kCutOff;
  if (!has_its_checksum(*bytes)) return is_cut_off(*bytes) ? kCutOff : kMistyped;
  if (bytes->front() > kVersion) return kNewer;
  wire::Reader reader(base::ByteView(*bytes).subspan(1, bytes->size() - 1 - kChecksumBytes));
  Invite invite = read_body(reader);
  // With a right checksum it was not a slip that made these wrong.
  if (bytes->front() != kVersion || reader.refusal() || reader.remaining() != 0) return kMistyped;
  if (!may_be_group_name(invite.group_name)) return kMistyped;
  if (!std::ranges::all_of(invite.addresses, may_be_address)) return kMistyped;
  return invite;
}

}  // namespace node
