#include "wire/canonical.h"

#include "wire/codec.h"

namespace wire {

base::Bytes canonical(const protocol::Entry& entry) {
  base::Bytes bytes;
  Writer writer(bytes);
  write(writer, entry);
  return bytes;
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
