#include "apps/conclave-sim/workers.h"

#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <new>

#include "base/check.h"

namespace conclave_sim {

namespace {

constexpr int kJobsMax = 256;
constexpr int kWaitMilliseconds = 200;

// One write of it is atomic, so children may share the pipe.
static_assert(sizeof(Outcome) <= PIPE_BUF && std::is_trivially_copyable_v<Outcome>);

}  // namespace

struct Workers::Board {
  std::atomic<std::uint64_t> next{0};
  std::uint64_t last = 0;
  std::atomic<bool> stop{false};
  struct Desk {
    std::atomic<std::uint64_t> seed{0};
    std::atomic<bool> busy{false};
  };
  std::array<Desk, kJobsMax> desks;
};

Workers::Workers(int jobs, std::uint64_t first, std::optional<std::uint64_t> last, Work work)
    : work_(std::move(work)), children_(static_cast<std::size_t>(jobs), 0) {
  CHECK(jobs > 0 && jobs <= kJobsMax, "the command line allows 1..256 jobs");
  void* memory = mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  std::array<int, 2> ends{};
  if (memory == MAP_FAILED || pipe(ends.data()) != 0) {
    std::perror("conclave-sim: no memory or descriptors for the workers");
    std::exit(2);
  }
  board_ = new (memory) Board;
  board_->next = first;
  board_->last = last.value_or(~std::uint64_t{0});
  read_end_ = ends[0];
  write_end_ = ends[1];
}

Workers::~Workers() {
  ::close(read_end_);
  ::close(write_end_);
  munmap(board_, sizeof(Board));
}

void Workers::run(const Listener& listener) {
  std::fflush(nullptr);
  for (int job = 0; job < static_cast<int>(children_.size()); ++job) start(job);
  while (std::any_of(children_.begin(), children_.end(), [](pid_t child) { return child != 0; })) {
    pollfd ready{.fd = read_end_, .events = POLLIN, .revents = 0};
    if (poll(&ready, 1, kWaitMilliseconds) > 0) {
      if (!take_outcome(listener)) board_->stop = true;
    } else {
      bury_children(listener);
    }
  }
}

void Workers::start(int job) {
  const pid_t child = fork();
  if (child == 0) work_through(job);
  if (child < 0) {
    std::perror("conclave-sim: a worker cannot be started");
    std::exit(2);
  }
  children_[static_cast<std::size_t>(job)] = child;
}

void Workers::work_through(int job) {
  Board::Desk& desk = board_->desks[static_cast<std::size_t>(job)];
  while (!board_->stop) {
    const std::uint64_t seed = board_->next.fetch_add(1);
    if (seed > board_->last) break;
    desk.seed = seed;
    desk.busy = true;
    const Outcome outcome = work_(seed);
    const auto* bytes = reinterpret_cast<const char*>(&outcome);
    if (write(write_end_, bytes, sizeof outcome) != static_cast<ssize_t>(sizeof outcome)) break;
    desk.busy = false;
  }
  _exit(0);
}

bool Workers::take_outcome(const Listener& listener) {
  Outcome outcome;
  const ssize_t got = read(read_end_, reinterpret_cast<char*>(&outcome), sizeof outcome);
  return got != static_cast<ssize_t>(sizeof outcome) || listener(outcome);
}

// Called when nothing more waits in the pipe.
void Workers::bury_children(const Listener& listener) {
  for (std::size_t job = 0; job < children_.size(); ++job) {
    int status = 0;
    if (children_[job] == 0 || waitpid(children_[job], &status, WNOHANG) != children_[job]) continue;
    children_[job] = 0;
    Board::Desk& desk = board_->desks[job];
    if (!desk.busy.exchange(false)) continue;
    if (!listener({.seed = desk.seed, .crashed = true})) board_->stop = true;
    if (!board_->stop) start(static_cast<int>(job));
  }
}

}  // namespace conclave_sim
