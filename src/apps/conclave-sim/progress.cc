#include "apps/conclave-sim/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace conclave_sim {

Progress::Progress(std::uint64_t runs, double minutes)
    : runs_(runs), minutes_(minutes), in_place_(isatty(STDERR_FILENO) != 0) {}

double Progress::seconds_left(std::uint64_t done, double seconds) const {
  double left = minutes_ > 0 ? minutes_ * 60 - seconds : 1e18;
  if (runs_ != 0 && done != 0) {
    left = std::min(left, static_cast<double>(runs_ - done) * seconds / static_cast<double>(done));
  }
  return std::max(left, 0.0);
}

void Progress::show(std::uint64_t done, std::uint64_t failed, double seconds) {
  if (seconds - shown_at_ < (in_place_ ? 0.2 : 20.0)) return;
  shown_at_ = seconds;
  const double left = seconds_left(done, seconds);
  std::fprintf(stderr, "%s%llu", in_place_ ? "\r\033[K" : "", static_cast<unsigned long long>(done));
  if (runs_ != 0) std::fprintf(stderr, " of %llu", static_cast<unsigned long long>(runs_));
  std::fprintf(stderr, " seeds, %llu failed, %.1f seeds/s", static_cast<unsigned long long>(failed),
               static_cast<double>(done) / seconds);
  if (left < 1e17) std::fprintf(stderr, ", %.0f s left", left);
  mid_line_ = in_place_;
  if (!in_place_) std::fputc('\n', stderr);
  std::fflush(stderr);
}

void Progress::end() {
  if (!mid_line_) return;
  std::fputc('\n', stderr);
  mid_line_ = false;
}

}  // namespace conclave_sim
