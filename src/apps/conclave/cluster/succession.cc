#include "apps/conclave/cluster/succession.h"

#include <algorithm>
#include <csignal>
#include <iterator>
#include <map>
#include <set>

#include "base/random.h"
#include "os/clock.h"

namespace cluster {

namespace {

using namespace std::chrono_literals;

constexpr base::Duration kLimit = 20s;

base::Instant now() { return os::SystemClock{}.now(); }

class Succession {
 public:
  Succession(Cluster& cluster, const SuccessionOptions& options)
      : cluster_(cluster), options_(options), random_(options.seed) {}

  base::Status assemble();
  base::Result<base::Duration> fail_over();
  base::Result<SuccessionResult> conclude(std::vector<base::Duration> gaps);

 private:
  struct Line {
    std::string text;
    const Peer* author;  // one run of it
    base::Instant at;
  };

  base::Status join(std::size_t place);
  void say_line();
  base::Status talk_until(const std::function<bool()>& done, const std::string& what);
  bool has_heard_since(const Peer& peer, base::Instant since) const;
  base::Instant heard_at(const Peer& peer, base::Instant since) const;
  std::size_t count_lost() const;
  std::size_t count_twice() const;

  Cluster& cluster_;
  const SuccessionOptions& options_;
  base::SeededRandom random_;
  std::vector<Peer*> peers_;      // those that run
  std::set<const Peer*> killed_;  // runs that were ended
  Peer* victim_ = nullptr;        // while it is down: says nothing
  std::vector<Line> said_;
  base::Instant next_line_at_{};
};

base::Status Succession::join(std::size_t place) {
  auto started = cluster_.start(options_.nicks[place], {.arguments = options_.arguments});
  if (!started) return started.error();
  if (place == peers_.size()) peers_.push_back(nullptr);
  peers_[place] = started.value();
  return base::Done{};
}

base::Status Succession::assemble() {
  for (std::size_t place = 0; place < options_.nicks.size(); ++place) {
    if (auto joined = join(place); !joined) return joined;
  }
  next_line_at_ = now();
  return cluster_.wait_until_settled(peers_, kLimit);
}

// In turn, to a fixed rhythm; whoever is down or still starting is passed over.
void Succession::say_line() {
  cluster_.run_until(next_line_at_);
  next_line_at_ = std::max(next_line_at_ + options_.line_every, now());
  for (std::size_t tries = 0; tries < peers_.size(); ++tries) {
    Peer* speaker = peers_[(said_.size() + tries) % peers_.size()];
    if (speaker == victim_ || !speaker->ready()) continue;
    said_.push_back({"line " + std::to_string(said_.size() + 1), speaker, now()});
    return speaker->type(said_.back().text);
  }
}

base::Status Succession::talk_until(const std::function<bool()>& done, const std::string& what) {
  const base::Instant deadline = now() + kLimit;
  while (!done()) {
    if (now() >= deadline) return base::Error{"Waited in vain until " + what + "."};
    say_line();
  }
  return base::Done{};
}

// The first line that was said by another since then.
base::Instant Succession::heard_at(const Peer& peer, base::Instant since) const {
  std::set<std::string> fresh;
  for (auto line = said_.rbegin(); line != said_.rend() && line->at > since; ++line) {
    if (line->author != &peer) fresh.insert(line->text);
  }
  const auto& heard = peer.heard();
  auto first = heard.end();
  for (auto at = heard.rbegin(); at != heard.rend() && at->at > since; ++at) {
    if (fresh.contains(at->entry.text)) first = std::prev(at.base());
  }
  return first == heard.end() ? base::Instant::max() : first->at;
}

bool Succession::has_heard_since(const Peer& peer, base::Instant since) const {
  return heard_at(peer, since) != base::Instant::max();
}

base::Result<base::Duration> Succession::fail_over() {
  const auto place = std::find_if(peers_.begin(), peers_.end(),
                                  [&](const Peer* peer) { return peer->node() == peers_.front()->leader(); });
  if (place == peers_.end()) return base::Error{"The peers follow a leader that is none of them."};
  Peer* victim = *place;
  for (std::size_t line = 0; line < peers_.size(); ++line) say_line();
  const auto rhythm = static_cast<std::uint64_t>(options_.line_every.count());
  cluster_.run_until(now() + base::Duration(random_.below(rhythm)));
  const base::Instant fault = now();
  victim->process().signal(SIGKILL);
  killed_.insert(victim);
  victim_ = victim;
  std::vector<Peer*> survivors = peers_;
  std::erase(survivors, victim_);
  const auto flows = [&] {
    return std::all_of(survivors.begin(), survivors.end(), [&](const Peer* peer) {
      return peer->leader() != victim_->node() && has_heard_since(*peer, fault);
    });
  };
  if (auto done = talk_until(flows, "lines flow under another leader"); !done) return done.error();
  base::Duration gap{};
  for (const Peer* peer : survivors) gap = std::max(gap, heard_at(*peer, fault) - fault);

  if (auto joined = join(static_cast<std::size_t>(place - peers_.begin())); !joined) return joined.error();
  victim_ = nullptr;
  const auto settled = [&] {
    return std::all_of(peers_.begin(), peers_.end(), [&](const Peer* peer) {
      return peer->ready() && !peer->leader().empty() && peer->leader() == survivors.front()->leader();
    });
  };
  if (auto done = talk_until(settled, "the killed peer is back"); !done) return done.error();
  return gap;
}

// A line is lost where its author saw it acknowledged, or lived on, and a transcript lacks it.
std::size_t Succession::count_lost() const {
  std::set<std::string> due;
  for (const auto& run : cluster_.peers()) {
    for (const Heard& heard : run->heard()) {
      if (run->acknowledged().contains(heard.entry.id)) due.insert(heard.entry.text);
    }
  }
  for (const Line& line : said_) {
    if (!killed_.contains(line.author)) due.insert(line.text);
  }
  std::set<std::string> lost;
  for (const Peer* peer : peers_) {
    std::set<std::string> held;
    for (const Entry& entry : peer->history()) held.insert(entry.text);
    std::set_difference(due.begin(), due.end(), held.begin(), held.end(), std::inserter(lost, lost.end()));
  }
  return lost.size();
}

std::size_t Succession::count_twice() const {
  std::map<std::string, std::map<std::string, std::size_t>> shown;  // by nick, in all its runs, and by text
  for (const auto& run : cluster_.peers()) {
    for (const Heard& heard : run->heard()) ++shown[run->nick()][heard.entry.text];
  }
  for (const Peer* peer : peers_) {
    for (const Entry& entry : peer->history()) ++shown[peer->nick() + "'s transcript"][entry.text];
  }
  std::set<std::string> twice;
  for (const auto& [who, texts] : shown) {
    for (const auto& [text, times] : texts) {
      if (times > 1) twice.insert(text);
    }
  }
  return twice.size();
}

base::Result<SuccessionResult> Succession::conclude(std::vector<base::Duration> gaps) {
  SuccessionResult result{.gaps = std::move(gaps), .said = said_.size()};
  const base::Instant deadline = now() + kLimit;
  do {
    for (Peer* peer : peers_) peer->ask_history();
    const auto told = [&] {
      return std::all_of(peers_.begin(), peers_.end(),
                         [](const Peer* peer) { return peer->history_known(); });
    };
    if (auto done = cluster_.wait_until(told, kLimit, "all transcripts are told"); !done) return done.error();
    result.identical = std::all_of(peers_.begin(), peers_.end(), [&](const Peer* peer) {
      return peer->history() == peers_.front()->history();
    });
    result.lost = count_lost();
    if (result.identical && result.lost == 0) break;
    cluster_.run_until(now() + 200ms);
  } while (now() < deadline);
  result.twice = count_twice();
  return result;
}

}  // namespace

base::Result<SuccessionResult> play_succession(
    Cluster& cluster, const SuccessionOptions& options,
    const std::function<void(std::size_t failover, base::Duration gap)>& progress) {
  Succession succession(cluster, options);
  if (auto assembled = succession.assemble(); !assembled) return assembled.error();
  std::vector<base::Duration> gaps;
  for (std::size_t failover = 1; failover <= options.failovers; ++failover) {
    auto gap = succession.fail_over();
    if (!gap) return base::Error{"Failover " + std::to_string(failover) + ": " + gap.error().message};
    gaps.push_back(gap.value());
    progress(failover, gap.value());
  }
  return succession.conclude(std::move(gaps));
}

}  // namespace cluster
