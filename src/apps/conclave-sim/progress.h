// Progress: how far a long run is, on standard error: rewritten in place on a terminal, a line now and then
// elsewhere.
#pragma once

#include <cstdint>

namespace conclave_sim {

class Progress {
 public:
  // `runs`: how many there will be, 0 where time ends it, after `minutes`.
  Progress(std::uint64_t runs, double minutes);

  void show(std::uint64_t done, std::uint64_t failed, double seconds);
  // What is printed next begins a line of its own.
  void end();

 private:
  double seconds_left(std::uint64_t done, double seconds) const;

  const std::uint64_t runs_;
  const double minutes_;
  const bool in_place_;
  double shown_at_ = 0;
  bool mid_line_ = false;
};

}  // namespace conclave_sim
