// Discovery: finds members of the group on the local network by their beacons, and lets them find us. What it
// hears is a hint where to dial; links prove who is there. Owned by Peer, which steps it and hands its hints
// to the rules.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "env/beacon.h"
#include "env/random.h"

namespace node {

class Discovery : private env::Beacon::Listener {
 public:
  static constexpr std::size_t kHintsMax = 64;   // beyond it the one not heard of for longest goes
  static constexpr std::size_t kHeardMax = 64;   // beacons of a step; more are dropped, they come again
  static constexpr std::size_t kSaltsMax = 256;  // of late, ours included: none of them counts twice
  static constexpr base::Duration kSeekEvery =
      std::chrono::seconds(2);  // while somebody is missing; jittered
  static constexpr base::Duration kShowEvery = std::chrono::seconds(30);  // while nobody is
  static constexpr base::Duration kSeekFor = std::chrono::minutes(1);     // those who may be gone for good
  static constexpr base::Duration kSendEvery = std::chrono::seconds(1);   // no more often, answers included
  static constexpr base::Duration kAnswerWithin = std::chrono::milliseconds(400);  // so that not all answer
  static constexpr base::Duration kLookEvery = std::chrono::milliseconds(500);
  static constexpr base::Duration kHintFor = std::chrono::minutes(1);  // since it was heard of
  // Whoever is heard calling for so long does not get through to us: we dial, though we miss nobody.
  static constexpr int kCallsUntilDialed = 3;
  // New addresses to dial in any kDialsWithin: what replayed beacons may cost.
  static constexpr std::size_t kDialsMax = 8;
  static constexpr base::Duration kDialsWithin = std::chrono::seconds(4);

  // Other members, as far as known.
  struct Company {
    std::size_t here = 0, missing = 0;
  };
  struct Eyes {
    std::function<Company()> company;
    std::function<bool(const std::string& address)> linked;  // whether we have a link to the member there
  };

  struct Home {
    base::GroupId group;
    std::string address;  // HOST:PORT that this peer listens at
  };

  Discovery(env::Beacon& beacon, env::Random& random, const Home& home, Eyes eyes);
  ~Discovery() override = default;
  Discovery(const Discovery&) = delete;
  Discovery& operator=(const Discovery&) = delete;

  struct Changes {
    std::vector<std::string> to_dial, no_longer;
  };
  // Takes in what was heard, sends what is due. To be called after every event, and when next_deadline() has come.
  Changes step(base::Instant now);
  base::Instant next_deadline() const { return answer_at_ ? std::min(*answer_at_, next_look_) : next_look_; }

 private:
  struct Hint {
    std::string address;
    base::Instant heard_at;
    int calls = 0;
    bool dialed = false;
  };

  void datagram_came(base::ByteView datagram, const std::string& host) override;
  bool seen_before(std::uint64_t salt);
  void look(base::Instant now);
  bool seeking(base::Instant now) const;
  void hear(const std::string& address, base::Instant now, Changes& changes);
  Hint& hint_of(const std::string& address, base::Instant now, Changes& changes);
  bool may_dial(base::Instant now);
  void forget_old(base::Instant now, Changes& changes);
  void send(base::Instant now);

  env::Beacon& beacon_;
  env::Random& random_;
  const base::GroupId group_;
  const std::uint16_t port_;
  const Eyes eyes_;
  std::vector<std::string> heard_;   // since the last step
  std::deque<std::uint64_t> salts_;  // the newest last
  std::vector<Hint> hints_;
  std::deque<base::Instant> dials_;
  Company company_;
  bool sought_ = false;
  base::Instant company_changed_at_{}, next_look_{}, send_at_{};
  std::optional<base::Instant> sent_at_, answer_at_;
};

}  // namespace node
