// Crowd: one group of many real peers, each a process of its own, started in waves so that the machine can
// follow. They are gone when it goes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "apps/conclave/cluster/cluster.h"

namespace crowd {

struct CrowdOptions {
  std::string program;
  std::size_t wave = 10;                 // peers started at once
  std::vector<std::string> arguments{};  // of every peer
  bool by_registry = false;  // they find each other by the registry, else by three addresses given
  base::Duration limit = std::chrono::seconds{60};  // of each thing that is waited for
  std::function<bool()> stop_asked = [] { return false; };
  std::function<void(const std::string&)> now_doing = [](const std::string&) {};
};

struct JoinTimes {
  base::Duration starting{};  // from the first start to the last
  base::Duration together{};  // from the last wave's start until all list all and follow one leader
  base::Duration sees{};      // one more peer: from its start until it lists all,
  base::Duration seen{};      // and until all list it
};

class Crowd {
 public:
  static base::Result<std::unique_ptr<Crowd>> create(const CrowdOptions& options);
  ~Crowd();
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  // All but one, and then the last.
  base::Result<JoinTimes> assemble(std::size_t peers);

  cluster::Cluster& cluster() { return *cluster_; }
  const std::vector<cluster::Peer*>& peers() const { return peers_; }
  const cluster::Peer* leader() const;
  std::string who_follows_whom() const;  // of those that run, for messages

 private:
  explicit Crowd(const CrowdOptions& options) : options_(options) {}

  base::Status start_one();
  base::Status start_wave(std::size_t count);
  base::Status settle();
  base::Status check_all_run() const;
  base::Status wait_until(const std::function<bool()>& condition, const std::string& what);

  CrowdOptions options_;
  std::unique_ptr<cluster::Cluster> cluster_;
  std::vector<cluster::Peer*> peers_;
};

}  // namespace crowd
