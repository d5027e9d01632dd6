// Shows a chat to people, as plain lines that read well on a terminal and in a file: "10:41 <bob> hello", and
// what happens to the group as "* bob joined". Everything others wrote is made printable first.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "env/console.h"
#include "frontend/line/presenter.h"

namespace frontend::line {

// "<bob> hello" with `time` before it; what its author wrote is made printable. Of a line for one member
// "[bob -> you] hello", or "[you -> carol] hello" where `recipient` is carol's nick; unknown: it is called by
// its node.
std::string message_text(const node::Message& message, const std::string& time,
                         std::string_view recipient = {});

class TextPresenter : public Presenter {
 public:
  struct Options {
    // Off where the terminal already shows what its owner typed.
    bool show_own = true;
    std::string group = "home";
    bool found_locally = true;  // whether others on this machine need no address to join
    std::function<std::chrono::seconds(base::WallTime)> utc_offset = [](base::WallTime) {
      return std::chrono::seconds{0};
    };
  };

  TextPresenter(env::Console& console, Options options) : console_(console), options_(std::move(options)) {}

  void event(const node::Event& event, std::string_view current_room, std::size_t unacknowledged) override;
  void members(const std::vector<node::MemberInfo>& members) override;
  void leader(const node::MemberInfo* leader) override;
  void history(std::string_view room, const std::vector<node::Message>& messages) override;
  void room_joined(std::string_view room, const std::vector<node::Message>& messages) override;
  void why(std::string_view derivation) override;
  void help() override;
  void invite(const node::Invite& invite, std::string_view link) override;
  void belonging(const std::vector<node::Belonging>& belonging) override;
  void failure(const node::Failure& failure) override;
  void remembered(std::size_t lines) override;

 private:
  void ready(const node::Ready& ready, std::string_view room);
  void message(const node::Message& message, std::string_view current_room);
  void member_changed(const node::MemberChanged& member);
  void leader_changed(const node::LeaderChanged& leader, std::size_t unacknowledged);

  bool is_taken(const std::string& nick) const;  // by somebody who is here
  void notice(std::string_view text);
  void notices(std::string_view lines);
  std::string formatted(const node::Message& message) const;

  env::Console& console_;
  Options options_;
  std::string self_;                          // our node
  std::optional<node::LeaderChanged> relay_;  // who relayed last
  std::map<std::string, std::string> nicks_;  // of the nodes that are here, to say who changed theirs
  std::set<std::string> rooms_mentioned_;     // other rooms somebody spoke in, told once each
};

}  // namespace frontend::line
