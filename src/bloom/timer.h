// Rows that time makes: Periodic beats, the Clock's one reading a tick, and Bootstrap's only row.
#pragma once

#include <string>

#include "bloom/event.h"

namespace bloom {

struct Beat {
  base::Instant at;
};
struct Now {
  base::Instant at;
};
struct Start {};

// Beats every `period`, first one period after the first tick; at most once a tick, however late the tick is.
class Periodic : public Event<Beat> {
 public:
  static constexpr Kind kKind = Kind::kPeriodic;
  Periodic(const Scope& scope, std::string name, base::Duration period)
      : Event<Beat>(scope, std::move(name), kKind), period_(period) {
    CHECK(period.count() > 0, "a periodic has a period");
    program().add_periodic(*this);
  }

  void start(base::Instant now) { due_ = now + period_; }
  base::Instant due() const { return due_; }
  // A late beat is not made up for: the next one is a period after now.
  void beat(base::Instant now) {
    due_ = due_ + period_ > now ? due_ + period_ : now + period_;
    appear({now});
  }

 private:
  base::Duration period_;
  base::Instant due_{};
};

// The tick's time, as a row: a rule that depends on time joins it.
class Clock : public Event<Now> {
 public:
  static constexpr Kind kKind = Kind::kClock;
  explicit Clock(const Scope& scope, std::string name = "clock") : Event<Now>(scope, std::move(name), kKind) {
    program().add_clock(*this);
  }
  void read(base::Instant now) { appear({now}); }
};

// One row, in the first tick.
class Bootstrap : public Event<Start> {
 public:
  static constexpr Kind kKind = Kind::kBootstrap;
  explicit Bootstrap(const Scope& scope, std::string name = "bootstrap")
      : Event<Start>(scope, std::move(name), kKind) {
    arrive({});
  }
};

}  // namespace bloom
