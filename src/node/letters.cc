#include "node/letters.h"

#include "base/utf8.h"
#include "node/tagged_text.h"
#include "wire/sealed.h"

namespace node {

namespace {
constexpr char kUserMark = '\x02';  // before and after the user's name, where one is given
}

std::string letter(const Letter& letter) {
  const bool is_plain = letter.to_user.empty() && !letter.text.starts_with(kUserMark);
  return is_plain ? letter.text : kUserMark + letter.to_user + kUserMark + letter.text;
}

Letter read_letter(std::string_view text) {
  if (!text.starts_with(kUserMark)) return {.text = std::string(text)};
  const std::size_t end = text.find(kUserMark, 1);
  if (end == std::string_view::npos) return {.text = std::string(text)};
  return {.to_user = std::string(text.substr(1, end - 1)), .text = std::string(text.substr(end + 1))};
}

bool Letters::seal(protocol::Entry& entry) const {
  const auto recipient = key_of_(entry.to);
  if (!recipient) return false;
  const auto sealed = wire::seal(own_,
                                 {.group = group_,
                                  .author = own_.public_key(),
                                  .recipient = *recipient,
                                  .epoch = entry.stream.epoch,
                                  .seq = entry.seq},
                                 entry.text.value);
  if (sealed) entry.text.value = *sealed;
  return sealed.has_value();
}

std::optional<std::string> Letters::open(const protocol::Entry& entry) const {
  if (!is_ours(entry)) return std::nullopt;
  const auto recipient = entry.to == self_ ? own_.public_key() : key_of_(entry.to);
  if (!recipient) return std::nullopt;
  const wire::Envelope envelope{.group = group_,
                                .author = entry.key,
                                .recipient = *recipient,
                                .epoch = entry.stream.epoch,
                                .seq = entry.seq};
  auto text = wire::open(own_, envelope, entry.text.value);
  if (text && (text->empty() || !base::is_utf8(*text))) return std::nullopt;  // no peer of ours says that
  return text;
}

std::vector<std::string> Letters::texts_of(const protocol::Entry& entry) const {
  std::vector<std::string> texts;
  read(entry, [&](Message&& message) { texts.push_back(std::move(message.text)); });
  return texts;
}

std::optional<Message> Letters::read_sealed(const protocol::Entry& entry) const {
  const auto text = open(entry);
  if (!text) return std::nullopt;
  Letter inside = read_letter(*text);
  if (inside.text.empty()) return std::nullopt;
  Message message = message_of(entry, 0, {.nick = entry.nick.value, .text = inside.text, .notice = entry.kind == protocol::kNotices});
  message.to = base::to_hex(entry.to);
  message.to_user = std::move(inside.to_user);
  return message;
}

Message Letters::message_of(const protocol::Entry& entry, std::uint64_t index, const wire::Line& line) const {
  const TaggedText said = read_tagged_text(line.text);
  return {.id = base::to_hex(wire::line_id(entry.stream, entry.seq, index)),
          .room = entry.room.value,
          .nick = std::string(line.nick),
          .node = base::to_hex(entry.stream.author),
          .text = std::string(said.text),
          .said_at = entry.said_at,
          .own = entry.stream.author == self_,
          .notice = line.notice,
          .tags = std::string(said.tags)};
}

}  // namespace node
