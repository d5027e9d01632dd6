#include "tests/e2e/end_to_end.h"

#include <algorithm>
#include <stdexcept>

namespace e2e {

namespace {

// The value, or an exception that gtest reports as the test's failure.
template <class T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(result.value());
}

}  // namespace

EndToEnd::EndToEnd()
    : cluster_(must(cluster::Cluster::create(std::string(CONCLAVE_BIN_DIR) + "/conclave"))) {}

cluster::Peer& EndToEnd::start(const std::string& nick, std::vector<std::string> arguments) {
  cluster::Peer& peer = *must(cluster_->start(nick, {.arguments = std::move(arguments)}));
  wait_until([&] { return peer.ready() || peer.process().ended(); }, nick + " is ready");
  if (!peer.ready()) throw std::runtime_error(nick + " ended at once: " + peer.process().errors());
  return peer;
}

cluster::Process& EndToEnd::run(std::vector<std::string> arguments) {
  return *must(cluster_->run(std::move(arguments)));
}

std::vector<cluster::Peer*> EndToEnd::start_group(const std::vector<std::string>& nicks) {
  std::vector<cluster::Peer*> peers;
  for (const std::string& nick : nicks) {
    peers.push_back(&start(nick));
    wait_until_settled(peers);
  }
  if (peers.front()->leader() != peers.front()->node())
    throw std::runtime_error("the first peer does not lead");
  return peers;
}

void EndToEnd::wait_until(const std::function<bool()>& condition, const std::string& what) {
  must(cluster_->wait_until(condition, kPatience, what));
}

void EndToEnd::wait_until_heard(const std::vector<cluster::Peer*>& peers, const std::string& text) {
  wait_until(
      [&] { return std::all_of(peers.begin(), peers.end(), [&](auto* p) { return has_heard(*p, text); }); },
      "everybody heard '" + text + "'");
}

void EndToEnd::wait_until_settled(const std::vector<cluster::Peer*>& peers) {
  must(cluster_->wait_until_settled(peers, kPatience));
}

int EndToEnd::wait_for_end(cluster::Process& process) {
  wait_until([&] { return process.ended().has_value(); }, "a process ends");
  return *process.ended();
}

bool Output::contains(const std::string& part) const {
  return std::any_of(lines_.begin(), lines_.end(),
                     [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

std::string Output::text() const {
  std::string text;
  for (const std::string& line : lines_) text += line + "\n";
  return text;
}

std::vector<std::string> texts_of(const cluster::Peer& peer) {
  std::vector<std::string> texts;
  for (const cluster::Heard& heard : peer.heard()) texts.push_back(heard.entry.text);
  return texts;
}

bool has_heard(const cluster::Peer& peer, const std::string& text) {
  return std::any_of(peer.heard().begin(), peer.heard().end(),
                     [&](const cluster::Heard& heard) { return heard.entry.text == text; });
}

}  // namespace e2e
