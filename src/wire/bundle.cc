#include "wire/bundle.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.h"
#include "protocol/limits.h"
#include "wire/codec.h"

namespace wire {

namespace {

constexpr std::string_view kLineDomain = "conclave line 1";

// The next line of a bundle, from the one before. A line said by the same leaves out the nick.
void read_line(Reader& reader, Line& line) {
  line.notice = read_number(reader, 1) == 1;
  const std::string_view nick = reader.bytes(read_number(reader, protocol::kNickBytes));
  if (!nick.empty()) line.nick = nick;
  line.text = reader.bytes(read_number(reader, protocol::kBundleBytes));
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
  Line line{.nick = entry.nick.value, .text = {}};
  std::size_t count = 0;
  for (; reader.remaining() != 0 && count <= protocol::kBundleLines; ++count) {
    const std::string_view before = std::exchange(line.nick, {});
    read_line(reader, line);
    if (reader.refusal() || line.text.empty() || !base::is_utf8(line.nick) || !base::is_utf8(line.text)) return false;
    if (!line.nick.empty() && (line.nick == before || count == 0)) return false;
    if (line.nick.empty()) line.nick = before;
  }
  return count >= 2 && count <= protocol::kBundleLines;
}

LineCursor::LineCursor(const protocol::Entry& entry)
    : line_{.nick = entry.nick.value, .text = {}, .notice = entry.kind == protocol::kNotices}, rest_({}) {
  one_ = entry.kind == protocol::kSays || entry.kind == protocol::kNotices;
  if (one_) line_.text = entry.text.value;
  if (entry.kind == protocol::kBundles) rest_ = reader_of(entry.text.value);
}

std::optional<Line> LineCursor::next() {
  if (std::exchange(one_, false)) return line_;
  if (rest_.remaining() == 0) return std::nullopt;
  read_line(rest_, line_);
  return line_;
}

std::uint64_t count_lines(const protocol::Entry& entry) {
  if (entry.kind != protocol::kBundles) return 1;
  std::uint64_t count = 0;
  for (LineCursor cursor(entry); cursor.next(); ++count) {
  }
  return count;
}

base::EntryId line_id(const protocol::Stream& stream, std::uint64_t seq, std::uint64_t index) {
  const std::array<std::uint64_t, 7> numbers{stream.author.words[0], stream.author.words[1], stream.author.words[2],
                                             stream.author.words[3], stream.epoch, seq, index};
  std::array<std::uint8_t, kLineDomain.size() + sizeof numbers> place;
  auto at = std::copy(kLineDomain.begin(), kLineDomain.end(), place.begin());
  for (const std::uint64_t number : numbers) {
    for (int shift = 56; shift >= 0; shift -= 8) *at++ = static_cast<std::uint8_t>(number >> shift);
  }
  return hash_of(place);
}

}  // namespace wire
