// How frames travel: lanes, the wire, losses, and what holds a frame up.
#include <algorithm>
#include <utility>

#include "sim/core/random_streams.h"
#include "sim/network/port.h"

namespace sim {

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kIntroduction = 4;  // a knock, credentials, an admission, a Hello
constexpr std::size_t kFrameOverheadBytes = 64;  // what a waiting frame costs beside its bytes
constexpr base::Duration kProbeAfter = 10ms;     // tail loss probe: the first repetition (RFC 8985)
constexpr base::Duration kRepeatAfter = 200ms;   // the later ones, doubled each time
constexpr base::Duration kLong = 100ms;

base::Duration time_for(std::size_t bytes, std::uint64_t bytes_per_second) {
  return base::Duration(static_cast<std::int64_t>(bytes * 1'000'000 / bytes_per_second));
}

}  // namespace

void SimNetwork::send(HostIndex from, env::LinkId id, env::Lane lane, base::SharedBytes frame) {
  CHECK(frame != nullptr && !frame->empty() && frame->size() <= env::kFrameBytesMax,
        "a frame has 1..kFrameBytesMax bytes");
  const EndRef end = find(from, id);
  if (end == 2 * links_.size()) return;
  const End::State state = at(end).state;
  if (state != End::State::kDialing && state != End::State::kOpen) return;
  if (at(end).out.waiting_frames == 0) unwritten_.push_back(end);
  queue(end, lane, std::move(frame));
}

void SimNetwork::write_all() {
  for (const EndRef end : unwritten_) pump(end);
  unwritten_.clear();
}

void SimNetwork::queue(EndRef end, env::Lane lane, base::SharedBytes frame) {
  Pipe& pipe = at(end).out;
  const std::size_t cost = frame->size() + kFrameOverheadBytes;
  if (pipe.waiting_bytes + cost > options_.queue_bytes_max) {
    counters_.add(Effect::kSlowReaderDropped);
    finish(end, Reason::kSlowReader);
    return tell_other(end, Reason::kReset);
  }
  pipe.waiting_bytes += cost;
  ++pipe.waiting_frames;
  queue_bytes_seen_ = std::max(queue_bytes_seen_, pipe.waiting_bytes);
  pipe.lanes[static_cast<std::size_t>(lane)].push(std::move(frame));
}

// Whether a frame that is sent, or arrives, gets through now.
bool SimNetwork::may_flow(EndRef end) {
  const HostIndex from = at(end).host, to = at(other_end(end)).host;
  return !at(end).out.stalled && open_way(from, to) && !conditions_.is_clogged(from, to) &&
         at(end).out.unread_bytes < options_.window_bytes;
}

bool SimNetwork::wire_has_room(const Pipe& pipe) const {
  const std::uint64_t rate = conditions_.bytes_per_second;
  return rate == 0 || pipe.busy_until - timeline_.now <= time_for(options_.wire_bytes, rate);
}

// Urgent lanes first, as much as the wire takes.
void SimNetwork::pump(EndRef end) {
  Pipe& pipe = at(end).out;
  if (at(end).state != End::State::kOpen && at(end).state != End::State::kFlushing) return;
  while (pipe.waiting_frames != 0) {
    if (!may_flow(end)) return stall(end);
    if (!wire_has_room(pipe)) {
      counters_.add(Effect::kFrameWaitedForBandwidth);
      if (!std::exchange(pipe.pump_due, true)) {
        plan(pipe.busy_until - time_for(options_.wire_bytes, conditions_.bytes_per_second), EventKind::kPump,
             end);
      }
      return;
    }
    auto& lane =
        *std::find_if(pipe.lanes.begin(), pipe.lanes.end(), [](const auto& l) { return !l.empty(); });
    if (lane.size() != pipe.waiting_frames) counters_.add(Effect::kFrameOvertook);
    base::SharedBytes frame = lane.pop();
    --pipe.waiting_frames;
    pipe.waiting_bytes -= frame->size() + kFrameOverheadBytes;
    put_on_wire(end, std::move(frame));
  }
  if (at(end).state == End::State::kFlushing) flush_and_end(end);
}

void SimNetwork::put_on_wire(EndRef end, base::SharedBytes frame) {
  Pipe& pipe = at(end).out;
  base::Instant leaves = timeline_.now;
  if (conditions_.bytes_per_second != 0) {
    pipe.busy_until =
        std::max(leaves, pipe.busy_until) + time_for(frame->size(), conditions_.bytes_per_second);
    leaves = pipe.busy_until;
  }
  const base::Duration delay = conditions_.delay.draw(pipe.random);
  if (delay > kLong) counters_.add(Effect::kFrameDelayedLong);
  base::Instant arrives = leaves + delay;
  if (conditions_.loss != 0 && !survives_losses(pipe, arrives)) return doom(end);
  if (conditions_.is_cut(at(other_end(end)).host, at(end).host)) expect_acknowledgement(end);
  // The first frames of a link are spared, with which each end shows who it is: without them there is none to speak of.
  if (++pipe.frames > kIntroduction) {
    if (happens(pipe.random, conditions_.vanish)) return counters_.add(Effect::kFrameVanished);
    if (happens(pipe.random, conditions_.duplicate)) {
      counters_.add(Effect::kFrameDuplicated);
      fly(end, frame, arrives);
    }
    if (pipe.held_back == nullptr && happens(pipe.random, conditions_.reorder)) {
      counters_.add(Effect::kFrameReordered);
      pipe.held_back = std::move(frame);
      return;
    }
  }
  fly(end, std::move(frame), arrives);
  if (pipe.held_back != nullptr) fly(end, std::exchange(pipe.held_back, nullptr), arrives);
}

void SimNetwork::fly(EndRef end, base::SharedBytes frame, base::Instant arrives) {
  Pipe& pipe = at(end).out;
  pipe.last_arrival = std::max(pipe.last_arrival, arrives);
  pipe.flight.push({std::move(frame), pipe.last_arrival});
  plan(pipe.last_arrival, EventKind::kDeliver, end, pipe.flow);
}

// TCP repeats what is lost: it comes late, and all behind it too. False where the kernel gives up before.
bool SimNetwork::survives_losses(Pipe& pipe, base::Instant& arrives) {
  base::Duration late{}, wait = kProbeAfter;
  while (happens(pipe.random, conditions_.loss)) {
    counters_.add(Effect::kFrameRetransmitted);
    late += wait;
    wait = std::max(kRepeatAfter, wait * 2);
    if (late >= options_.unacknowledged_for_max) return false;
  }
  arrives += late;
  return true;
}

// Nothing gets through any more until the kernel gives up. What is in flight before it still arrives.
void SimNetwork::doom(EndRef end) {
  Pipe& pipe = at(end).out;
  pipe.doomed = pipe.stalled = true;
  expect_acknowledgement(end);
}

void SimNetwork::on_deliver(EndRef end, std::uint8_t flow) {
  Pipe& pipe = at(end).out;
  if (flow != pipe.flow || pipe.flight.empty()) return;
  const HostIndex from = at(end).host, to = at(other_end(end)).host;
  if (!pipe.doomed && !may_flow(end)) return stall(end);
  if (conditions_.is_cut(to, from)) expect_acknowledgement(end);
  hand_over(other_end(end), pipe.flight.pop().frame);
}

void SimNetwork::hand_over(EndRef receiver, base::SharedBytes frame) {
  End& end = at(receiver);
  if (end.state == End::State::kOpen) {
    ++frames_delivered_;
    bytes_delivered_ += frame->size();
    trace_.frame(timeline_.now, at(other_end(receiver)).host, end.host, frame);
    if (frame_listener_) frame_listener_(*frame);
    return ports_[end.host]->tell_frame(receiver, end.id, std::move(frame));
  }
  // Nobody is there any more: the kernel says so.
  if (end.state == End::State::kClosed || end.state == End::State::kGone)
    tell_other(receiver, Reason::kReset);
}

// A process takes long frames only from those it admitted. What is not a link any more is no concern here.
bool SimNetwork::may_take(EndRef receiver, env::LinkId id, std::size_t bytes) {
  if (bytes <= env::kStrangerFrameBytesMax || receiver >= 2 * links_.size() || at(receiver).id != id)
    return true;
  if (at(receiver).admitted) return true;
  finish(receiver, Reason::kFrameTooLong);
  tell_other(receiver, Reason::kReset);
  return false;
}

void SimNetwork::stall(EndRef end) {
  Pipe& pipe = at(end).out;
  if (pipe.stalled) return;
  count_stall(end);
  pipe.stalled = true;
  ++pipe.flow;
  // A clog acknowledges what it keeps; anything else makes the kernel wonder.
  if (!conditions_.is_clogged(at(end).host, at(other_end(end)).host)) expect_acknowledgement(end);
}

void SimNetwork::count_stall(EndRef end) {
  const HostIndex from = at(end).host, to = at(other_end(end)).host;
  if (conditions_.is_clogged(from, to)) return counters_.add(Effect::kFrameHeldByClog);
  if (conditions_.is_cut(from, to)) return counters_.add(Effect::kFrameHeldByCut);
  counters_.add(conditions_.is_off(to) ? Effect::kFrameHeldByMachine : Effect::kFrameHeldByWindow);
}

void SimNetwork::expect_acknowledgement(EndRef end) {
  Pipe& pipe = at(end).out;
  if (std::exchange(pipe.unacknowledged, true)) return;
  pipe.unacknowledged_since = timeline_.now;
  plan(timeline_.now + options_.unacknowledged_for_max, EventKind::kUnacknowledged, end, ++pipe.silence);
}

// What held the pipe up may be over. The kernel tries again at its own times: after 0.2 s, 0.6 s, and then it
// gives up.
void SimNetwork::unstall(EndRef end) {
  Pipe& pipe = at(end).out;
  const HostIndex from = at(end).host, to = at(other_end(end)).host;
  if (pipe.doomed || to == kNoHost || !open_way(from, to)) return;
  base::Instant again = timeline_.now;
  if (pipe.unacknowledged) {
    if (!open_way(to, from)) return;
    base::Duration wait = kRepeatAfter;
    for (again = pipe.unacknowledged_since + wait; again < timeline_.now; again += wait) wait *= 2;
    if (again - pipe.unacknowledged_since >= options_.unacknowledged_for_max) return;
    pipe.unacknowledged = false;
    ++pipe.silence;
  }
  if (!pipe.stalled || conditions_.is_clogged(from, to) || pipe.unread_bytes >= options_.window_bytes) return;
  pipe.stalled = false;
  ++pipe.flow;
  pipe.busy_until = std::max(pipe.busy_until, again);
  base::Instant earliest = again;
  for (std::size_t i = 0; i < pipe.flight.size(); ++i) {
    earliest = std::max({earliest, pipe.flight[i].arrives, again + conditions_.delay.draw(pipe.random)});
    pipe.flight[i].arrives = earliest;
    plan(earliest, EventKind::kDeliver, end, pipe.flow);
  }
  pipe.last_arrival = std::max(pipe.last_arrival, earliest);
  pump(end);
}

void SimNetwork::on_unacknowledged(EndRef end, std::uint8_t silence) {
  Pipe& pipe = at(end).out;
  if (!pipe.unacknowledged || pipe.silence != silence) return;
  if (at(end).state != End::State::kOpen && at(end).state != End::State::kFlushing)
    return pipe.flight.clear();
  counters_.add(Effect::kLinkTimedOut);
  finish(end, Reason::kSilence);
  tell_other(end, Reason::kReset);
}

void SimNetwork::has_read(EndRef receiver, env::LinkId id, std::size_t bytes) {
  if (receiver >= 2 * links_.size() || at(receiver).id != id) return;
  Pipe& pipe = at(other_end(receiver)).out;
  pipe.unread_bytes -= std::min(pipe.unread_bytes, bytes);
  if (pipe.stalled) unstall(other_end(receiver));
}

}  // namespace sim
