#include "node/letters.h"

#include "base/utf8.h"
#include "wire/sealed.h"

namespace node {

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
  if (!is_for_one(entry)) return entry.text.value;
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

std::string Letters::text_of(const protocol::Entry& entry) const {
  return open(entry).value_or(std::string());
}

std::optional<Message> Letters::read(const protocol::Entry& entry) const {
  auto text = open(entry);
  if (!text) return std::nullopt;
  return Message{.id = base::to_hex(entry.id),
                 .room = entry.room.value,
                 .nick = entry.nick.value,
                 .node = base::to_hex(entry.stream.author),
                 .text = std::move(*text),
                 .said_at = entry.said_at,
                 .own = entry.stream.author == self_,
                 .to = is_for_one(entry) ? base::to_hex(entry.to) : std::string()};
}

}  // namespace node
