// What the front end does with what was typed.
#include <algorithm>

#include "frontend/line/name.h"
#include "frontend/line/printable.h"
#include "frontend/line/timestamp.h"
#include "frontend/settings.h"
#include "frontend/tui/display_width.h"
#include "frontend/tui/tui_frontend.h"

namespace frontend::tui {

namespace {

// What a command shows may have other people's words in it.
std::string printable_all(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += line::printable_text(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string padded(const std::string& text, int columns) {
  return text + std::string(static_cast<std::size_t>(std::max(0, columns - width_of(text))), ' ');
}

}  // namespace

void TuiFrontend::submit(const std::string& text) {
  room_->follows = true;
  room_->newer = 0;
  std::visit([this](const auto& command) { obey(command); }, parse_command(text));
}

void TuiFrontend::obey(const line::Command& command) {
  std::visit([this](const auto& chosen) { obey(chosen); }, command);
}

void TuiFrontend::obey(const line::Say& say) { say_in(*room_, say.text); }

void TuiFrontend::say_in(Room& room, const std::string& text) {
  const auto [node, user] = split_peer(room.node);
  auto said = !room.is_private() ? session_.say(room.name, text)
              : user.empty()     ? session_.say_to(node, text)
                                 : session_.say_as({.node = node, .text = text, .to_user = user});
  if (!said) return fail(said.error().message);
  said_anything_ = true;
  waiting_[said.value()] = ++last_number_;
  waiting_numbers_.insert(last_number_);
}

void TuiFrontend::obey(const line::Who&) {
  int widest = 0;
  std::size_t here = 0;
  for (const node::MemberInfo& member : members_) {
    widest = std::max(widest, width_of(line::name_of(member)));
    here += member.here ? 1 : 0;
  }
  std::string text = std::to_string(here) + " here:\n";
  for (const node::MemberInfo& member : members_) {
    text += padded(line::name_of(member), widest) + "  " + line::printable_text(member.address) +
            (member.leads ? "  relays" : "") + (member.self ? "  you" : "") + (member.here ? "" : "  away") +
            "\n";
  }
  notice(text);
}

void TuiFrontend::obey(const line::Leader&) {
  for (const node::MemberInfo& member : members_) {
    if (member.leads)
      return notice(member.self ? "You relay."
                                : line::name_of(member) + " relays, at " +
                                      line::printable_text(member.address) + ".");
  }
  notice("Nobody relays just now; lines said are kept until somebody does.");
}

void TuiFrontend::obey(const line::Why&) { notice(printable_all(session_.why_leader())); }

void TuiFrontend::obey(const line::History&) {
  notice("This room has " + std::to_string(room_->said_count()) +
         " lines here: PageUp shows them, /search finds them.");
}

void TuiFrontend::obey(const line::Help&) { notice(screen_help()); }

void TuiFrontend::obey(const line::Quit&) { leave_within(options_.leave_within); }

void TuiFrontend::obey(const line::SetNick& set) {
  if (auto done = session_.set_nick(set.nick); !done) fail(done.error().message);
}

void TuiFrontend::obey(const line::Join& join) { visit(book_.room(join.room)); }

void TuiFrontend::obey(const line::Refused& refused) { fail(line::printable_text(refused.message)); }

void TuiFrontend::obey(const Part& part) {
  Room* parted = room_;
  if (!part.room.empty()) {
    const auto found = std::find_if(book_.rooms().begin(), book_.rooms().end(), [&](const auto& room) {
      return room->name == part.room || room->label() == part.room;
    });
    if (found == book_.rooms().end()) return fail("You are in no room of that name; /list shows them.");
    parted = found->get();
  }
  if (book_.rooms().size() == 1)
    return fail("This is the only room you are in: /join another first, or /quit.");
  if (parted == room_) next_room(1);
  book_.remove(*parted);
}

void TuiFrontend::obey(const SetTopic& set) {
  if (room_->is_private()) return fail("Only rooms have a topic. Nothing was changed.");
  if (set.text.empty()) {
    const auto topic = topic_of(session_, room_->name);
    return notice(topic ? line::printable_text(topic->text) + "  (" + line::printable_name(topic->by) + ")"
                        : "No topic is set; /topic TEXT sets one.");
  }
  if (room_->name.size() > kTopicRoomBytesMax) return fail("The name of this room is too long for it to have a topic.");
  const auto done = session_.set(topic_setting(room_->name), to_json(Topic{.text = set.text, .by = self_nick_, .at_seconds = seconds_of(clock_.wall())}));
  if (!done) fail(done.error().message);
}

void TuiFrontend::obey(const List&) {
  std::string text = "Rooms heard of here; /join enters one, or makes it:\n";
  for (const auto& room : book_.rooms()) {
    text += "  " + line::printable_name(room->label()) + "  " + std::to_string(room->said_count()) +
            " lines" + (room->unread > 0 ? ", " + std::to_string(room->unread) + " unread" : "") + "\n";
  }
  notice(text);
}

void TuiFrontend::obey(const Search& search) {
  search_ = search.words;
  room_->found = static_cast<std::size_t>(-1);
  find(false);
}

const node::MemberInfo* TuiFrontend::member_called(std::string_view nick) const {
  if (nick.starts_with('@')) nick.remove_prefix(1);
  const auto found =
      std::find_if(members_.begin(), members_.end(), [&](const auto& m) {
        return m.nick == nick || node::shown_name(m.nick, m.node, m.namesake) == nick;
      });
  return found == members_.end() ? nullptr : &*found;
}

void TuiFrontend::obey(const Ignore& ignore) {
  if (ignore.nick.empty()) {
    std::string text = ignored_.empty() ? "Nobody is ignored." : "Ignored until you leave:";
    for (const std::string& node : ignored_) text += " " + line::printable_name(nick_of(node));
    return notice(text);
  }
  const node::MemberInfo* member = member_called(ignore.nick);
  if (member == nullptr) return fail("Nobody here is called that; /who lists who is.");
  const bool again = ignored_.erase(member->node) != 0;
  if (!again) ignored_.insert(member->node);
  for (const auto& room : book_.rooms()) room->joined = false;
  load(*room_);
  notice(line::printable_name(member->nick) +
         (again ? " is heard again." : " is ignored until you leave; /ignore again undoes it."));
}

void TuiFrontend::obey(const line::Invite&) {
  if (!options_.to_link)
    return fail("Invites can't be made on the screen in this version. Nothing was changed.");
  auto invite = session_.invite(node::InviteTerms());
  if (!invite) return fail(invite.error().message);
  notice("For one person, within a day. Whoever has this link may come in: hand it over privately.\n" +
         options_.to_link(invite.value()));
}

void TuiFrontend::obey(const line::Members&) {
  const std::vector<node::Belonging> belonging = session_.belonging();
  int widest = 0;
  for (const node::Belonging& member : belonging)
    widest = std::max(widest, width_of(line::printable_name(member.nick)));
  std::string text = belonging.empty() ? "Nobody is known to belong yet." : "Who belongs to the group:\n";
  for (const node::Belonging& member : belonging) {
    text += padded(line::printable_name(member.nick), widest) + "  " + member.node.substr(0, 8) + "  since " +
            line::date_and_minutes(member.since, options_.utc_offset(member.since)) +
            (member.removed_by.empty() ? "" : "  removed") +
            (member.forked ? "  SIGNED TWO DIFFERENT LINES FOR ONE PLACE" : "") + (member.self ? "  you" : "") + "\n";
  }
  notice(text);
}

void TuiFrontend::obey(const line::Remove& remove) {
  if (auto done = session_.remove(remove.who); !done) fail(done.error().message);
}

void TuiFrontend::obey(const Verify& verify) {
  for (const node::Belonging& member : session_.belonging()) {
    if (member.nick != verify.nick || member.words.empty()) continue;
    notice("Compare with " + line::printable_name(member.nick) +
           ", aloud; both of you must see: " + line::printable_text(member.words));
    return;
  }
  fail("Nobody who belongs is called that; /members lists who does.");
}

void TuiFrontend::obey(const Private& message) {
  const node::MemberInfo* member = member_called(message.nick);
  std::string other = member == nullptr ? std::string() : member->node;
  if (member == nullptr) {
    if (const auto user = find_hosted(session_, message.nick)) other = user->node + "/" + user->nick;
  }
  if (other.empty()) return fail("Nobody here is called that; /who lists who is. Nothing was sent.");
  if (other == self_) return fail("That is you. Nothing was sent.");
  if (!visit(book_.private_room(other, member == nullptr ? message.nick : member->nick))) return;
  if (!message.text.empty()) say_in(*room_, message.text);
}

}  // namespace frontend::tui
