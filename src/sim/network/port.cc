#include "sim/network/port.h"

#include <algorithm>
#include <utility>

namespace sim {

namespace {

constexpr base::Duration kReadEvery = std::chrono::milliseconds(20);  // a slow reader's turn

}  // namespace

void SimNetwork::Port::remove(EndRef end) {
  const auto found = std::find(ends_.begin(), ends_.end(), end);
  if (found == ends_.end()) return;
  *found = ends_.back();
  ends_.pop_back();
}

void SimNetwork::Port::tell_opened(env::LinkId link, bool dialed, env::Remote remote) {
  News news{.what = News::What::kOpened, .dialed = dialed, .link = link, .remote = std::move(remote)};
  if (waits()) return keep(std::move(news));
  tell(news);
}

void SimNetwork::Port::tell_frame(EndRef end, env::LinkId link, base::SharedBytes frame) {
  if (waits()) {
    network_.at(other_end(end)).out.unread_bytes += frame->size();
    return keep({.what = News::What::kFrame, .end = end, .link = link, .frame = std::move(frame)});
  }
  if (listener_ == nullptr) return;
  give_frame(end, link, *frame);
  touch();
}

void SimNetwork::Port::give_frame(EndRef end, env::LinkId link, base::ByteView frame) {
  if (network_.may_take(end, link, frame.size())) listener_->frame_received(link, frame);
}

void SimNetwork::Port::tell_closed(env::LinkId link, Reason reason) {
  News news{.what = News::What::kClosed, .reason = reason, .link = link};
  if (waits()) return keep(std::move(news));
  tell(news);
}

void SimNetwork::Port::keep(News news) {
  if (listener_ == nullptr) return;
  backlog_.push_back(std::move(news));
  if (held_ || read_due_) return;
  read_due_ = true;
  network_.timeline_.at(network_.timeline_.now + kReadEvery, EventKind::kRead, host_, 0);
}

void SimNetwork::Port::tell(const News& news) {
  if (listener_ == nullptr) return;
  switch (news.what) {
    case News::What::kOpened:
      listener_->link_opened(news.link, news.dialed, news.remote);
      break;
    case News::What::kFrame:
      give_frame(news.end, news.link, *news.frame);
      network_.has_read(news.end, news.link, news.frame->size());
      break;
    case News::What::kClosed:
      listener_->link_closed(news.link, text_of(news.reason));
      break;
  }
  touch();
}

void SimNetwork::Port::touch() {
  if (touched_) return;
  touched_ = true;
  network_.touched_.push_back(host_);
}

// What the process does with the news may bring further ones; they wait their turn.
void SimNetwork::Port::tell_backlog(std::size_t bytes_max) {
  std::size_t bytes = 0;
  while (!backlog_.empty() && bytes < bytes_max) {
    const News news = std::move(backlog_.front());
    backlog_.pop_front();
    if (news.frame != nullptr) bytes += news.frame->size();
    tell(news);
  }
}

void SimNetwork::Port::release() {
  held_ = false;
  if (reading_ == 0) return tell_backlog(~std::size_t{0});
  read_some();
}

void SimNetwork::Port::process_ended() {
  listener_ = nullptr;
  listens_ = false;
  held_ = false;
  backlog_.clear();
}

void SimNetwork::Port::set_reading(std::uint64_t bytes_per_second) {
  reading_ = bytes_per_second;
  if (reading_ == 0 && !held_) tell_backlog(~std::size_t{0});
}

void SimNetwork::Port::read_some() {
  read_due_ = false;
  if (held_ || reading_ == 0) return;
  network_.counters_.add(Effect::kFrameWaitedForReader, backlog_.size());
  const auto turns = static_cast<std::uint64_t>(std::chrono::seconds(1) / kReadEvery);
  tell_backlog(std::max<std::uint64_t>(reading_ / turns, 1));
  if (backlog_.empty()) return;
  read_due_ = true;
  network_.timeline_.at(network_.timeline_.now + kReadEvery, EventKind::kRead, host_, 0);
}

}  // namespace sim
