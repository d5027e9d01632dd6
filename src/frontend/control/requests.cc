#include "frontend/control/requests.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

namespace frontend::control {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kUsesMax = 1000;
constexpr std::int64_t kSecondsMax = 10 * 365 * 86400LL;
constexpr std::size_t kNodeDigitsMin = 8;

std::string dumped(const Json& object) {
  constexpr int kOneLine = -1;
  constexpr bool kAscii = true;
  return object.dump(kOneLine, ' ', kAscii, Json::error_handler_t::replace);
}

std::int64_t seconds_of(base::WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

Json member_json(const node::MemberInfo& member) {
  return {{"node", member.node},
          {"nick", member.nick},
          {"address", member.address},
          {"leads", member.leads},
          {"self", member.self}};
}

base::Result<Json> status(node::Session& session, const About& about) {
  Json answer = {{"ok", true},   {"node", ""},           {"nick", ""},
                 {"listen", ""}, {"group", about.group}, {"leader", nullptr}};
  Json here = Json::array();
  for (const node::MemberInfo& member : session.members()) {
    if (member.self)
      answer.update({{"node", member.node}, {"nick", member.nick}, {"listen", member.address}});
    if (member.leads)
      answer["leader"] = {{"node", member.node}, {"nick", member.nick}, {"self", member.self}};
    if (member.here) here.push_back(member_json(member));
  }
  answer["here"] = std::move(here);
  answer["unacknowledged"] = session.unacknowledged();
  return answer;
}

base::Result<Json> why(node::Session& session) { return Json{{"ok", true}, {"text", session.why_leader()}}; }

base::Result<Json> members(node::Session& session) {
  std::map<std::string, bool> here;
  for (const node::MemberInfo& member : session.members()) here[member.node] = member.here;
  Json list = Json::array();
  for (const node::Belonging& who : session.belonging()) {
    list.push_back({{"node", who.node},
                    {"nick", who.nick},
                    {"here", here[who.node]},
                    {"self", who.self},
                    {"admitted_by", who.admitted_by},
                    {"since", seconds_of(who.since)},
                    {"removed_by", who.removed_by},
                    {"forked", who.forked},
                    {"words", who.words}});
  }
  return Json{{"ok", true}, {"members", std::move(list)}};
}

base::Result<Json> invite(node::Session& session, const About& about, const Json& request) {
  const auto uses = request.value("uses", std::int64_t{1});
  const auto seconds = request.value("seconds", std::int64_t{24 * 3600});
  if (uses < 1 || uses > static_cast<std::int64_t>(kUsesMax))
    return base::Error{"An invite is for 1 to 1000 people."};
  if (seconds < 1 || seconds > kSecondsMax)
    return base::Error{"An invite is good for one second to ten years."};
  const auto made =
      session.invite({.uses = static_cast<std::uint64_t>(uses), .valid_for = std::chrono::seconds(seconds)});
  if (!made) return made.error();
  return Json{
      {"ok", true},   {"link", about.to_link(made.value())},     {"group", made.value().group_name},
      {"uses", uses}, {"until", seconds_of(made.value().until)}, {"addresses", made.value().addresses}};
}

base::Result<Json> remove(node::Session& session, const std::string& who) {
  const auto status = session.remove(who);
  if (!status) return status.error();
  return Json{{"ok", true}};
}

bool is_meant(const node::Belonging& member, const std::string& who) {
  if (member.nick == who) return true;
  return who.size() >= kNodeDigitsMin && member.node.starts_with(who);
}

base::Result<Json> verify(node::Session& session, const std::string& who) {
  std::vector<node::Belonging> found;
  for (const node::Belonging& member : session.belonging()) {
    if (is_meant(member, who)) found.push_back(member);
  }
  // Who was removed comes into question only where nobody else does.
  if (std::ranges::any_of(found, [](const auto& member) { return member.removed_by.empty(); })) {
    std::erase_if(found, [](const auto& member) { return !member.removed_by.empty(); });
  }
  if (found.empty()) return base::Error{"Nobody called that belongs to the group; see: conclave members"};
  if (found.size() > 1) {
    return base::Error{
        "Several members are called that: give the first eight digits of the one you mean, as in "
        "conclave members."};
  }
  if (found.front().self) return base::Error{"That is you: compare words with somebody else."};
  return Json{{"ok", true},
              {"node", found.front().node},
              {"nick", found.front().nick},
              {"words", found.front().words}};
}

base::Result<Json> answer_to(node::Session& session, const About& about, const Json& request) {
  const std::string what = request.value("request", "");
  if (what == "status") return status(session, about);
  if (what == "why") return why(session);
  if (what == "members") return members(session);
  if (what == "invite") return invite(session, about, request);
  if (what == "remove") return remove(session, request.value("who", ""));
  if (what == "verify") return verify(session, request.value("who", ""));
  return base::Error{"The running peer does not know this request: is it of another version? Start it anew."};
}

}  // namespace

std::string refusal(std::string_view message) { return dumped({{"ok", false}, {"message", message}}); }

std::string answer(node::Session& session, const About& about, std::string_view request) {
  constexpr bool kThrow = false;
  const Json parsed = Json::parse(request, nullptr, kThrow);
  if (!parsed.is_object()) return refusal("A request is one JSON object a line.");
  try {
    const auto answered = answer_to(session, about, parsed);
    return answered ? dumped(answered.value()) : refusal(answered.error().message);
  } catch (const Json::type_error&) {
    return refusal("A field of the request has the wrong type.");
  }
}

}  // namespace frontend::control
