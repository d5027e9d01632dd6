// Letters: lines as they may be shown here. What is said in a room is for everybody; what is for one member,
// only it and the author can open. Others keep and pass it on unseen. Changes nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "node/session.h"
#include "protocol/messages.h"
#include "wire/bundle.h"
#include "wire/key_pair.h"

namespace node {

// What is inside of a sealed line.
struct Letter {
  std::string to_user{};  // empty: the node's own
  std::string text{};
};
std::string letter(const Letter& letter);
Letter read_letter(std::string_view text);

class Letters {
 public:
  // The key of a member; nothing where it is not known.
  using KeyOf = std::function<std::optional<base::PublicKey>(const base::PeerId&)>;

  // `own` outlives it.
  Letters(const wire::KeyPair& own, const base::GroupId& group, KeyOf key_of)
      : own_(own), self_(wire::peer_id_of(own.public_key())), group_(group), key_of_(std::move(key_of)) {}

  static bool is_for_one(const protocol::Entry& entry) { return entry.to != base::PeerId{}; }
  static bool is_line(const protocol::Entry& entry) { return entry.kind != protocol::kSets; }
  bool is_ours(const protocol::Entry& entry) const {
    return !is_for_one(entry) || entry.stream.author == self_ || entry.to == self_;
  }

  // As people see them, one or those of a bundle; none where they are not for us, or not what their author may seal.
  template <class Visit>
  void read(const protocol::Entry& entry, Visit&& visit) const {
    if (is_for_one(entry)) {
      if (auto message = read_sealed(entry)) visit(std::move(*message));
      return;
    }
    wire::visit_lines(entry, [&](std::uint64_t index, const wire::Line& line) {
      if (!line.text.empty()) visit(message_of(entry, index, line));
    });
  }
  // The texts alone.
  std::vector<std::string> texts_of(const protocol::Entry& entry) const;
  // Seals the text of an entry that we are about to say, whose other fields are set. False: the recipient's
  // key is not known, or the text is too long.
  bool seal(protocol::Entry& entry) const;

 private:
  std::optional<std::string> open(const protocol::Entry& entry) const;
  std::optional<Message> read_sealed(const protocol::Entry& entry) const;
  Message message_of(const protocol::Entry& entry, std::uint64_t index, const wire::Line& line) const;

  const wire::KeyPair& own_;
  const base::PeerId self_;
  const base::GroupId group_;
  const KeyOf key_of_;
};

}  // namespace node
