// What somebody types to join the peer that says it. Advice only: whether they can reach it is not checked.
#pragma once

#include <string>

namespace frontend::line {

struct Reachable {
  std::string address;        // where the peer listens, "HOST:PORT"
  std::string group;          // left out of the advice where it is "home"
  bool found_locally = true;  // peers of this machine find each other without an address
};

std::string invitation(const Reachable& peer);

}  // namespace frontend::line
