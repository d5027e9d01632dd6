// One sender in a group of processes that have a peer within them: how soon a line is at the others, and how many lines a second
// are at all.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <new>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "bench/embedded/board.h"
#include "bench/embedded/member.h"
#include "bench/percentile.h"

namespace {

using namespace std::chrono_literals;
using bench::embedded::Board;

struct Options {
  std::vector<std::size_t> members{4, 8, 10};
  std::size_t single = 300;
  std::size_t flood = 200'000;
  bool keep = false;
  bool json = false;
};

struct Figures {
  std::size_t members = 0;
  std::vector<double> latency_us;  // of each single line at each other member
  double lines_per_second = 0;     // of the flood, until all have all
  std::uint64_t amiss = 0;         // lines that came in another order, twice or not at all
};

class Group {
 public:
  Group(const Options& options, std::size_t count)
      : options_(options),
        board_(new (::mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) Board),
        folder_(std::filesystem::temp_directory_path() / ("bench_embedded." + std::to_string(::getpid()))) {
    if (options_.keep) std::filesystem::create_directory(folder_);
    figures_.members = count;
  }
  ~Group() {
    for (const Process& process : processes_) ::close(process.commands);
    for (const Process& process : processes_) {
      ::kill(process.id, SIGTERM);
      ::waitpid(process.id, nullptr, 0);
    }
    if (options_.keep) std::filesystem::remove_all(folder_);
    ::munmap(board_, sizeof(Board));
  }
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  bool measure() {
    for (std::size_t i = 0; i < figures_.members; ++i) {
      start(i);
      if (!wait_until([&] { return board_->invites.load() && all([&](const auto& notes) { return notes.here == i + 1; }); }, 30s)) return false;
    }
    std::this_thread::sleep_for(2s);  // what joining cost is over
    return say_one_by_one() && flood();
  }
  const Figures& figures() const { return figures_; }

 private:
  struct Process {
    pid_t id;
    int commands;
  };

  void start(std::size_t index) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    const std::string folder = options_.keep ? folder_ / std::to_string(index) : std::filesystem::path();
    const pid_t id = ::fork();
    if (id == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::close(ends[1]);
      for (const Process& other : processes_) ::close(other.commands);
      std::_Exit(bench::embedded::run_member({.index = index, .folder = folder, .commands = ends[0]}, *board_));
    }
    ::close(ends[0]);
    processes_.push_back({id, ends[1]});
  }

  template <class Predicate>
  bool all(const Predicate& holds) const {
    return std::all_of(board_->members.begin(), board_->members.begin() + static_cast<std::ptrdiff_t>(processes_.size()), holds);
  }

  static bool wait_until(const std::function<bool()>& holds, std::chrono::seconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!holds()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(1ms);  // looks at memory: nothing wakes it
    }
    return true;
  }

  // The last to have come speaks: it neither relays nor is next in line.
  bool say(std::size_t count) {
    const std::string command = std::to_string(count) + "\n";
    if (::write(processes_.back().commands, command.data(), command.size()) < 0) return false;
    said_ += count;
    return wait_until([&] { return all([&](const auto& notes) { return notes.heard >= said_; }); }, 120s);
  }

  bool say_one_by_one() {
    for (std::size_t i = 0; i < options_.single; ++i) {
      if (!say(1)) return false;
      for (std::size_t member = 0; member + 1 < processes_.size(); ++member) {
        figures_.latency_us.push_back(1e-3 * static_cast<double>(board_->members[member].heard_at - board_->said_at));
      }
      std::this_thread::sleep_for(5ms);
    }
    return true;
  }

  bool flood() {
    if (!say(options_.flood)) return false;
    std::int64_t last = 0;
    for (std::size_t i = 0; i < processes_.size(); ++i) {
      last = std::max(last, board_->members[i].heard_at.load());
      figures_.amiss += board_->members[i].amiss + (board_->members[i].heard - said_);
    }
    figures_.lines_per_second = 1e9 * static_cast<double>(options_.flood) / static_cast<double>(last - board_->said_at);
    return true;
  }

  const Options& options_;
  Board* const board_;
  const std::filesystem::path folder_;
  std::vector<Process> processes_;
  std::uint64_t said_ = 0;
  Figures figures_;
};

void print_json(const std::vector<Figures>& all) {
  nlohmann::ordered_json groups = nlohmann::ordered_json::array();
  for (const Figures& f : all) {
    groups.push_back({{"peers", f.members},
                      {"latency_us_p50", bench::percentile(f.latency_us, 50)},
                      {"latency_us_p99", bench::percentile(f.latency_us, 99)},
                      {"lines_per_second", f.lines_per_second},
                      {"amiss", f.amiss}});
  }
  std::printf("%s\n", groups.dump(2).c_str());
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("A peer within each process of a group: how soon a line is at the others, and how many lines a second are at all");
  app.add_option("--members", options.members, "Sizes of the groups (default: 4 8 10)")->check(CLI::Range(2, static_cast<int>(bench::embedded::kMembersMax)));
  app.add_option("--single", options.single, "Lines said one at a time (default: 300)")->check(CLI::Range(1, 100'000));
  app.add_option("--flood", options.flood, "Lines said at once (default: 200000)")->check(CLI::Range(1, 10'000'000));
  app.add_flag("--keep", options.keep, "Each keeps its log on disk, as people's peers do");
  app.add_flag("--json", options.json, "Figures as JSON");
  CLI11_PARSE(app, argc, argv);
  std::vector<Figures> all;
  for (const std::size_t count : options.members) {
    Group group(options, count);
    if (!group.measure()) {
      std::fprintf(stderr, "among %zu: not all came, or not all heard all in time\n", count);
      return 1;
    }
    all.push_back(group.figures());
  }
  if (options.json) {
    print_json(all);
    return 0;
  }
  std::printf("%zu single lines of 100 bytes, then %zu at once\n\npeers  at others, us: p50      p99  lines/s to all  amiss\n", options.single, options.flood);
  for (const Figures& f : all) {
    std::printf("%5zu %19.0f %8.0f %15.0f %6lu\n", f.members, bench::percentile(f.latency_us, 50), bench::percentile(f.latency_us, 99),
                f.lines_per_second, static_cast<unsigned long>(f.amiss));
  }
  return 0;
}
