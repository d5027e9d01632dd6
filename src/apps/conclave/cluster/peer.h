// One `conclave NICK --json` process, and everything it has reported so far. Knows the contract of the
// command and nothing of what is inside.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "apps/conclave/cluster/process.h"
#include "base/time.h"

namespace cluster {

// A line as it stands in a transcript. Equal on every peer, or the transcripts differ.
struct Entry {
  std::string time, id, room, nick, node, text;

  friend bool operator==(const Entry&, const Entry&) = default;
};

struct Heard {
  Entry entry;
  bool own = false, late = false;
  base::Instant at;
};

struct Failure {
  std::string code, message;
};

class Peer {
 public:
  Peer(std::string nick, Process& process);
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  const std::string& nick() const { return nick_; }
  Process& process() const { return process_; }

  bool ready() const { return !node_.empty(); }
  const std::string& node() const { return node_; }
  const std::string& address() const { return address_; }
  const std::string& leader() const { return leader_; }  // its node; empty before the first is known
  const std::set<std::string>& others_here() const { return here_; }  // their nodes
  const std::vector<Heard>& heard() const { return heard_; }
  const std::set<std::string>& acknowledged() const { return acknowledged_; }
  const std::vector<Failure>& failures() const { return failures_; }
  std::size_t leader_changes() const { return leader_changes_; }

  // A line, or a command.
  void type(std::string_view line) { process_.write(std::string(line) + "\n"); }

  // Asks for the room's transcript; it is there once history_known().
  void ask_history();
  bool history_known() const { return !history_awaited_; }
  const std::vector<Entry>& history() const { return history_; }

 private:
  void line_shown(std::string_view line, base::Instant at);

  std::string nick_;
  Process& process_;
  std::string node_, address_, leader_;
  std::set<std::string> here_, acknowledged_;
  std::vector<Heard> heard_;
  std::vector<Failure> failures_;
  std::size_t leader_changes_ = 0;
  std::vector<Entry> history_, history_coming_;
  bool history_awaited_ = false;
};

}  // namespace cluster
