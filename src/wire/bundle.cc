#include "wire/bundle.h"

#include "base/utf8.h"
#include "protocol/limits.h"
#include "wire/codec.h"

namespace wire {

namespace {

constexpr std::string_view kLineDomain = "conclave line 1";
constexpr std::size_t kPlaceBytesMax = 96;

std::string_view read_piece(Reader& reader, std::size_t bytes_max) {
  const std::string_view piece = reader.bytes(read_number(reader, bytes_max));
  if (!base::is_utf8(piece)) reader.refuse(Refusal::kText);
  return piece;
}

// A line said by the same as the one before leaves out the nick.
template <class Visit>
std::uint64_t visit_bundle(Reader& reader, std::string_view first_nick, const Visit& visit) {
  std::uint64_t count = 0;
  Line line{.nick = first_nick, .text = {}};
  for (; reader.remaining() != 0 && count <= protocol::kBundleLines; ++count) {
    line.notice = read_number(reader, 1) == 1;
    const std::string_view nick = read_piece(reader, protocol::kNickBytes);
    if (!nick.empty() && (nick == line.nick || count == 0)) reader.refuse(Refusal::kNotCanonical);
    if (!nick.empty()) line.nick = nick;
    line.text = read_piece(reader, protocol::kBundleBytes);
    if (line.text.empty()) reader.refuse(Refusal::kLimit);
    if (reader.refusal()) break;
    visit(count, line);
  }
  return count;
}

Reader reader_of(std::string_view text) { return Reader({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}); }

}  // namespace

void append_line(base::Bytes& bundle, const Line& line, std::string_view nick_before) {
  Writer writer(bundle);
  writer.byte(line.notice ? 1 : 0);
  const std::string_view nick = line.nick == nick_before ? std::string_view() : line.nick;
  for (const std::string_view piece : {nick, line.text}) {
    writer.varint(piece.size());
    writer.bytes(piece);
  }
}

std::size_t bytes_of(const Line& line) {
  constexpr std::size_t kRest = 4;  // the kind, and how long nick and text are
  return kRest + line.nick.size() + line.text.size();
}

bool is_bundle(const protocol::Entry& entry) {
  if (entry.text.value.size() > protocol::kBundleBytes) return false;
  Reader reader = reader_of(entry.text.value);
  const std::uint64_t count = visit_bundle(reader, entry.nick.value, [](std::uint64_t, const Line&) {});
  return !reader.refusal() && count >= 2 && count <= protocol::kBundleLines;
}

void visit_lines(const protocol::Entry& entry, const VisitLine& visit) {
  if (entry.kind == protocol::kSets) return;
  if (entry.kind != protocol::kBundles) {
    return visit(0, {.nick = entry.nick.value, .text = entry.text.value, .notice = entry.kind == protocol::kNotices});
  }
  Reader reader = reader_of(entry.text.value);
  visit_bundle(reader, entry.nick.value, visit);
}

// Of a bundle that was read, and so is one.
std::uint64_t count_lines(const protocol::Entry& entry) {
  if (entry.kind != protocol::kBundles) return 1;
  std::uint64_t count = 0;
  for (Reader reader = reader_of(entry.text.value); reader.remaining() != 0; ++count) {
    reader.byte();
    reader.bytes(reader.varint());
    reader.bytes(reader.varint());
  }
  return count;
}

base::EntryId line_id(const protocol::Stream& stream, std::uint64_t seq, std::uint64_t index) {
  base::Bytes bytes;
  bytes.reserve(kPlaceBytesMax);
  Writer writer(bytes);
  writer.bytes(kLineDomain);
  write(writer, stream);
  for (const std::uint64_t number : {seq, index}) write(writer, number);
  return hash_of(bytes);
}

}  // namespace wire
