#include "apps/conclave/irc_door.h"

namespace conclave {

IrcDoor::IrcDoor(os::EventLoop& loop, node::Session& session, const env::Clock& clock, const ChatOptions& options)
    : wanted_(options.irc),
      clients_(loop),
      gateway_(session, clients_, clock,
               {.network = options.group,
                .version = options.version,
                .home_room = options.room,
                .own_user = !options.serve,
                .paced = !options.irc_unpaced}) {
  session.on_event([this](const node::Event& event) { gateway_.event(event); });
}

base::Status IrcDoor::open() {
  for (const std::string& address : wanted_) {
    auto bound = gateway_.listen(address);
    if (!bound) return bound.error();
    bound_.push_back(std::move(bound.value()));
  }
  return base::Done{};
}

}  // namespace conclave
