// OwnUser: of the several users that a peer with an IRC gateway has, the one its terminal is for. Makes of what the session
// reports what that user is to see: its own lines are its own, those of the others are others', and what is between two
// others alone, or for programs, it does not see. Owned by a front end.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "node/session.h"

namespace frontend {

class OwnUser {
 public:
  explicit OwnUser(const node::Session& session) : session_(session) {}

  void event(const node::Event& event);  // all of them, each before what it reports is shown
  std::optional<node::Message> shown(node::Message message) const;

 private:
  static constexpr std::size_t kOthersMax = 65'536;

  void note(const node::Setting& setting);

  const node::Session& session_;
  std::string node_;
  std::set<std::string, std::less<>> others_;  // nicks of users that this peer hosts, or did
};

}  // namespace frontend
