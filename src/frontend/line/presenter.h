// How a front end shows things: one method for each kind of thing there is to show. Implemented as text for
// people and as JSON for programs. Shows only; never decides and never talks to the session.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "node/session.h"

namespace frontend::line {

class Presenter {
 public:
  virtual ~Presenter() = default;

  // `current_room` is the one being spoken in.
  virtual void event(const node::Event& event, std::string_view current_room, std::size_t unacknowledged) = 0;

  // Answers to commands.
  virtual void members(const std::vector<node::MemberInfo>& members) = 0;
  virtual void leader(const node::MemberInfo* leader) = 0;  // nullptr: nobody relays just now
  virtual void history(std::string_view room, const std::vector<node::Message>& messages) = 0;
  virtual void room_joined(std::string_view room, const std::vector<node::Message>& messages) = 0;
  virtual void why(std::string_view derivation) = 0;
  virtual void help() = 0;
  virtual void invite(const node::Invite& invite, std::string_view link) = 0;
  virtual void belonging(const std::vector<node::Belonging>& belonging) = 0;
  virtual void failure(const node::Failure& failure) = 0;

  // Once, at the start: so many lines of the room were shown in earlier runs, and are not shown again. They are not counted
  // beyond one more than kCountedMax.
  static constexpr std::size_t kCountedMax = 1000;
  virtual void remembered(std::size_t lines) = 0;
};

}  // namespace frontend::line
