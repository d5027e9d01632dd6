// Reporter: turns what the ticks brought into the events of the Session, in order. It remembers what has been
// reported, and stamps what is said, for both need the latest time seen.
#pragma once

#include <deque>
#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "env/clock.h"
#include "node/letters.h"
#include "node/session.h"
#include "node/settings.h"
#include "protocol/chat.h"
#include "protocol/hybrid_clock.h"

namespace node {

class Reporter {
 public:
  // What is `known` was shown in an earlier run, though it enters the log only now.
  using Known = std::function<bool(const protocol::Entry&)>;

  Reporter(protocol::Chat& chat, const protocol::Self& self, const env::Clock& clock, const Letters& letters,
           Settings& settings, Known known);
  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;

  // What was shown in earlier runs: it is not reported again, and what is said now comes after it.
  void recall(const std::vector<protocol::Entry>& entries);

  // Adds the events of the tick that has just ended.
  void after_tick();
  // Adds what was acknowledged of our lines; those beyond `own_on_disk` wait.
  void report_acknowledged(std::uint64_t own_on_disk);
  // Adds what is only told once the ticks have come to rest, so that a passing state is not reported.
  void at_rest();
  void add(Event event) {
    if (empty()) spoken_.told = reported_;
    events_.push_back(std::move(event));
  }

  Event next() {
    Event first = std::move(events_[next_++]);
    if (2 * next_ > events_.size()) {
      events_.erase(events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(std::exchange(next_, 0)));
    }
    return first;
  }
  std::size_t waiting() const { return events_.size() - next_; }
  std::set<std::string> messages_waiting() const;  // their ids
  bool empty() const { return waiting() == 0; }

  // A time for what is said now, later than all that was seen.
  std::uint64_t stamp(base::WallTime wall) { return hybrid_clock_.next(wall); }

  // The next line said here, or setting, is `id`, in entry `seq`; its acknowledgement will be reported.
  void said(std::uint64_t seq, const base::EntryId& id) {
    unacknowledged_.emplace_back(seq, id);
    ++spoken_.said;
  }
  std::size_t unacknowledged() const { return unacknowledged_.size(); }
  Spoken spoken() const { return {spoken_.said, empty() ? reported_ : spoken_.told}; }

 private:
  using Order = std::tuple<std::uint64_t, protocol::Stream, std::uint64_t>;

  void report_messages();
  void report(const protocol::Entry& entry, bool past);
  void report_leader();

  protocol::Chat& chat_;
  const protocol::Self& self_;
  const env::Clock& clock_;
  const Letters& letters_;
  Settings& settings_;
  protocol::HybridClock hybrid_clock_;
  Known known_;
  std::vector<protocol::Arrival> fresh_;
  std::vector<Event> events_;  // in memory that is used again
  std::size_t next_ = 0;       // of them; those before were told
  Spoken spoken_;               // told: when no event was waiting last
  std::uint64_t reported_ = 0;  // of what was said here
  Order latest_;
  std::deque<std::pair<std::uint64_t, base::EntryId>> unacknowledged_;
  std::uint64_t acknowledged_alone_ = 0;  // no more than that, by nobody but ourselves
  base::PeerId leader_;  // zero: none
};

// The group's order of entries.
bool before(const protocol::Entry& a, const protocol::Entry& b);

}  // namespace node
