// Rows <-> bytes, by reflection: the fields in order of declaration, each in its one canonical form, so that
// equal rows are equal bytes. A field of a type not listed here does not compile.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "base/ids.h"
#include "base/time.h"
#include "base/utf8.h"
#include "bloom/fields.h"
#include "protocol/messages.h"
#include "wire/bundle.h"
#include "wire/hash.h"
#include "wire/key_pair.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace wire {

// clang-format off
template <class T> concept LimitedText = requires { T::kBytesMax; };
template <class T> concept LimitedList = requires { T::kItemsMax; };
template <class T> concept Id = std::is_same_v<T, base::PeerId> || std::is_same_v<T, base::EntryId> || std::is_same_v<T, base::GroupId>;
template <class T> concept Key = std::is_same_v<T, base::PublicKey> || std::is_same_v<T, base::Signature> || std::is_same_v<T, base::KnockTag> ||
                                 std::is_same_v<T, base::LinkBinding> || std::is_same_v<T, base::InviteSeed>;
template <class T> inline constexpr bool is_integer = std::is_same_v<T, std::uint64_t> || std::is_same_v<T, std::uint8_t>;
// clang-format on

// The one form of an entry, which its id is the hash of. The first byte says which form. (1 was unsigned, 2 signed for no
// group in particular.) Before the room, or the member it is for instead, a byte says which follows, and what it is.
inline constexpr std::uint8_t kEntryForm = 3;
inline constexpr std::uint8_t kForOne = 1;  // added to twice the kind

// Applies `each` to the beginning of what an author signs: all that is before room or member. The author is named by
// its key; its id follows from that.
template <class AnyEntry, class Each>
void visit_beginning(AnyEntry& entry, const Each& each) {
  static_assert(bloom::field_count<AnyEntry> == 14,
                "a new field is signed, or stated here to be none of the author's");
  each(entry.key);
  each(entry.stream.epoch);
  each(entry.seq);
  each(entry.previous);
  each(entry.hlc);
  each(entry.said_at);
}

// The one form of a statement of the charter, likewise.
inline constexpr std::uint8_t kStatementForm = 1;

// Applies `each` to what an issuer signs.
template <class AnyStatement, class Each>
void visit_stated(AnyStatement& statement, const Each& each) {
  static_assert(bloom::field_count<AnyStatement> == 15,
                "a new field is signed, or stated here to be none of the issuer's");
  each(statement.kind);
  each(statement.issuer);
  each(statement.subject);
  each(statement.at);
  each(statement.until);
  each(statement.uses);
  each(statement.invite);
  each(statement.nick);
  each(statement.cut);
  each(statement.stands);
}

template <class T>
void write(Writer& writer, const T& value);

inline void write_entry(Writer& writer, const protocol::Entry& entry) {
  writer.byte(kEntryForm);
  visit_beginning(entry, [&](const auto& field) { write(writer, field); });
  const bool for_one = entry.to != base::PeerId{};
  writer.byte(static_cast<std::uint8_t>(2 * entry.kind + (for_one ? kForOne : 0)));
  for_one ? write(writer, entry.to) : write(writer, entry.room);
  write(writer, entry.nick);
  write(writer, entry.text);
  write(writer, entry.signature);
}

template <class T>
void write(Writer& writer, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    writer.byte(value ? 1 : 0);
  } else if constexpr (is_integer<T>) {
    writer.varint(value);
  } else if constexpr (std::is_same_v<T, base::Duration>) {
    writer.varint(static_cast<std::uint64_t>(value.count()));
  } else if constexpr (std::is_same_v<T, base::WallTime>) {
    write(writer, value.time_since_epoch());
  } else if constexpr (Id<T>) {
    writer.fixed(value.words);
  } else if constexpr (std::is_same_v<T, protocol::Digest>) {
    writer.fixed(value.bits);
  } else if constexpr (Key<T>) {
    writer.bytes({reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size()});
  } else if constexpr (std::is_same_v<T, protocol::Entry>) {
    write_entry(writer, value);
  } else if constexpr (std::is_same_v<T, protocol::Statement>) {
    writer.byte(kStatementForm);
    visit_stated(value, [&](const auto& field) { write(writer, field); });
    write(writer, value.signature);
  } else if constexpr (LimitedText<T>) {
    writer.varint(value.value.size());
    writer.bytes(value.value);
  } else if constexpr (LimitedList<T>) {
    writer.varint(value.items.size());
    for (const auto& item : value.items) write(writer, item);
  } else {
    static_assert(std::is_aggregate_v<T>, "wire: no form is defined for a field of this type");
    bloom::visit_fields(value, [&](const auto&... fields) { (write(writer, fields), ...); });
  }
}

// `parts` one after the other. Domain is what begins all that is hashed or signed for one purpose, so that nothing made for
// another serves it.
template <class... Parts>
base::Bytes joined(std::string_view domain, const Parts&... parts) {
  base::Bytes bytes(domain.begin(), domain.end());
  Writer writer(bytes);
  (write(writer, parts), ...);
  return bytes;
}

// Of bytes that end with a signature, what it is made over.
inline base::Bytes without_signature(base::Bytes bytes) {
  bytes.erase(bytes.end() - std::ssize(base::Signature{}.bytes), bytes.end());
  return bytes;
}

// A number within [0, max].
inline std::uint64_t read_number(Reader& reader, std::uint64_t max) {
  const std::uint64_t value = reader.varint();
  if (value > max) reader.refuse(Refusal::kLimit);
  return value;
}

// The length is checked against its limit and the frame before anything is allocated.
template <LimitedText T>
void read_sealed(Reader& reader, T& text) {
  const std::uint64_t size = read_number(reader, T::kBytesMax);
  if (size < T::kBytesMin) reader.refuse(Refusal::kLimit);
  text.value = reader.bytes(size);
}

template <LimitedText T>
void read_text(Reader& reader, T& text) {
  read_sealed(reader, text);
  if (!base::is_utf8(text.value)) reader.refuse(Refusal::kText);
}

template <class T>
void read(Reader& reader, T& value);

inline constexpr std::uint64_t kReserveMax = 16;  // items: beyond it, memory is for those that have come

// No item takes less than a byte: a count beyond what remains is a lie, found before anything is allocated.
template <LimitedList T>
void read_list(Reader& reader, T& list) {
  const std::uint64_t count = read_number(reader, T::kItemsMax);
  if (count > reader.remaining()) return reader.refuse(Refusal::kTruncated);
  list.items.reserve(std::min<std::uint64_t>(count, kReserveMax));
  for (std::uint64_t i = 0; i < count && !reader.refusal(); ++i) read(reader, list.items.emplace_back());
}

// Of a text for one member nothing is known but its length.
inline void read_said(Reader& reader, protocol::Entry& entry) {
  const std::uint64_t what = read_number(reader, 2 * protocol::kBundles);
  const bool for_one = what % 2 == kForOne;
  entry.kind = static_cast<std::uint8_t>(what / 2);
  if (for_one && entry.kind >= protocol::kSets) reader.refuse(Refusal::kLimit);  // these are for everybody
  for_one ? read(reader, entry.to) : read(reader, entry.room);
  if (for_one && entry.to == base::PeerId{}) reader.refuse(Refusal::kNotCanonical);
  read(reader, entry.nick);
  const bool bundles = entry.kind == protocol::kBundles;
  for_one || bundles ? read_sealed(reader, entry.text) : read_text(reader, entry.text);
  if (bundles && !is_bundle(entry)) reader.refuse(Refusal::kNotCanonical);
}

inline void read_entry(Reader& reader, protocol::Entry& entry) {
  const base::ByteView before = reader.rest();
  if (reader.byte() != kEntryForm) return reader.refuse(Refusal::kVersion);
  visit_beginning(entry, [&](auto& field) { read(reader, field); });
  read_said(reader, entry);
  read(reader, entry.signature);
  if (reader.refusal()) return;
  entry.stream.author = peer_id_of(entry.key);
  entry.id = hash_of(before.first(before.size() - reader.remaining()));
}

inline void read_statement(Reader& reader, protocol::Statement& statement) {
  const base::ByteView before = reader.rest();
  if (reader.byte() != kStatementForm) return reader.refuse(Refusal::kVersion);
  visit_stated(statement, [&](auto& field) { read(reader, field); });
  read(reader, statement.signature);
  if (statement.kind < protocol::kFounds || statement.kind > protocol::kRemoves) reader.refuse(Refusal::kLimit);
  if (reader.refusal()) return;
  statement.issuer_id = peer_id_of(statement.issuer);
  statement.subject_id = peer_id_of(statement.subject);
  statement.id = {hash_of(before.first(before.size() - reader.remaining())).words};
}

template <class T>
void read(Reader& reader, T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    value = read_number(reader, 1) == 1;
  } else if constexpr (std::is_same_v<T, std::uint8_t>) {
    value = static_cast<std::uint8_t>(read_number(reader, UINT8_MAX));
  } else if constexpr (is_integer<T>) {
    value = read_number(reader, protocol::kIntegerMax);
  } else if constexpr (std::is_same_v<T, base::Duration>) {
    value = base::Duration(static_cast<base::Duration::rep>(read_number(reader, protocol::kIntegerMax)));
  } else if constexpr (std::is_same_v<T, base::WallTime>) {
    base::Duration since_epoch{};
    read(reader, since_epoch);
    value = base::WallTime(since_epoch);
  } else if constexpr (Id<T>) {
    reader.fixed(value.words);
  } else if constexpr (std::is_same_v<T, protocol::Digest>) {
    value.bits = reader.fixed();
  } else if constexpr (Key<T>) {
    const std::string_view octets = reader.bytes(value.bytes.size());
    std::copy(octets.begin(), octets.end(), value.bytes.begin());
  } else if constexpr (std::is_same_v<T, protocol::Entry>) {
    read_entry(reader, value);
  } else if constexpr (std::is_same_v<T, protocol::Statement>) {
    read_statement(reader, value);
  } else if constexpr (LimitedText<T>) {
    read_text(reader, value);
  } else if constexpr (LimitedList<T>) {
    read_list(reader, value);
  } else {
    static_assert(std::is_aggregate_v<T>, "wire: no form is defined for a field of this type");
    bloom::visit_fields(value, [&](auto&... fields) { (read(reader, fields), ...); });
  }
}

// One row, and nothing behind it.
template <class Row>
std::variant<Row, Refusal> read_whole(base::ByteView bytes) {
  Reader reader(bytes);
  Row row;
  read(reader, row);
  if (reader.refusal()) return *reader.refusal();
  if (reader.remaining() != 0) return Refusal::kTrailing;
  return row;
}

}  // namespace wire
