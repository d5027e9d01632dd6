// Judge: keeps the ledger and runs every checker. The World's one observer.
#pragma once

#include <memory>
#include <vector>

#include "sim/check/checker.h"
#include "sim/check/stored_lines.h"

namespace sim {

class Judge : public Observer {
 public:
  explicit Judge(World& world);
  ~Judge() override;

  void on_started(HostIndex host) override;
  void on_stopping(HostIndex host, Death death) override;
  void on_stopped(HostIndex host, Death death) override;
  void on_store_changed(HostIndex host) override;
  void on_said(HostIndex host, const std::string& id, const std::string& room,
               const std::string& text) override;
  void on_event(HostIndex host, const node::Event& event) override;
  void on_frame(base::ByteView frame) override;

  // All running peers have shown the same lines, wait for nothing, and follow one leader.
  bool converged() const;
  // All running peers of `side` follow one leader, who is one of them; and so do the others.
  bool is_led(const std::vector<HostIndex>& side) const;
  void at_rest();
  void at_calm(bool last);
  void at_apart(const std::vector<HostIndex>& side);

  const Verdict& verdict() const { return verdict_; }
  const Ledger& ledger() const { return ledger_; }
  std::uint64_t shown() const { return shown_; }
  std::uint64_t acknowledged() const { return acknowledged_; }
  std::uint64_t leader_changes() const { return leader_changes_; }

 private:
  void on_message(HostIndex host, const node::Message& message);
  std::vector<LineIndex> kept_by(HostIndex host);

  World& world_;
  Ledger ledger_;
  StoredLines stored_lines_;
  Verdict verdict_;
  std::vector<std::unique_ptr<Checker>> checkers_;
  std::uint64_t shown_ = 0, acknowledged_ = 0, leader_changes_ = 0;
};

}  // namespace sim
