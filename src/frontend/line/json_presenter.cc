#include "frontend/line/json_presenter.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/check.h"
#include "frontend/line/command.h"
#include "frontend/line/overloaded.h"
#include "frontend/line/timestamp.h"

namespace frontend::line {

namespace {

using Json = nlohmann::ordered_json;

// ASCII only, so that a terminal shows nothing strange; bytes that are not UTF-8 become U+FFFD.
std::string dumped(const Json& value) {
  constexpr int kOneLine = -1;
  constexpr bool kAscii = true;
  return value.dump(kOneLine, ' ', kAscii, Json::error_handler_t::replace);
}

// One object on a line: its type and time, then its fields. Lines come by the thousands: of text that needs no escapes no value
// of JSON is made.
class ObjectLine {
 public:
  ObjectLine(std::string_view type, base::WallTime at) {
    text_.reserve(kLineBytes);
    add("type", type).add("time", rfc3339_utc(at));
  }
  ObjectLine& add(std::string_view name, std::string_view value) {
    if (needs_escapes(value)) return add_json(name, value);
    begin(name);
    ((text_ += '"') += value) += '"';
    return *this;
  }
  ObjectLine& add(std::string_view name, bool value) {
    begin(name);
    text_ += value ? "true" : "false";
    return *this;
  }
  ObjectLine& add_json(std::string_view name, const Json& value) {
    begin(name);
    text_ += dumped(value);
    return *this;
  }
  std::string finish() {
    text_ += '}';
    return std::move(text_);
  }

 private:
  static constexpr std::size_t kLineBytes = 512;

  void begin(std::string_view name) {
    text_ += text_.empty() ? "{\"" : ",\"";
    (text_ += name) += "\":";
  }
  static bool needs_escapes(std::string_view value) {
    return std::any_of(value.begin(), value.end(), [](char c) { return c < ' ' || c == '"' || c == '\\' || c == '\x7f'; });
  }

  std::string text_;
};

std::string object_json(std::string_view type, base::WallTime at, const Json& fields) {
  ObjectLine line(type, at);
  for (const auto& [name, value] : fields.items()) line.add_json(name, value);
  return line.finish();
}

std::string_view word_of(node::Change change) {
  switch (change) {
    case node::Change::kUp:
      return "up";
    case node::Change::kDown:
      return "down";
    case node::Change::kJoined:
      return "joined";
    case node::Change::kLeft:
      return "left";
    case node::Change::kNick:
      return "nick";
    case node::Change::kRemoved:
      return "removed";
  }
  CHECK(false, "a kind of change the session never reports");
  return {};
}

}  // namespace

std::string message_json(std::string_view type, const node::Message& message) {
  return ObjectLine(type, message.said_at)
      .add("id", message.id)
      .add("room", message.room)
      .add("to", message.to)
      .add("nick", message.nick)
      .add("node", message.node)
      .add("text", message.text)
      .add("late", message.late)
      .add("own", message.own)
      .finish();
}

std::string history_end_json(std::string_view room, std::size_t count, base::WallTime now) {
  return object_json("history_end", now, {{"room", room}, {"count", count}});
}

void JsonPresenter::print_now(std::string_view type, const Json& fields) {
  console_.print(object_json(type, clock_.wall(), fields));
}

void JsonPresenter::event(const node::Event& event, std::string_view, std::size_t) {
  std::visit(Overloaded{
                 [this](const node::Ready& ready) {
                   print_now("ready", {{"node", ready.node}, {"nick", ready.nick}, {"listen", ready.listen}});
                 },
                 [this](const node::Message& message) { console_.print(message_json("message", message)); },
                 [this](const node::Acknowledged& acknowledged) {
                   console_.print(ObjectLine("acknowledged", clock_.wall()).add("id", acknowledged.id).finish());
                 },
                 [this](const node::MemberChanged& member) {
                   print_now(
                       "member",
                       {{"change", word_of(member.change)}, {"node", member.node}, {"nick", member.nick}});
                 },
                 [this](const node::LeaderChanged& leader) {
                   print_now("leader", {{"node", leader.node}, {"nick", leader.nick}, {"self", leader.self}});
                 },
                 [this](const node::Failure& reported) { failure(reported); },
                 [](const node::Setting&) {},
             },
             event);
}

void JsonPresenter::members(const std::vector<node::MemberInfo>& members) {
  Json list = Json::array();
  for (const node::MemberInfo& member : members) {
    list.push_back({{"node", member.node},
                    {"nick", member.nick},
                    {"address", member.address},
                    {"here", member.here},
                    {"leads", member.leads},
                    {"self", member.self}});
  }
  print_now("members", {{"members", std::move(list)}});
}

void JsonPresenter::leader(const node::MemberInfo* leader) {
  if (leader == nullptr) {
    failure({"no_leader", "Nobody relays just now; lines said are kept until somebody does."});
    return;
  }
  print_now("leader", {{"node", leader->node}, {"nick", leader->nick}, {"self", leader->self}});
}

// One object a message, so that no line grows with the room; the last one says how many there were.
void JsonPresenter::history(std::string_view room, const std::vector<node::Message>& messages) {
  for (const node::Message& message : messages) console_.answer(message_json("history", message));
  console_.answer(history_end_json(room, messages.size(), clock_.wall()));
}

void JsonPresenter::room_joined(std::string_view room, const std::vector<node::Message>& messages) {
  print_now("room", {{"room", room}, {"count", messages.size()}});
}

void JsonPresenter::why(std::string_view derivation) { print_now("why", {{"text", derivation}}); }

void JsonPresenter::help() { print_now("help", {{"text", help_text()}}); }

void JsonPresenter::invite(const node::Invite& invite, std::string_view link) {
  print_now("invite", {{"link", link}, {"group", invite.group_name}, {"until", rfc3339_utc(invite.until)}});
}

void JsonPresenter::belonging(const std::vector<node::Belonging>& belonging) {
  Json list = Json::array();
  for (const node::Belonging& member : belonging) {
    list.push_back({{"node", member.node},
                    {"nick", member.nick},
                    {"admitted_by", member.admitted_by},
                    {"since", rfc3339_utc(member.since)},
                    {"removed_by", member.removed_by},
                    {"words", member.words},
                    {"forked", member.forked},
                    {"self", member.self}});
  }
  print_now("belonging", {{"members", std::move(list)}});
}

void JsonPresenter::failure(const node::Failure& failure) {
  print_now("error", {{"code", failure.code}, {"message", failure.message}});
}

}  // namespace frontend::line
