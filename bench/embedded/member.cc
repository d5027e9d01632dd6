#include "bench/embedded/member.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>

#include "node/invite_link.h"
#include "node/peer.h"
#include "os/asio/asio_network.h"
#include "os/clock.h"
#include "os/console/std_console.h"
#include "os/data_directory.h"
#include "os/random.h"
#include "os/sqlite/sqlite_store.h"

namespace bench::embedded {

namespace {

constexpr std::size_t kLineBytes = 100;
constexpr std::size_t kUnderWay = 4096;  // lines that nobody has confirmed; then it waits
constexpr const char* kRoom = "lobby";

std::string line_of(std::uint64_t number) {
  std::string text = std::to_string(number) + " ";
  text.resize(kLineBytes, '.');
  return text;
}

node::Options options_of(const MemberOptions& options, const Board& board) {
  node::Options peer{.group = "bench", .nick = "peer" + std::to_string(options.index)};
  if (options.index == 0) return peer;
  const auto invite = node::invite_of(board.link.data());
  if (!invite) return peer;
  peer.invite = invite.value();
  peer.peers = invite.value().addresses;
  return peer;
}

class Member : private env::Console::Listener {
 public:
  Member(const MemberOptions& options, Board& board, env::Store* store)
      : board_(board),
        notes_(board.members[options.index]),
        founds_(options.index == 0),
        console_(loop_, {.input = options.commands, .output = -1}),
        network_(loop_),
        peer_(options_of(options, board), {.clock = clock_, .network = network_, .random = random_, .store = store}) {}

  int run() {
    peer_.on_event([this](const node::Event& event) { take(event); });
    if (const auto started = peer_.start(); !started) {
      std::fprintf(stderr, "%s\n", started.error().message.c_str());
      return 1;
    }
    console_.attach(*this);
    loop_.after_events([this] { return proceed(); });
    loop_.run();
    return 0;
  }

 private:
  std::optional<base::Instant> proceed() {
    peer_.step();
    if (founds_ && !board_.invites.load()) put_up_invite();
    if (changed_) notes_.here = static_cast<std::uint64_t>(std::ranges::count_if(peer_.members(), &node::MemberInfo::here));
    changed_ = false;
    for (; to_say_ > 0 && peer_.unacknowledged() < kUnderWay; --to_say_) {
      if (!peer_.say(kRoom, line_of(said_))) break;
      ++said_;
    }
    return peer_.next_deadline();
  }

  void put_up_invite() {
    const auto invite = peer_.invite({.uses = kMembersMax});
    if (!invite) return;
    const std::string link = node::to_link(invite.value());
    std::memcpy(board_.link.data(), link.c_str(), std::min(link.size() + 1, kLinkBytesMax));
    board_.invites = true;
  }

  void take(const node::Event& event) {
    if (const auto* message = std::get_if<node::Message>(&event)) {
      const std::uint64_t number = std::strtoull(message->text.c_str(), nullptr, 10);
      if (number != notes_.heard) ++notes_.amiss;
      notes_.heard_at = now();
      ++notes_.heard;
    } else if (!std::holds_alternative<node::Acknowledged>(event)) {
      changed_ = true;
    }
  }

  void line_typed(std::string line) override {
    board_.said_at = now();
    to_say_ += std::strtoull(line.c_str(), nullptr, 10);
  }
  void input_ended() override { loop_.stop(); }

  Board& board_;
  Notes& notes_;
  const bool founds_;
  os::SystemClock clock_;
  os::EventLoop loop_{clock_};
  os::SystemRandom random_;
  os::StdConsole console_;
  os::AsioNetwork network_;
  node::Peer peer_;
  std::uint64_t to_say_ = 0, said_ = 0;
  bool changed_ = true;
};

}  // namespace

int run_member(const MemberOptions& options, Board& board) {
  std::unique_ptr<os::SqliteStore> store;
  if (!options.folder.empty()) {
    auto claimed = os::DataDirectory::claim(options.folder);
    auto opened = claimed && claimed.value() ? os::SqliteStore::open(std::move(*claimed.value()))
                                             : base::Result<std::unique_ptr<os::SqliteStore>>(os::DataDirectory::in_use(options.folder));
    if (!opened) {
      std::fprintf(stderr, "%s\n", opened.error().message.c_str());
      return 1;
    }
    store = std::move(opened.value());
  }
  return Member(options, board, store.get()).run();
}

}  // namespace bench::embedded
