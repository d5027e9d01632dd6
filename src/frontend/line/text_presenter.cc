#include "frontend/line/text_presenter.h"

#include <algorithm>
#include <vector>

#include "base/utf8.h"
#include "frontend/line/command.h"
#include "frontend/line/invitation.h"
#include "frontend/line/name.h"
#include "frontend/line/overloaded.h"
#include "frontend/line/printable.h"
#include "frontend/line/recipient.h"
#include "frontend/line/timestamp.h"

namespace frontend::line {

namespace {

constexpr std::size_t kRoomsMentionedMax = 64;  // further rooms stay silent until joined
constexpr std::size_t kRecentOnJoin = 20;
constexpr std::string_view kAction = "/me ";

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

// In code points: good enough to line up most names.
std::size_t length_of(std::string_view name) {
  std::size_t length = 0;
  for (; !name.empty(); ++length)
    name.remove_prefix(base::first_code_point(name).value_or(base::CodePoint{0, 1}).bytes);
  return length;
}

}  // namespace

void TextPresenter::notice(std::string_view text) { console_.print("* " + std::string(text)); }

void TextPresenter::notices(std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    notice(printable_text(lines.substr(0, end)));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
}

std::string message_text(const node::Message& message, const std::string& time, std::string_view recipient) {
  const std::string nick = name_of(message);
  const std::string other = recipient.empty() ? message.to.substr(0, kNodeDigits) : printable_name(recipient);
  std::string line = time + (message.late ? " (late) " : " ");
  if (!message.to.empty()) line += message.own ? "[you -> " + other + "] " : "[" + nick + " -> you] ";
  if (message.text.starts_with(kAction)) {
    return line + "* " + nick + " " + printable_text(message.text.substr(kAction.size()));
  }
  if (message.to.empty()) line += "<" + nick + "> ";
  return line + printable_text(message.text);
}

std::string TextPresenter::formatted(const node::Message& message) const {
  const auto member = nicks_.find(message.to);
  const std::string_view recipient = !message.to_user.empty() ? message.to_user : member != nicks_.end() ? member->second : std::string_view();
  return message_text(message, hours_and_minutes(message.said_at, options_.utc_offset(message.said_at)), recipient);
}

void TextPresenter::event(const node::Event& event, std::string_view current_room,
                          std::size_t unacknowledged) {
  std::visit(Overloaded{
                 [&](const node::Ready& reported) { ready(reported, current_room); },
                 [&](const node::Message& reported) { message(reported, current_room); },
                 [](const node::Acknowledged&) {},
                 [&](const node::MemberChanged& reported) { member_changed(reported); },
                 [&](const node::LeaderChanged& reported) { leader_changed(reported, unacknowledged); },
                 [&](const node::Failure& reported) { failure(reported); },
                 [](const node::Setting&) {},
             },
             event);
}

void TextPresenter::ready(const node::Ready& ready, std::string_view room) {
  self_ = ready.node;
  notice("You are " + printable_name(ready.nick) + ", in group " + printable_name(options_.group) +
         ", room " + printable_name(room) + ", at " + ready.listen + ".");
  notice(invitation(
      {.address = ready.listen, .group = options_.group, .found_locally = options_.found_locally}));
  notice("Type a line to say it, /invite to let somebody in, /help for the commands, /quit to leave.");
}

void TextPresenter::message(const node::Message& message, std::string_view current_room) {
  if (message.past) return;  // /history shows it
  if (message.room == current_room || !message.to.empty()) {
    if (!message.own || options_.show_own) console_.print(formatted(message));
    return;
  }
  if (rooms_mentioned_.size() >= kRoomsMentionedMax) return;
  if (!rooms_mentioned_.insert(message.room).second) return;
  const std::string room = printable_name(message.room);
  notice(name_of(message) + " speaks in room " + room + "; /join " + room + " shows it.");
}

bool TextPresenter::is_taken(const std::string& nick) const {
  return std::any_of(nicks_.begin(), nicks_.end(), [&](const auto& known) { return known.second == nick; });
}

void TextPresenter::member_changed(const node::MemberChanged& member) {
  const bool self = member.node == self_;
  const std::string nick = printable_name(member.nick);
  std::string& known = nicks_[member.node];
  switch (member.change) {
    case node::Change::kJoined:
      // Until we know who relays it is us who came, and the others were here before.
      if (!self) notice(nick + (relay_ ? " joined" : " is here"));
      known = nick;
      break;
    case node::Change::kUp:
      if (!self) notice(nick + " is back");
      known = nick;
      break;
    case node::Change::kNick:
      if (self) {
        notice("You are " + nick + " now");
      } else {
        notice((known.empty() ? "Somebody" : known) + " is " + nick + " now");
      }
      known = nick;
      break;
    case node::Change::kDown:
      nicks_.erase(member.node);
      notice((is_taken(nick) ? "The earlier " : "") + nick + " is gone: no word from there");
      break;
    case node::Change::kRemoved:
      notice((self ? "You were" : nick + " was") + std::string(" removed from the group"));
      nicks_.erase(member.node);
      break;
    case node::Change::kLeft:
      if (!self) notice(nick + " left");
      nicks_.erase(member.node);
      break;
  }
}

// Only a change from one peer to another is a takeover; the first leader one hears of, and giving up one's
// own lead to the group one has just joined, are not.
void TextPresenter::leader_changed(const node::LeaderChanged& leader, std::size_t unacknowledged) {
  const bool alone_so_far = !relay_ && leader.self;
  const bool takeover = relay_ && !relay_->self && relay_->node != leader.node;
  relay_ = leader;
  if (alone_so_far) return;
  std::string text = leader.self ? "You relay" : printable_name(leader.nick) + " relays";
  if (!takeover) {
    notice(text + " here");
  } else if (unacknowledged == 0) {
    notice(text + " now; nothing was lost");
  } else {
    notice(text + " now; " + counted(unacknowledged, "line") + " of yours on the way again");
  }
}

void TextPresenter::members(const std::vector<node::MemberInfo>& members) {
  std::size_t widest = 0;
  for (const node::MemberInfo& member : members)
    widest = std::max(widest, length_of(name_of(member)));
  const auto here = std::count_if(members.begin(), members.end(), [](const auto& m) { return m.here; });
  notice(std::to_string(here) + " here:");
  for (const node::MemberInfo& member : members) {
    const std::string nick = name_of(member);
    std::string row =
        "  " + nick + std::string(widest - length_of(nick) + 2, ' ') + printable_text(member.address);
    if (member.leads) row += "  relays";
    if (member.self) row += "  you";
    if (!member.here) row += "  away";
    notice(row);
  }
}

void TextPresenter::leader(const node::MemberInfo* leader) {
  if (leader == nullptr) {
    notice("Nobody relays just now; lines said are kept until somebody does.");
  } else if (leader->self) {
    notice("You relay.");
  } else {
    notice(name_of(*leader) + " relays, at " + printable_text(leader->address) + ".");
  }
}

void TextPresenter::history(std::string_view room, const std::vector<node::Message>& messages) {
  notice("Room " + printable_name(room) + ", " + counted(messages.size(), "line") + ":");
  for (const node::Message& message : messages) console_.answer(formatted(message));
  notice("End of the history.");
}

void TextPresenter::room_joined(std::string_view room, const std::vector<node::Message>& messages) {
  rooms_mentioned_.erase(std::string(room));
  notice("You are in room " + printable_name(room) + " now.");
  const std::size_t skipped = messages.size() - std::min(messages.size(), kRecentOnJoin);
  if (skipped > 0) notice(counted(skipped, "earlier line") + "; /history shows all.");
  for (std::size_t i = skipped; i < messages.size(); ++i) console_.print(formatted(messages[i]));
}

void TextPresenter::why(std::string_view derivation) { notices(derivation); }

void TextPresenter::help() { notices(help_text()); }

void TextPresenter::invite(const node::Invite& invite, std::string_view link) {
  notice("Whoever has this link may come in, one person, until " +
         date_and_minutes(invite.until, options_.utc_offset(invite.until)) + ". There: conclave join LINK");
  console_.print(std::string(link));
}

void TextPresenter::belonging(const std::vector<node::Belonging>& belonging) {
  constexpr std::size_t kShortDigits = 8;
  std::map<std::string, std::string> nicks;
  for (const node::Belonging& member : belonging) nicks[member.node] = printable_name(member.nick);
  const auto name_of = [&](const std::string& node) {
    return nicks.contains(node) ? nicks[node] : node.substr(0, kShortDigits);
  };
  notice(counted(belonging.size(), "member") + " of the group, by date:");
  for (const node::Belonging& member : belonging) {
    std::string row = "  " + member.node.substr(0, kShortDigits) + "  " + name_of(member.node) + "  ";
    row += member.admitted_by == member.node ? "made the group" : "let in by " + name_of(member.admitted_by);
    if (!member.removed_by.empty()) row += "  removed by " + name_of(member.removed_by);
    if (member.self) row += "  you";
    if (member.forked) row += "  SIGNED TWO DIFFERENT LINES FOR ONE PLACE";
    if (!member.words.empty()) row += "  (" + printable_text(member.words) + ")";
    notice(row);
  }
}

void TextPresenter::remembered(std::size_t lines) {
  const std::string count = lines > kCountedMax ? "More than " + counted(kCountedMax, "line") : counted(lines, "line");
  notice(count + " of this room from before; /history shows them.");
}

void TextPresenter::failure(const node::Failure& failure) {
  console_.print("! " + printable_text(failure.message));
}

}  // namespace frontend::line
