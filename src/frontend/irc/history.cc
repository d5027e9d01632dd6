// What was said before: pushed when a client joins, and on demand (draft/chathistory). The replicated log answers.
#include <algorithm>
#include <charconv>
#include <deque>

#include "frontend/irc/gateway.h"
#include "frontend/irc/text.h"
#include "frontend/line/timestamp.h"

namespace frontend::irc {

namespace {

constexpr std::size_t kLinesMax = 500;       // an answer
constexpr std::size_t kSearchedMax = 20'000;  // lines that are looked through for one

std::string time_of(const node::Message& message) { return line::rfc3339_utc(message.said_at); }

// "timestamp=..." or "msgid=..." or "*".
struct Place {
  std::string time{}, id{};
  bool is_any() const { return time.empty() && id.empty(); }
};
std::optional<Place> read_place(std::string_view text) {
  if (text == "*") return Place{};
  if (text.starts_with("timestamp=") && text.size() >= 29) return Place{.time = std::string(text.substr(10))};
  if (text.starts_with("msgid=")) return Place{.id = std::string(text.substr(6))};
  return std::nullopt;
}

std::size_t first_not_before(const std::vector<node::Message>& lines, const Place& place) {
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const auto& line) {
    return place.id.empty() ? time_of(line) >= place.time : line.id == place.id;
  });
  return static_cast<std::size_t>(found - lines.begin());
}
bool is_at(const node::Message& line, const Place& place) { return place.id.empty() ? time_of(line) == place.time : line.id == place.id; }

}  // namespace

// What this client missed, where it is known how far it was; else the newest lines.
void Gateway::replay(Client& client, const std::string& room) {
  std::vector<node::Message> lines;
  const auto take = [&](const node::Message& message) {
    if (message.room == room) lines.push_back(message);
  };
  if (client.missed_rooms.erase(room) != 0 && backlog_.has_all_since(client.missed_since)) {
    backlog_.since(client.missed_since, take);
  } else {
    session_.visit_history(room, options_.backlog_on_join, take);
  }
  send_batch(client, to_channel(room), lines);
}

void Gateway::send_batch(Client& client, const std::string& target, const std::vector<node::Message>& lines) {
  if (lines.empty() && !client.has(kChathistory)) return;
  const std::string batch = client.has(kBatch) ? "h" + std::to_string(++batches_) : "-";
  if (client.has(kBatch)) reply(client, "BATCH", {"+" + batch, "chathistory", target});
  for (const node::Message& line : lines) deliver_to(client, line, source_of(line), batch);
  if (client.has(kBatch)) reply(client, "BATCH", {"-" + batch});
}

// LATEST, BEFORE, AFTER, AROUND and BETWEEN, of a room or of what was said between two users.
void Gateway::on_chathistory(Client& client, const Message& message) {
  const std::string what = upper(message.param(0));
  if (what == "TARGETS") return send_batch(client, client.nick, {});
  const std::string target(message.param(1));
  const auto refuse = [&](const std::string& code, const std::string& text) { fail(client, "CHATHISTORY", code, text, {what, target}); };
  const bool between = what == "BETWEEN";
  const auto from = read_place(message.param(2)), to = between ? read_place(message.param(3)) : std::optional(Place());
  const std::string_view count_text = message.param(between ? 4 : 3);
  std::size_t count = 0;
  const auto parsed = std::from_chars(count_text.data(), count_text.data() + count_text.size(), count);
  if (!from || !to || parsed.ec != std::errc() || count == 0) return refuse("INVALID_PARAMS", "Usage: CHATHISTORY LATEST|BEFORE|AFTER|AROUND|BETWEEN target timestamp=...|msgid=...|* [...] count");
  count = std::min(count, kLinesMax);
  std::vector<node::Message> all;
  const auto take = [&](node::Message&& line) { all.push_back(std::move(line)); };
  if (const auto named = to_room(target)) {
    const std::string room = directory_.room_called(*named);
    if (!self_of(client)->rooms.contains(room)) return refuse("INVALID_TARGET", "You're not on that channel");
    session_.visit_history(room, kSearchedMax, take);
  } else if (const User* user = directory_.named(target)) {
    const std::string me = folded(client.nick), other = directory_.is_hosted(*user) ? folded(user->nick) : std::string();
    session_.visit_conversation(user->node, kSearchedMax, [&](node::Message&& line) {
      const bool said = line.own && folded(line.nick) == me && folded(line.to_user) == other;
      const bool heard = line.to == directory_.self() && folded(line.to_user) == me && (other.empty() || folded(line.nick) == other);
      if (said || heard) all.push_back(std::move(line));
    });
  } else {
    return refuse("INVALID_TARGET", "Nothing is known of " + target);
  }
  std::size_t begin = 0, end = all.size();
  const std::size_t at = from->is_any() ? all.size() : first_not_before(all, *from);
  const std::size_t behind = at < all.size() && is_at(all[at], *from) ? at + 1 : at;
  if (what == "LATEST") {
    begin = from->is_any() ? 0 : behind;
    begin = std::max(begin, end - std::min(end, count));
  } else if (what == "BEFORE") {
    end = at;
    begin = end - std::min(end, count);
  } else if (what == "AFTER") {
    begin = behind;
    end = std::min(end, begin + count);
  } else if (what == "AROUND") {
    begin = at - std::min(at, count / 2);
    end = std::min(end, begin + count);
  } else if (between) {
    // Of more than are wanted, those nearest to the place that is named first.
    const std::size_t other = first_not_before(all, *to);
    if (other < at) {
      begin = is_at(all[other], *to) ? other + 1 : other;
      end = at;
      begin = std::max(begin, end - std::min(end, count));
    } else {
      begin = behind;
      end = std::min(std::max(begin, other), begin + count);
    }
  } else {
    return refuse("INVALID_PARAMS", "CHATHISTORY knows LATEST, BEFORE, AFTER, AROUND and BETWEEN");
  }
  send_batch(client, target, {all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end)});
}

}  // namespace frontend::irc
