#include "apps/conclave/cluster/takeover.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include "os/clock.h"

namespace cluster {

namespace {

using namespace std::chrono_literals;

base::Instant now() { return os::SystemClock{}.now(); }

class Play {
 public:
  Play(Cluster& cluster, const TakeoverOptions& options, const TakeoverProgress& progress)
      : cluster_(cluster), options_(options), progress_(progress), peers_(options.assembled) {}

  base::Result<Conversation> run() {
    for (const auto step : {&Play::assemble, &Play::talk_before, &Play::strike, &Play::talk_after,
                            &Play::resume, &Play::collect}) {
      if (base::Status done = (this->*step)(); !done) return done.error();
    }
    return conversation();
  }

 private:
  base::Status assemble();
  base::Status start_all();
  base::Status talk_before();
  base::Status strike();
  base::Status talk_after();
  base::Status resume();
  base::Status collect();

  Conversation conversation() const;
  base::Status join(const std::string& nick);
  base::Status talk(std::size_t lines);
  bool taken_over() const;
  void notice_takeover();
  bool nothing_missing() const;
  std::vector<Peer*> speakers() const;
  std::vector<Peer*> with_transcript() const;

  Cluster& cluster_;
  const TakeoverOptions& options_;
  const TakeoverProgress& progress_;
  std::vector<Peer*> peers_;  // from the start
  Peer* late_ = nullptr;
  Peer* victim_ = nullptr;
  bool struck_ = false, takeover_noticed_ = false;
  base::Instant next_line_at_{}, fault_at_{};
  std::vector<Said> said_;
};

base::Status Play::join(const std::string& nick) {
  auto started = cluster_.start(nick, {.arguments = options_.arguments});
  if (!started) return started.error();
  Peer* peer = started.value();
  const auto answered = [peer] { return peer->ready() || peer->process().ended(); };
  if (base::Status waited = cluster_.wait_until(answered, options_.limit, nick + " is ready"); !waited)
    return waited;
  if (!peer->ready()) {
    return base::Error{nick + " ended at once, with status " + std::to_string(*peer->process().ended()) +
                       ". " + peer->process().errors()};
  }
  peers_.push_back(peer);
  return base::Done{};
}

base::Status Play::start_all() {
  for (const std::string& nick : options_.nicks) {
    if (base::Status joined = join(nick); !joined) return joined;
  }
  progress_.now_doing(std::to_string(peers_.size()) + " peers started, each a process of its own");
  return cluster_.wait_until_settled(peers_, options_.limit);
}

base::Status Play::assemble() {
  if (options_.assembled.empty()) {
    if (base::Status started = start_all(); !started) return started;
  }
  victim_ = cluster_.peer_of_node(peers_.front()->leader());
  if (victim_ == nullptr) return base::Error{"The peers follow a leader that is none of them."};
  progress_.now_doing("all see each other; " + victim_->nick() + " relays");
  next_line_at_ = now();
  return base::Done{};
}

std::vector<Peer*> Play::speakers() const {
  std::vector<Peer*> speakers = peers_;
  if (struck_) std::erase(speakers, victim_);
  return speakers;
}

// In turn, to a fixed rhythm, however long the reading of answers takes.
base::Status Play::talk(std::size_t lines) {
  for (std::size_t i = 0; i < lines; ++i) {
    cluster_.run_until(next_line_at_);
    const std::vector<Peer*> speaking = speakers();
    Peer* speaker = speaking[said_.size() % speaking.size()];
    const std::string text = "line " + std::to_string(said_.size() + 1);
    said_.push_back({speaker->nick(), text, now()});
    speaker->type(text);
    next_line_at_ += options_.line_every;
    notice_takeover();
  }
  return base::Done{};
}

bool Play::taken_over() const {
  const std::vector<Peer*> survivors = speakers();
  return struck_ && std::all_of(survivors.begin(), survivors.end(), [&](const Peer* peer) {
           return peer->leader() != victim_->node() && peer->leader() == survivors.front()->leader();
         });
}

void Play::notice_takeover() {
  if (takeover_noticed_ || !taken_over()) return;
  takeover_noticed_ = true;
  const Peer* leader = cluster_.peer_of_node(speakers().front()->leader());
  progress_.now_doing((leader == nullptr ? "somebody" : leader->nick()) + " relays now, for everybody left");
}

base::Status Play::talk_before() {
  progress_.now_doing("they talk, a line every " + std::to_string(options_.line_every / 1ms) + " ms");
  return talk(options_.lines_before);
}

base::Status Play::strike() {
  cluster_.run_until(now() + options_.fault_delay);
  const bool kill = options_.fault == TakeoverOptions::Fault::kKill;
  struck_ = true;
  fault_at_ = now();
  victim_->process().signal(kill ? SIGKILL : SIGSTOP);
  progress_.now_doing(std::string(kill ? "kill -9 " : "kill -STOP ") + victim_->nick() + ", who relays");
  return base::Done{};
}

base::Status Play::talk_after() {
  const std::size_t first_half = options_.lines_after / 2;
  if (base::Status talked = talk(first_half); !talked) return talked;
  if (!options_.late_nick.empty()) {
    auto started = cluster_.start(options_.late_nick, {.arguments = options_.arguments});
    if (!started) return started.error();
    late_ = started.value();
    progress_.now_doing(late_->nick() + " joins, late");
  }
  if (base::Status talked = talk(options_.lines_after - first_half); !talked) return talked;
  const auto replaced = [this] { return taken_over(); };
  if (base::Status done = cluster_.wait_until(replaced, options_.limit, "another peer relays"); !done)
    return done;
  notice_takeover();
  progress_.now_doing("the last line is said");
  return base::Done{};
}

base::Status Play::resume() {
  if (options_.fault == TakeoverOptions::Fault::kStop) {
    victim_->process().signal(SIGCONT);
    progress_.now_doing("kill -CONT " + victim_->nick());
  }
  return base::Done{};
}

std::vector<Peer*> Play::with_transcript() const {
  std::vector<Peer*> peers = peers_;
  if (options_.fault == TakeoverOptions::Fault::kKill) std::erase(peers, victim_);
  if (late_ != nullptr) peers.push_back(late_);
  return peers;
}

bool Play::nothing_missing() const {
  const Conversation so_far = conversation();
  return judge(so_far).identical && lost_texts(so_far).empty();
}

// Transcripts are asked for until they agree and are complete, or time is up; then they are what they are.
base::Status Play::collect() {
  const std::vector<Peer*> peers = with_transcript();
  const base::Instant deadline = now() + options_.limit;
  do {
    for (Peer* peer : peers) peer->ask_history();
    const auto told = [&] {
      return std::all_of(peers.begin(), peers.end(), [](const Peer* peer) { return peer->history_known(); });
    };
    if (base::Status done = cluster_.wait_until(told, options_.limit, "all transcripts are told"); !done)
      return done;
    if (nothing_missing()) return base::Done{};
    cluster_.run_until(now() + 100ms);
  } while (now() < deadline);
  return base::Done{};
}

Conversation Play::conversation() const {
  Conversation conversation{.said = said_, .records = {}, .victim = victim_->nick(), .fault_at = fault_at_};
  std::vector<const Peer*> everyone(peers_.begin(), peers_.end());
  if (late_ != nullptr) everyone.push_back(late_);
  for (const Peer* peer : everyone) {
    conversation.records.push_back(
        {.nick = peer->nick(),
         .survivor = peer != victim_,
         .from_start = peer != late_,
         .has_transcript = peer != victim_ || options_.fault == TakeoverOptions::Fault::kStop,
         .heard = peer->heard(),
         .transcript = peer->history()});
  }
  return conversation;
}

}  // namespace

base::Result<Conversation> play_takeover(Cluster& cluster, const TakeoverOptions& options,
                                         const TakeoverProgress& progress) {
  return Play(cluster, options, progress).run();
}

}  // namespace cluster
