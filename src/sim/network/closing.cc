// How links end: closed, reset, or silently, so that the other side must find out by itself.
#include <algorithm>
#include <utility>

#include "sim/network/port.h"

namespace sim {

// What was sent before goes out first, if it can within the flush timeout.
void SimNetwork::close(HostIndex from, env::LinkId id) {
  const EndRef end = find(from, id);
  if (end == 2 * links_.size()) return;
  if (at(end).state == End::State::kDialing) {
    finish(end, Reason::kByUs);
    return tell_other(end, Reason::kReset);
  }
  if (at(end).state != End::State::kOpen) return;
  at(end).state = End::State::kFlushing;
  plan(timeline_.now + options_.flush_timeout, EventKind::kEnd, end,
       static_cast<std::uint8_t>(Reason::kByUs));
  if (at(end).out.waiting_frames != 0) return pump(end);
  if (may_flow(end)) flush_and_end(end);
}

void SimNetwork::flush_and_end(EndRef end) {
  Pipe& pipe = at(end).out;
  if (pipe.held_back != nullptr) fly(end, std::exchange(pipe.held_back, nullptr), timeline_.now);
  finish(end, Reason::kByUs);
  tell_other(end, Reason::kClosed);
}

// The end is closed; its program hears of it from the loop.
void SimNetwork::finish(EndRef end, Reason reason) {
  End& closing = at(end);
  if (closing.state == End::State::kNone || closing.state >= End::State::kClosed) return;
  closing.state = End::State::kClosed;
  for (auto& lane : closing.out.lanes) lane.clear();
  closing.out.waiting_frames = closing.out.waiting_bytes = 0;
  trace_.note(timeline_.now, Trace::Kind::kLink, closing.host, at(other_end(end)).host, text_of(reason));
  plan(timeline_.now, EventKind::kTellClosed, end, static_cast<std::uint8_t>(reason));
}

// The kernel's last packet to the other side: behind what is in flight where all is well, at once for a
// reset.
void SimNetwork::tell_other(EndRef end, Reason reason) {
  const EndRef other = other_end(end);
  const HostIndex from = at(end).host, to = at(other).host;
  if (to == kNoHost || at(other).state == End::State::kNone || at(other).state >= End::State::kClosed) return;
  if (!open_way(from, to)) return;
  base::Instant arrives = timeline_.now + conditions_.delay.draw(at(end).out.random);
  if (reason == Reason::kClosed) arrives = std::max(arrives, at(end).out.last_arrival);
  plan(arrives, EventKind::kEnd, other, static_cast<std::uint8_t>(reason));
}

void SimNetwork::on_end(EndRef end, Reason reason) {
  if (at(end).state == End::State::kNone || at(end).state >= End::State::kClosed) return;
  if (reason == Reason::kByUs) {  // could not flush in time
    finish(end, reason);
    return tell_other(end, Reason::kReset);
  }
  // What the other side sent before it went waits in front of its last word.
  if (reason == Reason::kClosed && !at(other_end(end)).out.flight.empty()) {
    const base::Instant last = at(other_end(end)).out.last_arrival;
    if (last > timeline_.now) return plan(last, EventKind::kEnd, end, static_cast<std::uint8_t>(reason));
  }
  if (!open_way(at(other_end(end)).host, at(end).host)) return;
  if (reason == Reason::kReset) counters_.add(Effect::kLinkReset);
  finish(end, reason);
}

void SimNetwork::on_tell_closed(EndRef end, Reason reason) {
  if (at(end).state != End::State::kClosed) return;
  at(end).state = End::State::kGone;
  const HostIndex host = at(end).host;
  const env::LinkId id = at(end).id;
  ports_[host]->remove(end);
  forget(end);
  ports_[host]->tell_closed(id, reason);
}

// A slot is used again once neither side knows of the link.
void SimNetwork::forget(EndRef end) {
  const auto over = [](const End& e) { return e.state == End::State::kGone || e.state == End::State::kNone; };
  Link& link = link_of(end);
  if (link.serial == 0 || !over(link.ends[0]) || !over(link.ends[1])) return;
  link = {};
  free_.push_back(end / 2);
}

void SimNetwork::kill(HostIndex host, bool silently) {
  Port& port = *ports_[host];
  port.process_ended();
  const std::vector<EndRef> ends = port.ends();
  for (const EndRef end : ends) {
    End& dying = at(end);
    const bool known = dying.state == End::State::kOpen || dying.state == End::State::kFlushing;
    for (auto& lane : dying.out.lanes) lane.clear();
    dying.out.waiting_frames = dying.out.waiting_bytes = 0;
    if (silently) {
      dying.out.flight.clear();
    } else if (known) {
      tell_other(end, Reason::kClosed);
    } else {
      tell_other(end, Reason::kReset);
    }
    dying.state = End::State::kGone;
    port.remove(end);
    forget(end);
  }
}

}  // namespace sim
