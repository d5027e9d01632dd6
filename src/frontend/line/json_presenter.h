// Shows a chat to programs: one JSON object a line, in ASCII, each with "type" and "time". Every room is
// shown. The objects and their keys are those of docs/command.md.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "env/clock.h"
#include "env/console.h"
#include "frontend/line/presenter.h"

namespace frontend::line {

// One message as an object of that type, without a newline.
std::string message_json(std::string_view type, const node::Message& message);
// What ends a list of them.
std::string history_end_json(std::string_view room, std::size_t count, base::WallTime now);

class JsonPresenter : public Presenter {
 public:
  JsonPresenter(env::Console& console, const env::Clock& clock) : console_(console), clock_(clock) {}

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
  void remembered(std::size_t) override {}  // programs ask

 private:
  void print_now(std::string_view type, const nlohmann::ordered_json& fields);

  env::Console& console_;
  const env::Clock& clock_;
};

}  // namespace frontend::line
