// Backlog: the lines of each room in the order in which they came here since this peer started, the newest so many, so that a
// client that was away for a while gets just what it missed. Owned by Gateway.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "node/session.h"

namespace frontend::irc {

class Backlog {
 public:
  static constexpr std::size_t kLinesMax = 20'000;    // in all rooms,
  static constexpr std::size_t kBytesMax = 16 * 1024 * 1024;  // of text
  static constexpr std::size_t kAbsentMax = 10'000;  // places kept of nicks

  void add(const node::Message& message) {
    bytes_ += message.text.size();
    lines_.push_back(message);
    while (lines_.size() > kLinesMax || bytes_ > kBytesMax) {
      bytes_ -= lines_.front().text.size();
      lines_.pop_front();
      ++first_;
    }
  }
  // Where the next line will be.
  std::uint64_t end() const { return first_ + lines_.size(); }

  // Where a nick stopped hearing, and in which rooms.
  struct Left {
    std::uint64_t at = 0;
    std::set<std::string> rooms{};
  };
  void leave(const std::string& nick, std::set<std::string> rooms) {
    if (left_.size() < kAbsentMax || left_.contains(nick)) left_[nick] = {end(), std::move(rooms)};
  }
  // Nothing where that is not known. It is asked once.
  Left came(const std::string& nick) {
    const auto found = left_.find(nick);
    if (found == left_.end()) return {};
    Left left = std::move(found->second);
    left_.erase(found);
    return left;
  }
  // All that was missed is still here.
  bool has_all_since(std::uint64_t place) const { return place >= first_; }

  template <class Visit>
  void since(std::uint64_t place, Visit&& visit) const {
    for (std::uint64_t i = place < first_ ? first_ : place; i < end(); ++i) visit(lines_[static_cast<std::size_t>(i - first_)]);
  }

 private:
  std::deque<node::Message> lines_;
  std::size_t bytes_ = 0;
  std::uint64_t first_ = 0;
  std::map<std::string, Left> left_;
};

}  // namespace frontend::irc
