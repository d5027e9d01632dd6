#include "apps/conclave/history.h"

#include <deque>
#include <set>

#include "apps/conclave/say.h"
#include "apps/conclave/surroundings.h"
#include "frontend/line/json_presenter.h"
#include "frontend/line/printable.h"
#include "frontend/line/recipient.h"
#include "frontend/line/text_presenter.h"
#include "frontend/line/timestamp.h"
#include "node/identity.h"
#include "node/letters.h"
#include "node/names.h"
#include "os/clock.h"
#include "os/sqlite/sqlite_store.h"
#include "wire/bundle.h"
#include "wire/canonical.h"

namespace conclave {

namespace {

namespace line = frontend::line;

// Prints lines, or holds back the newest of them until all are known.
class Page {
 public:
  Page(const HistoryOptions& options, const node::Owner& owner) : options_(options), owner_(owner) {
    for (const auto& [id, member] : owner.members) names_.note(base::to_hex(id), member.nick);
  }

  void add(node::Message message) {
    names_.mark(message, now_);
    if (options_.last == HistoryOptions::kAll) return show(message);
    held_.push_back(std::move(message));
    if (held_.size() > options_.last) held_.pop_front();
  }
  // How many lines there were.
  std::size_t end() {
    for (const node::Message& message : held_) show(message);
    held_.clear();
    return count_;
  }

 private:
  void show(const node::Message& message) {
    ++count_;
    print(options_.json ? line::message_json("history", message) : as_text(message));
  }
  // Where several rooms are shown, every line says which it is of.
  std::string as_text(const node::Message& message) const {
    const std::string time = line::date_and_minutes(message.said_at, local_utc_offset(message.said_at));
    const bool with_room = options_.room.empty() && message.to.empty();
    const auto to = base::peer_id_from_hex(message.to);
    const auto member = to ? owner_.members.find(*to) : owner_.members.end();
    return line::message_text(message, with_room ? time + " " + line::printable_name(message.room) : time,
                              member == owner_.members.end() ? std::string_view() : member->second.nick);
  }

  const HistoryOptions& options_;
  const node::Owner& owner_;
  const base::WallTime now_ = os::SystemClock().wall();
  node::Names names_;
  std::deque<node::Message> held_;
  std::size_t count_ = 0;
};

// The one with whom a line was exchanged alone; empty where it was said in a room.
std::string other_of(const node::Message& message) {
  if (message.to.empty()) return {};
  return message.own ? message.to : message.node;
}

// The node of the one member that `who` stands for, by what it was called when it came; empty: of nobody in
// particular.
base::Result<std::string> node_of(const std::string& who, const node::Owner& owner) {
  std::set<std::string> meant;
  for (const auto& [id, member] : owner.members) {
    const std::string node = base::to_hex(id);
    const bool by_node = who.size() >= line::kNodeDigits && node.starts_with(who);
    if (by_node || member.nick == who) meant.insert(node);
  }
  if (meant.size() == 1) return *meant.begin();
  return base::Error{(meant.empty() ? "No member came here as " : "More than one member came here as ") +
                     who + ": give the first 8 digits of the node, as in the log with --json."};
}

// They are read with its keys, and those of whom it wrote to.
node::Letters letters_of(const node::Owner& owner) {
  return {owner.keys, owner.group, [&owner](const base::PeerId& id) {
            const auto member = owner.members.find(id);
            return member == owner.members.end() ? std::nullopt : std::optional(member->second.key);
          }};
}

}  // namespace

int run_history(const HistoryOptions& options) {
  auto store = os::SqliteStore::open_to_read(path_of(options.folder));
  if (!store) return fail(store.error().message);
  const auto owner = node::recall_owner(*store.value());
  if (!owner) return fail(owner.error().message);
  const auto with =
      options.with.empty() ? base::Result<std::string>(std::string()) : node_of(options.with, owner.value());
  if (!with) return fail(with.error().message);
  const node::Letters letters = letters_of(owner.value());
  Page page(options, owner.value());
  std::size_t unreadable = 0;
  // Lines for others are in the store too, so how many are to be read for the newest that can be shown is not
  // known.
  const std::size_t count_max = options.room.empty() ? HistoryOptions::kAll : options.last;
  const auto status = store.value()->search(
      {.room = options.room, .query = options.search, .count_max = count_max}, [&](base::ByteView body, std::optional<std::size_t> behind) {
        const auto read = wire::read_canonical(body);
        const auto* entry = std::get_if<protocol::Entry>(&read);
        if (entry == nullptr) {
          ++unreadable;
          return;
        }
        std::size_t left = wire::count_lines(*entry);
        letters.read(*entry, [&](node::Message&& message) {
          --left;
          if (behind && left != *behind) return;
          if (message.text.empty()) return;  // for programs alone
          if (with.value().empty() || other_of(message) == with.value()) page.add(std::move(message));
        });
      });
  if (!status) return fail(status.error().message);
  const std::size_t count = page.end();
  if (options.json) print(line::history_end_json(options.room, count, os::SystemClock().wall()));
  if (unreadable != 0)
    return fail(std::to_string(unreadable) +
                " entries can't be read: the log is damaged, or from before lines belonged to a group.");
  return 0;
}

}  // namespace conclave
