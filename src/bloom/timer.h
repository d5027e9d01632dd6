// Rows that time makes: Periodic beats, the Clock's one reading a tick, and Bootstrap's only row.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "bloom/event.h"

namespace bloom {

struct Beat {
  base::Instant at;
};
struct Now {
  base::Instant at;
};
struct Start {};

// Where no rule that reads a periodic is ready for a beat when a tick begins, the beat may be left out, and a host that
// sleeps need not wake for it. What comes with that tick waits for the next beat, a period later at most.
enum class Beats : std::uint8_t { kAlways, kIfHeard };

// Beats every `period`, first one period after the first tick; at most once a tick, however late the tick is.
class Periodic : public Event<Beat> {
 public:
  static constexpr Kind kKind = Kind::kPeriodic;
  Periodic(const Scope& scope, std::string name, base::Duration period, Beats beats = Beats::kAlways)
      : Event<Beat>(scope, std::move(name), kKind), period_(period), beats_(beats) {
    CHECK(period.count() > 0, "a periodic has a period");
    program().add_periodic(*this);
  }

  void start(base::Instant now) { due_ = now + period_; }
  // When the period is over, and when the next beat comes, as was planned after the last tick.
  base::Instant due() const { return due_; }
  base::Instant planned() const { return planned_; }
  bool is_always() const { return beats_ == Beats::kAlways; }
  void plan(base::Instant first_use) { planned_ = std::max(due_, first_use); }
  // A late beat is not made up for: the next one is a period after now.
  void beat(base::Instant now) {
    due_ = due_ + period_ > now ? due_ + period_ : now + period_;
    if (now >= planned_) appear({now});
  }

 private:
  base::Duration period_;
  Beats beats_;
  base::Instant due_{}, planned_{};
};

// A function for joins with a periodic: (beat, row) -> f(beat, row), once `when(row)` has come. So the program knows when
// there is something to do. `when` may look into what the rule declares; a time that grows later is told soon enough.
template <class When, class F>
struct Due {
  When when;
  F f;
  template <class Row>
  auto operator()(const Beat& beat, const Row& row) const -> std::optional<std::remove_cvref_t<decltype(f(beat, row))>> {
    if (when(row) > beat.at) return std::nullopt;
    return f(beat, row);
  }
};
template <class When, class F>
Due<When, F> due(When when, F f) {
  return {std::move(when), std::move(f)};
}

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
