#include "apps/conclave/history.h"

#include <cstdio>

#include "apps/conclave/surroundings.h"
#include "frontend/line/json_presenter.h"
#include "frontend/line/printable.h"
#include "frontend/line/text_presenter.h"
#include "frontend/line/timestamp.h"
#include "node/identity.h"
#include "node/reporter.h"
#include "os/clock.h"
#include "os/sqlite/sqlite_store.h"
#include "wire/canonical.h"

namespace conclave {

namespace {

namespace line = frontend::line;

int fail(const std::string& message) {
  std::fprintf(stderr, "conclave: %s\n", message.c_str());
  return 1;
}

void print(const std::string& text) { std::printf("%s\n", text.c_str()); }

// Without --room, every line says which room it is of.
std::string as_text(const node::Message& message, bool with_room) {
  const std::string time = line::date_and_minutes(message.said_at, local_utc_offset(message.said_at));
  return line::message_text(message, with_room ? time + " " + line::printable_name(message.room) : time);
}

}  // namespace

int run_history(const HistoryOptions& options) {
  auto store = os::SqliteStore::open_to_read(path_of(options.folder));
  if (!store) return fail(store.error().message);
  const auto self = node::recall_peer_id(*store.value());
  if (!self) return fail(self.error().message);
  std::size_t count = 0, unreadable = 0;
  const auto status = store.value()->search(
      {.room = options.room, .query = options.search, .count_max = options.last}, [&](base::ByteView body) {
        const auto entry = wire::read_canonical(body);
        if (!std::holds_alternative<protocol::Entry>(entry)) {
          ++unreadable;
          return;
        }
        const node::Message message = node::to_message(std::get<protocol::Entry>(entry), self.value());
        print(options.json ? line::message_json("history", message) : as_text(message, options.room.empty()));
        ++count;
      });
  if (!status) return fail(status.error().message);
  if (options.json) print(line::history_end_json(options.room, count, os::SystemClock().wall()));
  if (unreadable != 0)
    return fail(std::to_string(unreadable) + " entries can't be read: the log is damaged, or from before entries were signed.");
  return 0;
}

}  // namespace conclave
