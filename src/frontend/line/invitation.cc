#include "frontend/line/invitation.h"

#include <string_view>

namespace frontend::line {

namespace {

bool is_loopback(std::string_view address) {
  return address.starts_with("127.") || address.starts_with("[::1]:") || address.starts_with("localhost:");
}

bool is_every_interface(std::string_view address) {
  return address.starts_with("0.0.0.0:") || address.starts_with("[::]:");
}

}  // namespace

std::string invitation(const Reachable& peer) {
  const bool loopback = is_loopback(peer.address);
  std::string command = "conclave NICK";
  if (peer.group != "home") command += " --group " + peer.group;
  if (!loopback || !peer.found_locally) {
    const bool named = !is_every_interface(peer.address);
    command +=
        " --peer " + (named ? peer.address : "THIS-MACHINE" + peer.address.substr(peer.address.rfind(':')));
  }
  return (loopback ? "Others on this machine join with:  " : "Others join with:  ") + command;
}

}  // namespace frontend::line
