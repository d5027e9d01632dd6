#include "apps/conclave/cluster/peer.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace cluster {

namespace {

using Json = nlohmann::json;

std::string text_of(const Json& object, const char* key) { return object.value(key, std::string()); }

Entry entry_of(const Json& event) {
  return {.time = text_of(event, "time"),
          .id = text_of(event, "id"),
          .room = text_of(event, "room"),
          .nick = text_of(event, "nick"),
          .node = text_of(event, "node"),
          .text = text_of(event, "text")};
}

}  // namespace

Peer::Peer(std::string nick, Process& process) : nick_(std::move(nick)), process_(process) {
  process_.on_line([this](std::string_view line, base::Instant at) { line_shown(line, at); });
}

void Peer::ask_history() {
  history_awaited_ = true;
  type("/history");
}

void Peer::line_shown(std::string_view line, base::Instant at) {
  const Json event = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!event.is_object()) {
    failures_.push_back({"not_json", std::string(line)});
    return;
  }
  const std::string type = text_of(event, "type");
  if (type == "message") {
    heard_.push_back({.entry = entry_of(event),
                      .own = event.value("own", false),
                      .late = event.value("late", false),
                      .at = at});
  } else if (type == "acknowledged") {
    acknowledged_.insert(text_of(event, "id"));
  } else if (type == "ready") {
    node_ = text_of(event, "node");
    address_ = text_of(event, "listen");
  } else if (type == "leader") {
    leader_ = text_of(event, "node");
    ++leader_changes_;
  } else if (type == "member") {
    const std::string change = text_of(event, "change");
    if (change == "joined" || change == "up") here_.insert(text_of(event, "node"));
    if (change == "left" || change == "down" || change == "removed") here_.erase(text_of(event, "node"));
    here_.erase(node_);
  } else if (type == "history") {
    history_coming_.push_back(entry_of(event));
  } else if (type == "history_end") {
    history_ = std::exchange(history_coming_, {});
    history_awaited_ = false;
  } else if (type == "error") {
    failures_.push_back({text_of(event, "code"), text_of(event, "message")});
  }
}

}  // namespace cluster
