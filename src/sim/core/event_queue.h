// EventQueue: what is due, soonest first, and of equal times what was asked for first: so a run never depends
// on anything but its inputs. A binary heap of plain values; nothing is ever taken out early: whoever handles
// an event knows by its tag whether it still means anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/time.h"

namespace sim {

enum class EventKind : std::uint8_t {
  kWake,         // a host's peer has a deadline
  kResume,       // a host's pause is over
  kRead,         // a slow reader takes in a little more
  kAction,       // the next action of the schedule
  kLift,         // a fault is over
  kSay,          // a line of a workload is due
  kRestart,      // a host that could not start is started again
  kSyn,          // a dial is tried (again)
  kSynArrives,   // at the dialed host
  kRefusal,      // back at the dialing host
  kOpened,       // at the dialing host
  kAccepted,     // at the dialed host
  kDialTimeout,  // no answer
  kDeliver,      // the next frame in flight arrives
  kPump,         // there is room on the wire for more
  kUnacknowledged,
  kEnd,         // the other side's last word arrives: closed or reset
  kTellClosed,  // the host hears that its end is gone
};

struct Event {
  base::Instant at;
  std::uint64_t order = 0;  // set by the queue
  std::uint64_t tag = 0;    // of the subject as it was when the event was made
  std::uint32_t subject = 0;
  EventKind kind{};
  std::uint8_t detail = 0;
};

class EventQueue {
 public:
  bool empty() const { return heap_.empty(); }
  std::size_t size() const { return heap_.size(); }
  const Event& top() const { return heap_.front(); }

  void push(Event event) {
    event.order = ++pushed_;
    heap_.push_back(event);
    std::size_t at = heap_.size() - 1;
    while (at > 0) {
      const std::size_t parent = (at - 1) / 2;
      if (!sooner(event, heap_[parent])) break;
      heap_[at] = heap_[parent];
      at = parent;
    }
    heap_[at] = event;
  }

  Event pop() {
    const Event first = heap_.front();
    const Event moved = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sink(moved);
    return first;
  }

 private:
  static bool sooner(const Event& a, const Event& b) {
    return a.at != b.at ? a.at < b.at : a.order < b.order;
  }

  // Puts `event` where the first was, and below whatever is sooner.
  void sink(const Event& event) {
    std::size_t at = 0;
    for (std::size_t child = 1; child < heap_.size(); child = 2 * at + 1) {
      if (child + 1 < heap_.size() && sooner(heap_[child + 1], heap_[child])) ++child;
      if (!sooner(heap_[child], event)) break;
      heap_[at] = heap_[child];
      at = child;
    }
    heap_[at] = event;
  }

  std::vector<Event> heap_;
  std::uint64_t pushed_ = 0;
};

// The one time of the world, and what is due in it.
struct Timeline {
  base::Instant now = base::Instant(std::chrono::hours(1));
  EventQueue queue{};

  void at(base::Instant when, EventKind kind, std::uint32_t subject, std::uint64_t tag,
          std::uint8_t detail = 0) {
    queue.push(
        {.at = when < now ? now : when, .tag = tag, .subject = subject, .kind = kind, .detail = detail});
  }
};

}  // namespace sim
