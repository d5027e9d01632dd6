// A peer played by hand: it says exactly what a test wants it to say, well-formed or not, on one link to a
// host of a virtual group.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "node/testing/virtual_group.h"
#include "wire/canonical.h"
#include "wire/frame.h"
#include "wire/key_pair.h"

namespace node::testing {

class Stranger {
 public:
  Stranger(VirtualGroup& group, HostId host, std::uint64_t number)
      : group_(group),
        key_pair_(seed_of(number)),
        link_(group.network().connect_stranger(host, key_pair_.public_key())) {}

  void send(const wire::Message& message) { send_bytes(wire::encode(message)); }
  void send_bytes(base::Bytes frame) {
    group_.network().send_as_stranger(link_, std::move(frame));
    group_.run_for(std::chrono::milliseconds(2));
  }
  // All at once.
  void submit(const std::vector<protocol::Entry>& entries) {
    for (const protocol::Entry& entry : entries) {
      group_.network().send_as_stranger(link_, wire::encode(protocol::Submit{.entry = entry}));
    }
    group_.run_for(std::chrono::milliseconds(2));
  }
  // Shows that it knows the group, and why it belongs to it.
  void knock() {
    const base::GroupId group = group_.founded("home").group;
    send(protocol::Knock{.tag = wire::knock_tag(group, group_.network().binding_of_stranger(link_), key_pair_.public_key())});
  }
  void introduce() {
    knock();
    send(protocol::Credentials{.chain = {group_.letting_in(key_pair_.public_key())}});
  }
  // Introduces itself, says Hello and one heartbeat, and so is live: as the eldest of all, or as the youngest.
  void join(bool eldest) {
    profile_.stamp = eldest ? 1 : protocol::kIntegerMax / 2;
    age_ = eldest ? std::chrono::hours(1000) : base::Duration{};
    introduce();
    hello();
    heartbeat();
  }
  void hello() {
    send(protocol::Hello{.id = id_, .profile = profile_, .age = age_});
  }
  void heartbeat() { send(protocol::Heartbeat{.profile = profile_, .age = age_}); }

  template <class Row>
  std::vector<Row> received() {
    std::vector<Row> rows;
    for (const base::Bytes& frame : group_.network().sent_to_stranger(link_)) {
      const auto decoded = wire::decode(frame);
      const auto* message = std::get_if<wire::Message>(&decoded);
      if (message == nullptr) continue;
      if (const Row* row = std::get_if<Row>(message)) rows.push_back(*row);
    }
    return rows;
  }
  const base::LinkBinding& binding() const { return group_.network().binding_of_stranger(link_); }
  const wire::KeyPair& keys() const { return key_pair_; }
  bool dropped() const { return group_.network().stranger_was_dropped(link_); }
  const base::PeerId& id() const { return id_; }
  // It claims to be somebody else, from now on.
  void pose_as(const base::PeerId& id) { id_ = id; }
  protocol::Profile& profile() { return profile_; }

  protocol::Entry entry(std::uint64_t seq, const std::string& text,
                        const base::EntryId& previous = {}) const {
    return sign({.stream = {.epoch = 1},
                 .seq = seq,
                 .previous = previous,
                 .hlc = seq,
                 .room = {"lobby"},
                 .nick = profile_.nick,
                 .text = {text}});
  }
  // As its own, after a change.
  protocol::Entry sign(const protocol::Entry& entry) const {
    return wire::signed_by(key_pair_, group_.founded("home").group, entry);
  }

  // The first `count` entries of its stream, each naming the one before.
  std::vector<protocol::Entry> chain(std::uint64_t count) const {
    std::vector<protocol::Entry> entries;
    for (std::uint64_t seq = 1; seq <= count; ++seq) {
      entries.push_back(entry(seq, "line", entries.empty() ? base::EntryId() : entries.back().id));
    }
    return entries;
  }

 private:
  // The same number is the same peer.
  static base::KeySeed seed_of(std::uint64_t number) {
    base::KeySeed seed;
    for (std::size_t i = 0; i < 8; ++i) seed.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return seed;
  }

  VirtualGroup& group_;
  wire::KeyPair key_pair_;
  env::LinkId link_;
  base::PeerId id_ = wire::peer_id_of(key_pair_.public_key());
  protocol::Profile profile_{
      .incarnation = 1, .stamp = 0, .left = false, .nick = {"stranger"}, .address = {}};
  base::Duration age_{};
};

}  // namespace node::testing
