#include "wire/canonical.h"

#include <string_view>

#include "wire/codec.h"

namespace wire {

namespace {
// So that nothing an identity signs for another purpose is an entry (statement.cc).
constexpr std::string_view kEntryDomain = "conclave entry 1";
}  // namespace

base::Bytes canonical(const protocol::Entry& entry) { return joined({}, entry); }

base::Bytes signed_part(const base::GroupId& group, const protocol::Entry& entry) {
  return without_signature(joined(kEntryDomain, group, entry));
}

protocol::Entry signed_by(const KeyPair& author, const base::GroupId& group, protocol::Entry entry) {
  entry.key = author.public_key();
  entry.stream.author = peer_id_of(entry.key);
  entry.signature = author.sign(signed_part(group, entry));
  entry.id = id_of(entry);
  entry.proven = true;
  return entry;
}

std::variant<protocol::Entry, Refusal> read_canonical(base::ByteView bytes) {
  return read_whole<protocol::Entry>(bytes);
}

base::EntryId id_of(const protocol::Entry& entry) { return hash_of(canonical(entry)); }

}  // namespace wire
