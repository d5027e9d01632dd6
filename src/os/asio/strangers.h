// Strangers: what those who have proved nothing may cost. A handshake takes this peer's processor before the
// other side has shown anything, so only so many begin in a second, in all and of one source; the others wait
// their turn, unread. Sources that members were met at have a share of their own. Owned by AsioNetwork.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>

#include "os/asio/event_loop.h"
#include "os/asio/network_stats.h"
#include "os/asio/token_bucket.h"

namespace os {

class Strangers {
 public:
  // A handshake takes this end 0.45 ms at most: `pace` is less than a fifth of one core, also in a burst, and
  // leaves room for others in every turn.
  struct Options {
    TokenBucket::Rate pace{.per_second = 400, .burst = 8};  // of all
    TokenBucket::Rate handshakes{.per_second = 250, .burst = 256};
    TokenBucket::Rate handshakes_of_source{.per_second = 125, .burst = 128};
    TokenBucket::Rate handshakes_of_known{.per_second = 250, .burst = 256};
    TokenBucket::Rate complaints{.per_second = 1, .burst = 16};  // log lines
    std::size_t sources_max = 1024;  // remembered; beyond it only what holds for all holds
    std::size_t known_max = 1024;    // beyond it the one met longest ago is forgotten
  };
  // Begins the handshake; false where the other side is gone, which costs nothing.
  using Begin = std::function<bool()>;

  Strangers(EventLoop& loop, NetworkStats& stats, const Options& options);

  // Calls `begin` once, now or later, unless `link` is gone by then. InboundLimits bounds how many wait.
  void await_turn(const boost::asio::ip::address& source, std::weak_ptr<const void> link, Begin begin);

  // A member was met at `source`.
  void know(const boost::asio::ip::address& source);

  // Whether one more of them is worth a line in the log: they decide how many there are.
  bool may_complain();

 private:
  struct Waiting {
    boost::asio::ip::address source;
    std::weak_ptr<const void> link;
    Begin begin;
  };

  bool has_turn(const boost::asio::ip::address& source, base::Instant now);
  void pay(const boost::asio::ip::address& source, base::Instant now);
  TokenBucket* bucket_of(const boost::asio::ip::address& source, base::Instant now);
  void look_soon();
  void serve(bool known, base::Instant now);

  EventLoop& loop_;
  NetworkStats& stats_;
  const Options options_;
  boost::asio::steady_timer look_;
  bool looking_ = false;
  TokenBucket pace_, all_, of_known_, complaints_;
  std::map<boost::asio::ip::address, TokenBucket> of_source_;
  std::map<boost::asio::ip::address, std::uint64_t> known_;  // when it was met last
  std::uint64_t meetings_ = 0;
  std::deque<Waiting> waiting_;
};

}  // namespace os
