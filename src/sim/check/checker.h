// Checker: holds the peers to one promise. It hears what happens as it happens, and is asked once all should
// be well. It changes nothing, and complains through its Verdict.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/check/ledger.h"
#include "sim/world.h"

namespace sim {

struct Violation {
  std::string promise;  // in short
  std::string text;     // what was found
  base::Instant at{};
};

class Verdict {
 public:
  // Of each promise the first few; the rest are counted.
  void add(Violation violation) {
    ++count_;
    if (violations_.size() < kKeptMax) violations_.push_back(std::move(violation));
  }
  bool holds() const { return count_ == 0; }
  std::uint64_t count() const { return count_; }
  const std::vector<Violation>& violations() const { return violations_; }

 private:
  static constexpr std::size_t kKeptMax = 12;
  std::vector<Violation> violations_;
  std::uint64_t count_ = 0;
};

class Checker {
 public:
  Checker(std::string promise, World& world, const Ledger& ledger, Verdict& verdict)
      : world_(world), ledger_(ledger), promise_(std::move(promise)), verdict_(verdict) {}
  virtual ~Checker() = default;
  Checker(const Checker&) = delete;
  Checker& operator=(const Checker&) = delete;

  virtual void on_acknowledged(HostIndex, LineIndex, bool /*alone*/) {}
  virtual void on_message(HostIndex, const node::Message&, std::optional<LineIndex>) {
  }  // before it is in the ledger
  virtual void on_frame(base::ByteView) {}  // reached its receiver
  virtual void on_leader(HostIndex, const node::LeaderChanged&) {}
  virtual void on_stopping(HostIndex) {}
  // Converged, and quiet for a while since. `last`: the run ends here.
  virtual void at_calm(bool) {}
  // The same where `side` and the others are on their own, and may be talking.
  virtual void at_apart(const std::vector<HostIndex>& /*side*/) {}
  // Convergence was reached: quiet begins.
  virtual void at_rest() {}

 protected:
  void fail(std::string text) { verdict_.add({promise_, std::move(text), world_.now()}); }

  World& world_;
  const Ledger& ledger_;

 private:
  const std::string promise_;
  Verdict& verdict_;
};

}  // namespace sim
