#include "apps/conclave/chat.h"

#include <memory>

#include "apps/conclave/live_peer.h"
#include "apps/conclave/say.h"
#include "apps/conclave/surroundings.h"
#include "frontend/line/json_presenter.h"
#include "frontend/line/line_frontend.h"
#include "frontend/line/text_presenter.h"
#include "node/invite_link.h"
#include "os/console/std_console.h"

namespace conclave {

namespace {

using frontend::line::JsonPresenter;
using frontend::line::LineFrontend;
using frontend::line::Presenter;
using frontend::line::TextPresenter;

std::unique_ptr<Presenter> make_presenter(const ChatOptions& options, env::Console& console, env::Clock& clock) {
  if (options.json) return std::make_unique<JsonPresenter>(console, clock);
  return std::make_unique<TextPresenter>(console, TextPresenter::Options{.show_own = !owner_sees_own_typing(),
                                                                         .group = options.group,
                                                                         .found_locally = !options.no_local,
                                                                         .utc_offset = local_utc_offset});
}

}  // namespace

int run_chat(const ChatOptions& options) {
  return with_live_peer(options, [&](LivePeer& live, os::EventLoop& loop, env::Clock& clock) {
    os::StdConsole console(loop);
    const auto presenter = make_presenter(options, console, clock);
    LineFrontend frontend(live.peer(), console, clock, *presenter,
                          {.room = options.room,
                           .needs_company = !options.peers.empty() || options.invite,
                           .to_link = node::to_link});
    if (base::Status started = live.start(); !started) return fail(started.error().message);
    return live.run(frontend);
  });
}

}  // namespace conclave
