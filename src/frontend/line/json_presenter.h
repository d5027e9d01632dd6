// Shows a chat to programs: one JSON object a line, in ASCII, each with "type" and "time". Every room is
// shown. The objects and their keys are those of docs/command.md.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "env/clock.h"
#include "env/console.h"
#include "frontend/line/presenter.h"

namespace frontend::line {

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
  void failure(const node::Failure& failure) override;

 private:
  void print(std::string_view type, base::WallTime at, const nlohmann::ordered_json& fields);
  void print_now(std::string_view type, const nlohmann::ordered_json& fields);
  void print_message(std::string_view type, const node::Message& message);

  env::Console& console_;
  const env::Clock& clock_;
};

}  // namespace frontend::line
