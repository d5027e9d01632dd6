#include "bench/crowd/crowd.h"

#include <algorithm>
#include <csignal>
#include <map>

#include "os/clock.h"

namespace crowd {

namespace {

constexpr std::size_t kGivenAddresses = 3;

base::Instant now() { return os::SystemClock{}.now(); }

std::string in_words(std::size_t peers) { return std::to_string(peers) + " peers"; }

}  // namespace

base::Result<std::unique_ptr<Crowd>> Crowd::create(const CrowdOptions& options) {
  auto cluster = cluster::Cluster::create(options.program);
  if (!cluster) return cluster.error();
  std::unique_ptr<Crowd> crowd(new Crowd(options));
  crowd->cluster_ = std::move(cluster.value());
  crowd->cluster_->stop_when(options.stop_asked);
  return crowd;
}

// All at once: else those left would take over from each other as long as there are any.
Crowd::~Crowd() {
  for (const auto& peer : cluster_->peers()) peer->process().signal(SIGKILL);
}

const cluster::Peer* Crowd::leader() const { return cluster_->peer_of_node(peers_.front()->leader()); }

base::Status Crowd::check_all_run() const {
  for (const cluster::Peer* peer : peers_) {
    if (!peer->process().ended()) continue;
    return base::Error{peer->nick() + " ended, with status " + std::to_string(*peer->process().ended()) +
                       ". " + peer->process().errors()};
  }
  return base::Done{};
}

base::Status Crowd::wait_until(const std::function<bool()>& condition, const std::string& what) {
  auto waited = cluster_->wait_until(condition, options_.limit, what);
  if (base::Status running = check_all_run(); !running) return running;
  if (!waited) return base::Error{waited.error().message + " " + who_follows_whom()};
  return waited;
}

std::string Crowd::who_follows_whom() const {
  std::map<std::string, std::size_t> followers;  // of each nick
  std::size_t listed = 0;
  for (const cluster::Peer* peer : peers_) {
    if (peer->process().ended()) continue;
    const cluster::Peer* leader = cluster_->peer_of_node(peer->leader());
    ++followers[leader == nullptr ? "nobody" : leader->nick()];
    listed += peer->others_here().size();
  }
  std::string text;
  for (const auto& [nick, count] : followers) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " follow " + nick;
  }
  return text + "; each lists " + std::to_string(listed / std::max<std::size_t>(peers_.size(), 1)) +
         " others.";
}

base::Status Crowd::start_one() {
  std::vector<std::string> arguments = options_.arguments;
  if (!options_.by_registry) {
    for (std::size_t i = 0; i < std::min(peers_.size(), kGivenAddresses); ++i) {
      if (peers_[i]->ready()) arguments.insert(arguments.end(), {"--peer", peers_[i]->address()});
    }
  }
  auto started = cluster_->start("peer" + std::to_string(peers_.size() + 1), {.arguments = arguments});
  if (!started) return started.error();
  peers_.push_back(started.value());
  return base::Done{};
}

// Until everybody has taken them in: on a machine that all share, those who are late hold up those who come.
base::Status Crowd::start_wave(std::size_t count) {
  const std::size_t first = peers_.size();
  while (peers_.size() < first + count) {
    if (base::Status started = start_one(); !started) return started;
  }
  return settle();
}

base::Status Crowd::settle() {
  const auto settled = [this] {
    return std::all_of(peers_.begin(), peers_.end(), [this](const cluster::Peer* peer) {
      return peer->ready() && peer->others_here().size() + 1 == peers_.size() && !peer->leader().empty() &&
             peer->leader() == peers_.front()->leader();
    });
  };
  return wait_until(settled, in_words(peers_.size()) + " all list each other");
}

base::Result<JoinTimes> Crowd::assemble(std::size_t peers) {
  JoinTimes times;
  const base::Instant begin = now();
  base::Instant last_start = begin;
  while (peers_.size() + 1 < peers) {
    last_start = now();
    const std::size_t wave = peers_.empty() ? 1 : std::min(options_.wave, peers - 1 - peers_.size());
    if (base::Status joined = start_wave(wave); !joined) return joined.error();
    options_.now_doing(in_words(peers_.size()) + " of " + std::to_string(peers) + " started");
  }
  times.starting = last_start - begin;
  times.together = now() - last_start;
  options_.now_doing("they all list each other; one more joins");

  const base::Instant start = now();
  if (base::Status started = start_one(); !started) return started.error();
  const cluster::Peer* newcomer = peers_.back();
  const auto knows_all = [&] { return newcomer->others_here().size() + 1 == peers_.size(); };
  if (base::Status waited = wait_until(knows_all, "a newcomer lists all"); !waited) return waited.error();
  times.sees = now() - start;
  if (base::Status settled = settle(); !settled) return settled.error();
  times.seen = now() - start;
  return times;
}

}  // namespace crowd
