// What the tests of this folder put in place of a peer, a console and a clock. Linked into no program.
#pragma once

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "env/clock.h"
#include "env/console.h"
#include "node/session.h"

namespace frontend::line {

class FakeSession : public node::Session {
 public:
  void on_event(std::function<void(const node::Event&)> listener) override { report = std::move(listener); }
  base::Result<std::string> say(std::string_view room, std::string_view text) override {
    if (!say_error.empty()) return base::Error{say_error};
    said.emplace_back(room, text);
    ++unacknowledged_count;
    return "id" + std::to_string(said.size());
  }
  base::Result<std::string> say_to(std::string_view node, std::string_view text) override {
    if (!say_error.empty()) return base::Error{say_error};
    said_to.emplace_back(node, text);
    ++unacknowledged_count;
    return "id" + std::to_string(said.size() + said_to.size());
  }
  base::Result<std::string> say_as(const node::Saying& saying) override {
    if (!say_error.empty()) return base::Error{say_error};
    sayings.push_back(saying);
    return "id" + std::to_string(sayings.size());
  }
  base::Status set(std::string_view name, std::string_view value) override {
    if (!set_error.empty()) return base::Error{set_error};
    settings[std::string(name)] = std::string(value);
    sets.emplace_back(name);
    return base::Done{};
  }
  void visit_settings(const std::function<void(const node::Setting&)>& visit) const override {
    for (const node::Setting& setting : others_settings) visit(setting);
  }
  std::vector<node::Belonging> belonging() const override { return belonging_list; }
  base::Result<node::Invite> invite(const node::InviteTerms& terms) override {
    if (!invite_error.empty()) return base::Error{invite_error};
    invited.push_back(terms);
    return invite_made;
  }
  base::Status remove(std::string_view who) override {
    if (!remove_error.empty()) return base::Error{remove_error};
    removed.emplace_back(who);
    return base::Done{};
  }
  base::Status set_nick(std::string_view nick) override {
    if (!nick_error.empty()) return base::Error{nick_error};
    nick_set = nick;
    return base::Done{};
  }
  std::vector<node::MemberInfo> members() const override { return member_list; }
  void visit_history(std::string_view room, std::size_t count_max, const Visit& visit) const override {
    visit_newest(count_max, visit, [&](const node::Message& message) { return message.room == room; });
  }
  void visit_conversation(std::string_view node, std::size_t count_max, const Visit& visit) const override {
    visit_newest(count_max, visit, [&](const node::Message& message) {
      return !message.to.empty() && (message.own ? message.to : message.node) == node;
    });
  }
  void visit_newest(std::size_t count_max, const Visit& visit,
                    const std::function<bool(const node::Message&)>& matches) const {
    std::vector<node::Message> found;
    std::copy_if(log.begin(), log.end(), std::back_inserter(found), matches);
    for (std::size_t i = found.size() - std::min(found.size(), count_max); i < found.size(); ++i) {
      visit(std::move(found[i]));
    }
  }
  std::size_t unacknowledged() const override { return unacknowledged_count; }
  node::Spoken spoken() const override { return spoken_so_far; }
  std::string why_leader() const override { return why; }
  void leave() override { left = true; }

  std::function<void(const node::Event&)> report;
  std::vector<std::pair<std::string, std::string>> said;  // room, text
  std::vector<std::pair<std::string, std::string>> said_to;  // node, text
  std::vector<node::Belonging> belonging_list;
  std::vector<node::InviteTerms> invited;
  std::vector<std::string> removed;
  node::Invite invite_made;
  std::string invite_error, remove_error;
  std::vector<node::MemberInfo> member_list;
  std::vector<node::Message> log;
  std::size_t unacknowledged_count = 0;
  node::Spoken spoken_so_far;
  std::vector<node::Saying> sayings;
  std::map<std::string, std::string> settings;  // our own
  std::vector<std::string> sets;  // names, in their order
  std::vector<node::Setting> others_settings;
  std::string set_error;
  std::string say_error, nick_error, nick_set, why;
  bool left = false;
};

class FakeConsole : public env::Console {
 public:
  void attach(Listener& listener) override { input = &listener; }
  void print(std::string_view line) override { shown.emplace_back(line); }
  void answer(std::string_view line) override { print(line); }
  bool is_behind() const override { return behind; }
  void pause_input(bool pause) override { paused = pause; }

  Listener* input = nullptr;
  std::vector<std::string> shown;
  bool behind = false;
  bool paused = false;
};

class FakeClock : public env::Clock {
 public:
  base::Instant now() const override { return instant; }
  base::WallTime wall() const override { return wall_time; }

  base::Instant instant{};
  base::WallTime wall_time{std::chrono::seconds{1763875115}};  // 2025-11-23T05:18:35Z
};

}  // namespace frontend::line
