// The charter side of Peer: which group it belongs to, and whom it lets in.
#include <algorithm>
#include <tuple>

#include "node/evidence.h"
#include "node/identity.h"
#include "node/inbox.h"
#include "node/keeper.h"
#include "node/peer.h"
#include "node/reporter.h"
#include "protocol/chat.h"
#include "wire/compare_words.h"
#include "wire/statement.h"

namespace node {

namespace {

constexpr std::size_t kNodeDigitsMin = 8;
constexpr std::size_t kInviteAddressesMax = 6;

template <class Octets>
Octets drawn(env::Random& random) {
  Octets octets;
  for (std::size_t i = 0; i < octets.bytes.size(); i += 8) {
    const std::uint64_t word = random.next();
    for (std::size_t j = 0; j < 8; ++j) octets.bytes[i + j] = static_cast<std::uint8_t>(word >> 8 * j);
  }
  return octets;
}

Failure failure_of(std::uint8_t reason) {
  switch (reason) {
    case protocol::kUnknownInvite:
      return {"invite_unknown", "This invite is not known there: it was made by somebody who does not belong to the group any "
                                "more, or is so new that word of it is still on the way. It is tried again."};
    case protocol::kInviteExpired:
      return {"invite_expired", "This invite has expired: ask for a new one (conclave invite)."};
    case protocol::kInviteUsedUp:
      return {"invite_used_up", "This invite has been used up: ask for a new one (conclave invite)."};
    case protocol::kWasRemoved:
      return {"removed", "You were removed from this group, and are not let in."};
    default:
      return {"not_member", "You are not a member of this group: ask somebody there for an invite (conclave invite)."};
  }
}

// The address in `address` where it is reached from elsewhere: its port, at `host`.
std::string at_host(const std::string& host, const std::string& address) {
  const std::string port = address.substr(address.rfind(':'));
  return (host.find(':') == std::string::npos ? host : "[" + host + "]") + port;
}

}  // namespace

// The group of earlier runs; else that of an invite, or of peers on this machine; else a new one.
base::Status Peer::join_a_group(const std::string& address) {
  own_secret_ = drawn<base::InviteSeed>(ports_.random);
  if (known_group_) {
    if (options_.invite && options_.invite->group != *known_group_) {
      return base::Error{"You belong to another group that you call " + options_.group +
                         ": call this one differently, with --group and a name of your choice."};
    }
    self_.group_id = *known_group_;
  } else if (options_.birth) {
    self_.group_id = options_.birth->group;
  } else if (options_.invite) {
    self_.group_id = options_.invite->group;
  } else {
    auto founded = wire::found(*keys_, ports_.clock.wall(), nick_);
    self_.group_id = founded.group;
    founding_ = std::move(founded.founding);
  }
  if (ports_.registry == nullptr) return base::Done{};
  self_.local_invite = wire::invite_key(own_secret_).public_key();
  const env::Registered own{self_.id, address, self_.group_id, own_secret_};
  const auto group = ports_.registry->publish(options_.group, own, founding_.has_value());
  if (!group) {
    log("peers on this machine will not find this one: " + group.error().message);
  } else if (group.value() != self_.group_id) {
    self_.group_id = group.value();
    founding_.reset();
  }
  return base::Done{};
}

// Into the rules' tables, before the first tick: what is kept, and what a first start brings along.
base::Status Peer::recall_charter() {
  std::vector<protocol::Statement> statements;
  if (ports_.store != nullptr) {
    const auto status = ports_.store->notes(kStatementNote, [&](std::string_view, base::ByteView value) {
      auto statement = wire::read_statement(value);
      if (auto* read = std::get_if<protocol::Statement>(&statement)) statements.push_back(std::move(*read));
    });
    if (!status) return status;
  }
  for (protocol::Statement& statement : statements) prover().prove(statement);
  std::erase_if(statements, [](const protocol::Statement& s) { return !s.proven; });
  if (statements.size() > protocol::kStatementsMax) statements.resize(protocol::kStatementsMax);
  for (const protocol::Statement& statement : statements) note_admission(statement);
  chat_->charter.statement.insert_all(std::move(statements));
  if (founding_) chat_->host.stated.insert(*founding_);
  if (options_.birth) {
    for (const protocol::Statement& statement : options_.birth->charter) {
      const bool concerns_us = statement.kind == protocol::kFounds || statement.subject_id == self_.id;
      if (concerns_us && chat_->charter.statement.find(statement.id) == nullptr) chat_->host.stated.insert(statement);
    }
  }
  return base::Done{};
}

void Peer::note_admission(const protocol::Statement& statement) {
  if (!statement.nick.value.empty()) names_.note_first(base::to_hex(statement.subject_id), statement.nick.value);
}

void Peer::keep_statement(const protocol::Statement& statement) {
  note_admission(statement);
  if (ports_.store == nullptr) return;
  keeper_->note(std::string(kStatementNote) + base::to_hex(base::EntryId{statement.id.words}), wire::canonical(statement));
  const bool lets_us_in = statement.subject_id == self_.id &&
                          (statement.kind == protocol::kFounds || statement.kind == protocol::kAdmits);
  if (lets_us_in) keeper_->note_at_once(kGroupIdNote, bytes_of(self_.group_id));
}

// Later than whatever lets us speak, whatever our clock says.
void Peer::state(protocol::Statement statement) {
  const protocol::Admitted* us = chat_->charter.member.find(self_.id);
  const base::WallTime since = us == nullptr ? base::WallTime() : us->since;
  statement.at = std::max(ports_.clock.wall(), since + base::Duration(1));
  chat_->host.stated.insert(wire::stated_by(*keys_, self_.group_id, std::move(statement)));
}

void Peer::admit(const protocol::Welcome& newcomer) {
  log("lets in " + base::short_hex(newcomer.peer));
  state({.kind = protocol::kAdmits, .subject = newcomer.key, .invite = newcomer.invite, .nick = newcomer.nick});
}

void Peer::complete(protocol::Credentials& credentials) {
  const env::Remote* end = inbox_->end_of(credentials.link);
  if (end == nullptr || !credentials.chain.items.empty()) return;
  const auto local = local_secrets_.find(wire::peer_id_of(end->key));
  if (local == local_secrets_.end() && !options_.invite) return;
  const wire::KeyPair key = wire::invite_key(local == local_secrets_.end() ? options_.invite->seed : local->second);
  credentials.invite = key.public_key();
  credentials.proof = wire::prove_invite(key, self_.group_id, end->binding, keys_->public_key());
}

void Peer::turned_away(std::uint8_t reason) {
  if (refusals_told_.insert(reason).second) reporter_->add(failure_of(reason));
}

bool Peer::is_fallen(const base::PeerId& id) const { return chat_->charter.fallen.find(id) != nullptr; }

void Peer::report_removals() {
  if (chat_->charter.fallen.size() == removals_told_.size()) return;
  for (const protocol::Fallen& fallen : chat_->charter.fallen) {
    if (!removals_told_.insert(fallen.id).second) continue;
    const protocol::Admitted* known = chat_->charter.member.find(fallen.id);
    reporter_->add(MemberChanged{Change::kRemoved, base::to_hex(fallen.id), known == nullptr ? "" : known->nick.value});
  }
}

void Peer::report_fork(const protocol::Entry& other) {
  if (!evidence_->add(other)) return;
  const protocol::Admitted* member = chat_->charter.member.find(other.stream.author);
  const std::string nick = member == nullptr ? other.nick.value : member->nick.value;
  reporter_->add(Failure{"forked", nick + " (" + base::short_hex(other.stream.author) +
                                       ") signed two different lines for one place, so others may see another than you: "
                                       "its key was copied, or it means ill. Ask, and see /members and /remove."});
}

base::Result<const protocol::Admitted*> Peer::find_member(std::string_view who) const {
  const protocol::Admitted* found = nullptr;
  for (const protocol::Admitted& member : chat_->charter.stands) {
    const protocol::Member* listed = chat_->membership.nodelist.find(member.id);
    const std::string& nick = listed == nullptr ? member.nick.value : listed->profile.reveal()->nick.value;
    const bool by_digits = who.size() >= kNodeDigitsMin && base::to_hex(member.id).starts_with(who);
    if (nick != who && !by_digits) continue;
    if (found != nullptr) {
      return base::Error{"Several members are called " + std::string(who) + ": say which by the first " +
                         std::to_string(kNodeDigitsMin) + " or more digits of its key, as `conclave members` shows them."};
    }
    found = &member;
  }
  if (found == nullptr) return base::Error{"Nobody in the group is called " + std::string(who) + ": `conclave members` lists all."};
  return found;
}

std::vector<Belonging> Peer::belonging() const {
  std::vector<Belonging> all;
  if (stage_ == Stage::kNew) return all;
  for (const protocol::Admitted& member : chat_->charter.member) {
    const protocol::Member* listed = chat_->membership.nodelist.find(member.id);
    const protocol::Fallen* fallen = chat_->charter.fallen.find(member.id);
    const bool self = member.id == self_.id;
    all.push_back({.node = base::to_hex(member.id),
                   .nick = listed == nullptr ? member.nick.value : listed->profile.reveal()->nick.value,
                   .admitted_by = base::to_hex(member.by),
                   .since = member.since,
                   .removed_by = fallen == nullptr ? "" : base::to_hex(fallen->by),
                   .words = self ? "" : wire::compare_words(self_.group_id, keys_->public_key(), member.key),
                   .forked = evidence_->against(member.id),
                   .self = self});
  }
  std::sort(all.begin(), all.end(), [](const Belonging& a, const Belonging& b) {
    return std::tie(a.since, a.node) < std::tie(b.since, b.node);
  });
  return all;
}

base::Result<Invite> Peer::invite(const InviteTerms& terms) {
  if (stage_ != Stage::kRunning) return base::Error{"This peer has left the group: start it again to invite."};
  if (chat_->charter.self_stands.empty()) {
    return base::Error{"You do not belong to the group yet, so you can't invite: wait until you are let in."};
  }
  if (terms.uses == 0 || terms.uses > protocol::kMembersMax || terms.valid_for <= base::Duration::zero()) {
    return base::Error{"An invite is for 1 to " + std::to_string(protocol::kMembersMax) + " people and some time."};
  }
  Invite invite{.group_name = options_.group,
                .group = self_.group_id,
                .inviter = self_.id,
                .seed = drawn<base::InviteSeed>(ports_.random),
                .until = std::max(ports_.clock.wall(), base::WallTime()) + terms.valid_for};
  const std::string& own = self_.profile.address.value;
  for (const std::string& host : options_.reachable_at) {
    if (invite.addresses.size() < kInviteAddressesMax) invite.addresses.push_back(at_host(host, own));
  }
  if (invite.addresses.empty()) invite.addresses.push_back(own);
  state({.kind = protocol::kInvites,
         .subject = wire::invite_key(invite.seed).public_key(),
         .until = invite.until,
         .uses = terms.uses});
  return invite;
}

// What of its lines and statements stands is what is known here now.
base::Status Peer::remove(std::string_view who) {
  if (stage_ != Stage::kRunning) return base::Error{"This peer has left the group: start it again."};
  const auto found = find_member(who);
  if (!found) return found.error();
  const protocol::Admitted& member = *found.value();
  const protocol::Admitted* us = chat_->charter.stands.find(self_.id);
  if (us == nullptr) return base::Error{"You do not belong to the group, so you can't remove anybody."};
  if (member.id == self_.id) return base::Error{"To leave the group yourself, delete its data folder; you can't remove yourself."};
  if (std::tie(us->since, us->statement) >= std::tie(member.since, member.statement)) {
    return base::Error{member.nick.value + " was a member before you: only who came before a member can remove it."};
  }
  protocol::Statement removal{.kind = protocol::kRemoves, .subject = member.key};
  for (const protocol::Held& held : chat_->log.held) {
    if (held.stream.author == member.id) removal.cut.items.push_back({held.stream.epoch, *held.through.reveal()});
  }
  std::sort(removal.cut.items.begin(), removal.cut.items.end(),
            [](const auto& a, const auto& b) { return a.epoch > b.epoch; });
  if (removal.cut.items.size() > protocol::kCutsMax) removal.cut.items.resize(protocol::kCutsMax);
  for (const protocol::Statement& statement : chat_->charter.statement) {
    const bool its = statement.issuer_id == member.id && removal.stands.items.size() < protocol::kStandsMax;
    if (its) removal.stands.items.push_back({statement.id.words[0]});
  }
  state(std::move(removal));
  return base::Done{};
}

}  // namespace node
