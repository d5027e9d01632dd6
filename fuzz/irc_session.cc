// A whole session of IRC clients at a gateway, two that are in and one that has to log in: the first byte of each line of the
// input says whose it is, or that it is a setting or a line of another member. No line that goes out holds another, or is longer than IRC allows.
#include <string>
#include <string_view>

#include "base/check.h"
#include "frontend/irc/fake_accounts.h"
#include "frontend/irc/fake_clients.h"
#include "frontend/irc/gateway.h"
#include "frontend/line/fakes.h"
#include "fuzz/target.h"

namespace {

using frontend::irc::FakeClients;

void check(bool holds) {
  CHECK(holds, "what goes out is IRC");
}

void check_lines(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    check(end != std::string_view::npos);
    const std::string_view line = text.substr(0, end);
    check(line.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
    const std::size_t tags = line.starts_with('@') ? line.find(' ') + 1 : 0;
    check(line.size() - tags <= frontend::irc::kLineBytesMax - 2);
    text.remove_prefix(end + 2);
  }
}

struct World {
  World() {
    session.member_list = {{.node = self, .nick = "gate", .address = "", .here = true, .leads = true, .self = true},
                           {.node = other, .nick = "olga", .address = "", .here = true, .leads = false, .self = false}};
    check(gateway.listen("127.0.0.1:6667").ok());
    gateway.event(node::Ready{self, "gate", ""});
    for (const char* nick : {"ann", "ben"}) {
      const env::ClientId client = clients.connect();
      clients.type(client, std::string("NICK ") + nick);
      clients.type(client, "USER u 0 * :r");
      clients.type(client, "JOIN #a");
    }
    clients.connect({.remote = "192.0.2.1:5555", .over_tls = true, .certificate = "c0ffee"});
  }

  void take(std::string_view line) {
    const char whose = line.empty() ? '\0' : line.front();
    const std::string rest(line.empty() ? line : line.substr(1));
    if (whose == 'S') {
      const std::size_t end = std::min(rest.find('|'), rest.size());
      return gateway.event(node::Setting{.node = other, .name = rest.substr(0, end), .value = rest.substr(std::min(end + 1, rest.size())), .at = ++at});
    }
    if (whose == 'M') {
      node::Message message;
      message.id = "m";
      message.room = "a";
      message.node = other;
      message.nick = rest.substr(0, 5);
      message.text = rest;
      return gateway.event(message);
    }
    clients.bytes(whose == 'C' ? 3 : whose == 'B' ? 2 : 1, rest + "\n");
    clock.instant += std::chrono::milliseconds(100);
  }

  void turn() {
    accounts.answer_all();
    gateway.step();
    for (const auto& [name, value] : std::exchange(session.settings, {})) {
      gateway.event(node::Setting{.node = self, .name = name, .value = value, .at = ++at});
    }
    for (const auto& [client, text] : std::exchange(clients.sent, {})) check_lines(text);
    for (const auto& [client, reason] : std::exchange(clients.closed, {})) clients.drop(client, reason);
  }

  const std::string self = std::string(64, 'a'), other = std::string(64, 'b');
  frontend::line::FakeSession session;
  FakeClients clients;
  frontend::irc::FakeAccounts accounts;
  frontend::line::FakeClock clock;
  frontend::irc::Gateway gateway{session, clients, clock, {.version = "1", .accounts = &accounts}};
  std::uint64_t at = 0;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  World world;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    world.take(text.substr(0, end));
    world.turn();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return 0;
}
