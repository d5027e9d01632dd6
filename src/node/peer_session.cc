// The Session side of Peer: what front ends ask and say.
#include <algorithm>
#include <tuple>

#include "node/explain.h"
#include "node/inbox.h"
#include "node/keeper.h"
#include "node/peer.h"
#include "node/reporter.h"
#include "node/valid.h"
#include "protocol/chat.h"
#include "wire/canonical.h"

namespace node {

base::Result<std::string> Peer::say(std::string_view room, std::string_view text) {
  if (stage_ != Stage::kRunning) return base::Error{"This peer has left the group: start it again to talk."};
  if (auto status = valid<protocol::Room>(room, "room's name"); !status) return status.error();
  if (auto status = valid<protocol::Text>(text, "line"); !status) return status.error();
  if (unacknowledged() >= protocol::kUnackedMax) {
    return base::Error{std::to_string(protocol::kUnackedMax) +
                       " lines wait to be acknowledged: wait until others have received them."};
  }
  const base::WallTime wall = ports_.clock.wall();
  protocol::Entry entry{.stream = self_.stream,
                        .seq = ++said_,
                        .previous = last_said_,
                        .hlc = reporter_->stamp(wall),
                        .said_at = std::max(wall, base::WallTime()),
                        .room = {std::string(room)},
                        .nick = {nick_},
                        .text = {std::string(text)}};
  entry = wire::signed_by(*keys_, std::move(entry));
  prover().trust(entry);
  last_said_ = entry.id;
  reporter_->said(entry.id);
  chat_->host.said.insert(std::move(entry));
  return base::to_hex(last_said_);
}

base::Status Peer::set_nick(std::string_view nick) {
  if (stage_ != Stage::kRunning) return base::Error{"This peer has left the group: start it again."};
  if (auto status = valid<protocol::Nick>(nick, "nick"); !status) return status;
  nick_ = nick;
  chat_->host.renaming.insert({{nick_}});
  return base::Done{};
}

std::vector<MemberInfo> Peer::members() const {
  std::vector<MemberInfo> members;
  if (stage_ == Stage::kNew) return members;
  const auto& leader = chat_->election.leader;
  const base::PeerId leader_id = leader.empty() ? base::PeerId() : leader.begin()->id;
  for (const protocol::Member& member : chat_->membership.nodelist) {
    const protocol::Profile& profile = *member.profile.reveal();
    const bool self = member.id == self_.id;
    const bool here = self || chat_->presence.here.find(member.id) != nullptr;
    if (!here && chat_->presence.away.find(member.id) == nullptr) continue;
    members.push_back({.node = base::to_hex(member.id),
                       .nick = profile.nick.value,
                       .address = profile.address.value,
                       .here = here,
                       .leads = member.id == leader_id,
                       .self = self});
  }
  std::sort(members.begin(), members.end(), [](const MemberInfo& a, const MemberInfo& b) {
    return std::tie(a.nick, a.node) < std::tie(b.nick, b.node);
  });
  return members;
}

std::vector<Message> Peer::history(std::string_view room) const {
  std::vector<Message> messages;
  if (stage_ == Stage::kNew) return messages;
  std::vector<const protocol::Entry*> entries;
  for (const protocol::Entry& entry : chat_->log.entries) {
    if (entry.room.value == room) entries.push_back(&entry);
  }
  std::sort(entries.begin(), entries.end(),
            [](const protocol::Entry* a, const protocol::Entry* b) { return before(*a, *b); });
  for (const protocol::Entry* entry : entries) messages.push_back(to_message(*entry, self_.id));
  return messages;
}

std::size_t Peer::unacknowledged() const {
  if (stage_ == Stage::kNew) return 0;
  const std::uint64_t acked = chat_->relaying.acked.value().reveal().value_or(0);
  return static_cast<std::size_t>(said_ - std::min(acked, keeper_->own_on_disk()));
}

std::string Peer::why_leader() const {
  return stage_ == Stage::kNew ? "not started" : explain_leader(program_, *chat_);
}

// The rules say goodbye in the ticks that follow at once; then every link is closed, what was sent before
// going out first.
void Peer::leave() {
  if (stage_ != Stage::kRunning) return;
  stage_ = Stage::kLeft;
  chat_->host.leaving.insert({});
  take_in();
  keep();
  for (const env::LinkId link : inbox_->links()) ports_.network.close(link, "left");
}

}  // namespace node
