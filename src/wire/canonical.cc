#include "wire/canonical.h"

#include <iterator>

#include "wire/codec.h"

namespace wire {

base::Bytes canonical(const protocol::Entry& entry) {
  base::Bytes bytes;
  Writer writer(bytes);
  write(writer, entry);
  return bytes;
}

base::Bytes signed_part(const protocol::Entry& entry) {
  base::Bytes bytes = canonical(entry);
  bytes.erase(bytes.end() - std::ssize(entry.signature.bytes), bytes.end());
  return bytes;
}

protocol::Entry signed_by(const KeyPair& author, protocol::Entry entry) {
  entry.key = author.public_key();
  entry.stream.author = peer_id_of(entry.key);
  entry.signature = author.sign(signed_part(entry));
  entry.id = id_of(entry);
  entry.proven = true;
  return entry;
}

std::variant<protocol::Entry, Refusal> read_canonical(base::ByteView bytes) {
  Reader reader(bytes);
  protocol::Entry entry;
  read(reader, entry);
  if (reader.refusal()) return *reader.refusal();
  if (reader.remaining() != 0) return Refusal::kTrailing;
  return entry;
}

base::EntryId id_of(const protocol::Entry& entry) { return hash_of(canonical(entry)); }

}  // namespace wire
