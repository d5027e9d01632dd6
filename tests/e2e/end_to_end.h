// What every end-to-end test stands on: a cluster of its own, and the words to drive it. A step that fails or
// takes too long ends the test with what was awaited.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "apps/conclave/cluster/cluster.h"

namespace e2e {

using namespace std::chrono_literals;

inline constexpr base::Duration kPatience = 20s;

class EndToEnd : public testing::Test {
 protected:
  EndToEnd();

  // A peer that is ready.
  cluster::Peer& start(const std::string& nick, std::vector<std::string> arguments = {});
  // Any other use of the program.
  cluster::Process& run(std::vector<std::string> arguments);
  // Peers `nicks`, settled under the first one's lead.
  std::vector<cluster::Peer*> start_group(const std::vector<std::string>& nicks);

  void wait_until(const std::function<bool()>& condition, const std::string& what);
  void wait_until_heard(const std::vector<cluster::Peer*>& peers, const std::string& text);
  void wait_until_settled(const std::vector<cluster::Peer*>& peers);
  int wait_for_end(cluster::Process& process);

  cluster::Cluster& group() { return *cluster_; }

 private:
  std::unique_ptr<cluster::Cluster> cluster_;
};

// Everything a process writes, line by line.
class Output {
 public:
  explicit Output(cluster::Process& process) {
    process.on_line([this](std::string_view line, base::Instant) { lines_.emplace_back(line); });
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  const std::vector<std::string>& lines() const { return lines_; }
  bool contains(const std::string& part) const;  // within one line
  std::string text() const;

 private:
  std::vector<std::string> lines_;
};

// The texts a peer showed, in their order.
std::vector<std::string> texts_of(const cluster::Peer& peer);
bool has_heard(const cluster::Peer& peer, const std::string& text);

}  // namespace e2e
