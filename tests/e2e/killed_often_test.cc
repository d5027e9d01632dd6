// Peers are killed again and again while all talk. Whatever was acknowledged is in every log in the end, and
// nobody was shown a line twice. CONCLAVE_KILLS sets how often (default: 30); CONCLAVE_SEED another run.
#include <csignal>
#include <cstdlib>
#include <map>
#include <set>

#include "base/random.h"
#include "os/clock.h"
#include "tests/e2e/end_to_end.h"

namespace e2e {
namespace {

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

class KilledOften : public EndToEnd {
 protected:
  static constexpr std::size_t kPeers = 3;
  static constexpr base::Duration kLineEvery = 5ms;
  static constexpr std::uint64_t kLifeMicroseconds = 120'000;  // of a victim, at most, from the last kill on

  KilledOften() {
    for (std::size_t number = 0; number < kPeers; ++number) peers_.push_back(&start(nick_of(number)));
    wait_until_settled(peers_);
  }

  static std::string nick_of(std::size_t number) { return std::string("abc").substr(number, 1); }

  // All talk in turn, for a random while.
  void talk() {
    const os::SystemClock clock;
    const base::Instant end = clock.now() + base::Duration(random_.below(kLifeMicroseconds));
    do {
      ++said_;
      peers_[said_ % kPeers]->type("line " + std::to_string(said_));
      group().run_until(std::min(end, clock.now() + kLineEvery));
    } while (clock.now() < end);
  }

  void kill_one_and_start_it_again() {
    const std::size_t number = random_.below(kPeers);
    peers_[number]->process().signal(SIGKILL);
    wait_for_end(peers_[number]->process());
    peers_[number] = &start(nick_of(number));
  }

  bool all_transcripts_agree() {
    for (cluster::Peer* peer : peers_) peer->ask_history();
    for (cluster::Peer* peer : peers_) wait_until([&] { return peer->history_known(); }, "a history is told");
    return peers_[0]->history() == peers_[1]->history() && peers_[0]->history() == peers_[2]->history();
  }

  std::set<std::string> acknowledged() {
    std::set<std::string> all;
    for (const auto& run : group().peers())
      all.insert(run->acknowledged().begin(), run->acknowledged().end());
    return all;
  }

  std::vector<cluster::Peer*> peers_;  // those that run
  base::SeededRandom random_{setting("CONCLAVE_SEED", 1)};
  std::size_t said_ = 0;
};

TEST_F(KilledOften, WhileAllTalk_NothingAcknowledgedIsLost_NothingIsShownTwice) {
  const std::uint64_t kills = setting("CONCLAVE_KILLS", 30);
  for (std::uint64_t kill = 1; kill <= kills; ++kill) {
    talk();
    kill_one_and_start_it_again();
  }
  wait_until_settled(peers_);
  wait_until([&] { return all_transcripts_agree(); }, "all transcripts agree");

  std::set<std::string> held;
  for (const cluster::Entry& entry : peers_[0]->history())
    EXPECT_TRUE(held.insert(entry.id).second) << entry.id;
  std::map<std::string, std::map<std::string, int>> shown;  // by nick and id, in all runs together
  for (const auto& run : group().peers()) {
    for (const cluster::Heard& heard : run->heard()) ++shown[run->nick()][heard.entry.id];
  }
  for (const auto& [nick, ids] : shown) {
    for (const auto& [id, times] : ids) {
      EXPECT_EQ(times, 1) << nick << " was shown " << id << " more than once";
      EXPECT_TRUE(held.contains(id)) << nick << " was shown what is gone: " << id;
    }
  }
  const std::set<std::string> promised = acknowledged();
  for (const std::string& id : promised) EXPECT_TRUE(held.contains(id)) << "acknowledged, and lost: " << id;
  EXPECT_GT(promised.size(), kills);
  std::printf("%zu kills, %zu lines said, %zu held, %zu acknowledged\n", static_cast<std::size_t>(kills),
              said_, held.size(), promised.size());
}

}  // namespace
}  // namespace e2e
