// The Session side of Peer: what front ends ask and say.
#include <algorithm>
#include <tuple>
#include <utility>

#include "node/address.h"
#include "node/explain.h"
#include "node/inbox.h"
#include "node/keeper.h"
#include "node/letters.h"
#include "node/peer.h"
#include "node/reporter.h"
#include "node/tagged_text.h"
#include "node/valid.h"
#include "protocol/chat.h"
#include "wire/bundle.h"
#include "wire/canonical.h"
#include "wire/sealed.h"

namespace node {

base::Status Peer::may_say() const {
  if (stage_ != Stage::kRunning) return base::Error{"This peer has left the group: start it again to talk."};
  if (is_fallen(self_.id)) return base::Error{"You were removed from the group: nothing you say reaches it."};
  if (unacknowledged() >= protocol::kUnackedMax) {
    return base::Error{std::to_string(protocol::kUnackedMax) +
                       " lines wait to be acknowledged: wait until others have received them."};
  }
  return base::Done{};
}

base::Result<std::string> Peer::say(std::string_view room, std::string_view text) {
  return say_as({.room = std::string(room), .text = std::string(text)});
}

base::Result<std::string> Peer::say_to(std::string_view node, std::string_view text) {
  return say_as({.node = std::string(node), .text = std::string(text)});
}

base::Result<std::string> Peer::say_as(const Saying& saying) {
  if (auto status = may_say(); !status) return status.error();
  std::string text = tagged_text({.tags = saying.tags, .text = saying.text});
  if (auto status = valid<protocol::Text>(text, "line"); !status) return status.error();
  protocol::Entry entry;
  entry.kind = saying.notice ? protocol::kNotices : protocol::kSays;
  entry.nick = {saying.as.empty() ? nick_ : saying.as};
  if (!saying.as.empty()) {
    if (auto status = valid<protocol::Nick>(saying.as, "nick"); !status) return status.error();
  }
  entry.text = {std::move(text)};
  if (!saying.node.empty()) return say_alone(std::move(entry), saying);
  if (auto status = valid<protocol::Room>(saying.room, "room's name"); !status) return status.error();
  entry.room = {saying.room};
  return draft(std::move(entry));
}

base::Status Peer::set(std::string_view name, std::string_view value) {
  if (auto status = may_say(); !status) return status.error();
  if (auto status = valid<protocol::Room>(name, "setting's name"); !status) return status.error();
  if (auto status = valid<protocol::Text>(value, "setting's value"); !status) return status.error();
  protocol::Entry entry;
  entry.kind = protocol::kSets;
  entry.nick = {nick_};
  entry.room = {std::string(name)};
  entry.text = {std::string(value)};
  const auto said = publish(std::move(entry));
  if (!said) return said.error();
  return base::Done{};
}

base::Result<std::string> Peer::say_alone(protocol::Entry entry, const Saying& saying) {
  const auto to = base::peer_id_from_hex(saying.node);
  if (!to || chat_->charter.stands.find(*to) == nullptr) {
    return base::Error{
        "Nobody of that node belongs to the group, as far as is known here: nothing was sent."};
  }
  if (*to == self_.id && saying.as.empty() && saying.to_user.empty()) return base::Error{"That is you: nothing was sent."};
  std::string text = letter({.to_user = saying.to_user, .text = entry.text.value});
  if (text.size() > wire::kSealedTextMax) {
    return base::Error{"The line is " + std::to_string(text.size()) +
                       " bytes long, the most for one member is " + std::to_string(wire::kSealedTextMax) +
                       ": shorten it."};
  }
  entry.to = *to;
  entry.text = {std::move(text)};
  return publish(std::move(entry));
}

// Lines that are said before the next tick share an entry, where they can.
std::string Peer::draft(protocol::Entry line) {
  if (draft_ && draft_->takes(line)) {
    draft_->add(line);
  } else {
    close_draft();
    stamp(line);
    draft_.emplace(std::move(line));
  }
  const base::EntryId id = wire::line_id(self_.stream, said_ + 1, draft_->lines() - 1);
  reporter_->said(said_ + 1, id);
  return base::to_hex(id);
}

void Peer::close_draft() {
  if (draft_) sign(std::exchange(draft_, std::nullopt).value().finish());
}

// The number is used up only once the entry is whole: nothing else is ever sealed or signed with it.
base::Result<std::string> Peer::publish(protocol::Entry entry) {
  close_draft();
  stamp(entry);
  if (Letters::is_for_one(entry) && !letters_->seal(entry)) {
    return base::Error{"The key of that member is no good, so nobody could read the line: nothing was sent."};
  }
  const base::EntryId id = wire::line_id(entry.stream, entry.seq);
  reporter_->said(entry.seq, id);
  sign(std::move(entry));
  return base::to_hex(id);
}

void Peer::stamp(protocol::Entry& entry) {
  const base::WallTime wall = ports_.clock.wall();
  entry.stream = self_.stream;
  entry.seq = said_ + 1;
  entry.hlc = reporter_->stamp(wall);
  entry.said_at = std::max(wall, base::WallTime());
}

void Peer::sign(protocol::Entry entry) {
  entry.previous = last_said_;
  entry = wire::signed_by(*keys_, self_.group_id, std::move(entry));
  ++said_;
  prover().trust(entry);
  last_said_ = entry.id;
  chat_->host.said.insert(std::move(entry));
}

base::Status Peer::set_nick(std::string_view nick) {
  if (stage_ != Stage::kRunning) return base::Error{"This peer has left the group: start it again."};
  auto composed = valid_nick(nick);
  if (!composed) return composed.error();
  nick_ = std::move(composed.value());
  names_.note(base::to_hex(self_.id), nick_);
  renaming_ = true;
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
    const std::string node = base::to_hex(member.id);
    members.push_back({.node = node,
                       .nick = profile.nick.value,
                       .address = self ? reachable_here(profile.address.value) : profile.address.value,
                       .here = here,
                       .leads = member.id == leader_id,
                       .self = self,
                       .namesake = names_.is_shared(node, profile.nick.value)});
  }
  std::sort(members.begin(), members.end(), [](const MemberInfo& a, const MemberInfo& b) {
    return std::tie(a.nick, a.node) < std::tie(b.nick, b.node);
  });
  return members;
}

void Peer::visit_history(std::string_view room, std::size_t count_max, const Visit& visit) const {
  visit_lines({.room = std::string(room),
               .wanted = [](const protocol::Entry& entry) { return !Letters::is_for_one(entry); },
               .count_max = count_max},
              visit);
}

void Peer::visit_conversation(std::string_view node, std::size_t count_max, const Visit& visit) const {
  const auto other = base::peer_id_from_hex(node);
  if (!other) return;
  const auto is_between_us = [this, &other](const protocol::Entry& entry) {
    return (entry.stream.author == self_.id && entry.to == *other) ||
           (entry.stream.author == *other && entry.to == self_.id);
  };
  visit_lines({.wanted = is_between_us, .count_max = count_max}, visit);
}

void Peer::visit_lines(const Transcript::What& what, const Visit& visit) const {
  if (stage_ == Stage::kNew) return;
  const std::set<std::string> waiting = reporter_->messages_waiting();  // what is about to be told is not the past yet
  const auto status = Transcript(*chat_, *letters_, ports_.store).visit(what, [&](Message&& message) {
    if (message.text.empty() || waiting.contains(message.id)) return;
    names_.mark(message, ports_.clock.wall());
    visit(std::move(message));
  });
  if (!status) log("older lines can't be read: " + status.error().message);
}

std::size_t Peer::unacknowledged() const {
  return stage_ == Stage::kNew ? 0 : reporter_->unacknowledged();
}

Spoken Peer::spoken() const { return stage_ == Stage::kNew ? Spoken() : reporter_->spoken(); }

std::string Peer::why_leader() const {
  return stage_ == Stage::kNew ? "not started" : explain_leader(program_, *chat_);
}

// The rules say goodbye in the ticks that follow at once; then every link is closed, what was sent before
// going out first.
void Peer::leave() {
  if (stage_ != Stage::kRunning) return;
  close_draft();
  stage_ = Stage::kLeft;
  chat_->host.leaving.insert({});
  take_in();
  keep();
  if (keeper_->owes_disk()) keep();
  for (const env::LinkId link : inbox_->links()) ports_.network.close(link, "left");
}

}  // namespace node
