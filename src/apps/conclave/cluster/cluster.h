// Several peers on this machine, each a process of its own, in a group and a runtime folder that nobody else
// uses. One thread drives them all from wait_until(); everything is gone when the cluster goes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "apps/conclave/cluster/peer.h"
#include "apps/conclave/cluster/temporary_directory.h"
#include "base/result.h"
#include "base/time.h"

namespace cluster {

struct PeerOptions {
  std::vector<std::string> arguments;  // after NICK --json
};

class Cluster {
 public:
  // `program` is the conclave executable.
  static base::Result<std::unique_ptr<Cluster>> create(std::string program);

  base::Result<Peer*> start(const std::string& nick, const PeerOptions& options = {});

  // The program with any `arguments`, or any other program, among these peers. Driven along with them.
  base::Result<Process*> run(std::vector<std::string> arguments);
  base::Result<Process*> run_program(std::vector<std::string> command);
  const std::filesystem::path& folder() const { return folder_.path(); }

  const std::vector<std::unique_ptr<Peer>>& peers() const { return peers_; }
  Peer* peer_of_node(const std::string& node) const;  // nullptr: none

  // Drives everything until `condition` holds. An error names `what` was awaited for longer than `limit`.
  base::Status wait_until(const std::function<bool()>& condition, base::Duration limit,
                          const std::string& what);
  // Drives everything until `at`.
  void run_until(base::Instant at);
  // Whether somebody wants this to end; every wait ends with an error then.
  void stop_when(std::function<bool()> asked) { stop_asked_ = std::move(asked); }

  // Until all of `members` see all the others here and follow the same leader.
  base::Status wait_until_settled(const std::vector<Peer*>& members, base::Duration limit);

 private:
  Cluster(std::string program, TemporaryDirectory folder)
      : program_(std::move(program)), folder_(std::move(folder)) {}
  void exchange(base::Duration timeout);

  std::string program_;
  TemporaryDirectory folder_;
  std::vector<std::unique_ptr<Process>> processes_;
  std::vector<std::unique_ptr<Peer>> peers_;
  std::function<bool()> stop_asked_ = [] { return false; };
};

}  // namespace cluster
