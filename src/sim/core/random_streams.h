// Random streams: one seed, and from it a stream for each purpose and subject, so that a fault somewhere does
// not change what is drawn elsewhere.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "base/random.h"
#include "env/random.h"

namespace sim {

enum class Purpose : std::uint64_t { kPeer = 1, kPipe, kSchedule, kWorkload, kClock, kStore, kApart, kKey };

inline base::SeededRandom random_stream(std::uint64_t seed, Purpose purpose, std::uint64_t a = 0,
                                        std::uint64_t b = 0) {
  base::SeededRandom mixer(seed);
  for (const std::uint64_t word : {static_cast<std::uint64_t>(purpose), a, b}) {
    mixer = base::SeededRandom(mixer.next() ^ (word * 0xd6e8feb86659fd93ULL));
  }
  return base::SeededRandom(mixer.next());
}

// True `permille` times of a thousand.
inline bool happens(base::SeededRandom& random, std::uint32_t permille) {
  return permille != 0 && random.below(1000) < permille;
}

class SimRandom : public env::Random {
 public:
  explicit SimRandom(base::SeededRandom stream) : stream_(stream) {}
  std::uint64_t next() override { return stream_.next(); }

 private:
  base::SeededRandom stream_;
};

}  // namespace sim
