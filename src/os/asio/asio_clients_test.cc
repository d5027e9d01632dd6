#include "os/asio/asio_clients.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>

#include "os/asio/network_test_support.h"

namespace {

using boost::asio::ip::tcp;

class Recorder : public env::Clients::Listener {
 public:
  void client_opened(env::ClientId client, const env::ClientOrigin& origin) override {
    EXPECT_FALSE(inside_call);
    opened.push_back(client);
    remotes.emplace_back(origin.remote);
    certificates.emplace_back(origin.certificate);
  }
  void bytes_received(env::ClientId client, std::string_view bytes) override {
    EXPECT_FALSE(inside_call);
    EXPECT_LE(bytes.size(), env::kClientChunkBytesMax);
    received[client] += bytes;
    if (on_bytes) on_bytes(client);
  }
  void client_closed(env::ClientId client, std::string_view reason) override {
    EXPECT_FALSE(inside_call);
    EXPECT_TRUE(closed.emplace(client, reason).second) << "closed twice";
  }

  std::vector<env::ClientId> opened;
  std::vector<std::string> remotes, certificates;
  std::map<env::ClientId, std::string> received;
  std::map<env::ClientId, std::string> closed;
  std::function<void(env::ClientId)> on_bytes;
  bool inside_call = false;
};

std::string read_available(int descriptor) {
  std::string text(256 * 1024, '\0');
  const ssize_t count = ::recv(descriptor, text.data(), text.size(), MSG_DONTWAIT);
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return text;
}

class AsioClients : public testing::Test, protected os::test::TestLoop {
 protected:
  AsioClients() {
    EXPECT_NE(::mkdtemp(directory_.data()), nullptr);
    path_ = directory_ + "/door";
  }
  ~AsioClients() override {
    for (const int descriptor : descriptors_) ::close(descriptor);
    ::unlink(path_.c_str());
    ::rmdir(directory_.c_str());
  }

  std::string listen(env::ClientDoor door) {
    const auto bound = clients_->listen(door, recorder_);
    EXPECT_TRUE(bound.ok()) << (bound ? "" : bound.error().message);
    return bound ? bound.value() : "";
  }

  int connect_tcp(const std::string& address) {
    const auto endpoint = os::literal_endpoint(os::parse_host_port(address).value());
    const int descriptor = ::socket(endpoint->data()->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(::connect(descriptor, endpoint->data(), static_cast<socklen_t>(endpoint->size())), 0);
    descriptors_.push_back(descriptor);
    return descriptor;
  }

  int connect_unix() {
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path_.c_str(), sizeof address.sun_path - 1);
    EXPECT_EQ(::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    descriptors_.push_back(descriptor);
    return descriptor;
  }

  // A client that is served.
  int client(const std::string& address) {
    const std::size_t before = recorder_.opened.size();
    const int descriptor = address.starts_with("unix:") ? connect_unix() : connect_tcp(address);
    EXPECT_TRUE(run_until([&] { return recorder_.opened.size() > before; }));
    return descriptor;
  }

  // Lets the loop do what is to be done now.
  void turn() {
    bool passed = false;
    loop.post([&] { passed = true; });
    EXPECT_TRUE(run_until([&] { return passed; }));
  }

  void call(const std::function<void()>& what) {
    recorder_.inside_call = true;
    what();
    recorder_.inside_call = false;
  }

  std::string directory_ = "/tmp/conclave_clients_XXXXXX";
  std::string path_;
  Recorder recorder_;
  std::unique_ptr<os::AsioClients> clients_ = std::make_unique<os::AsioClients>(loop);
  std::vector<int> descriptors_;
};

constexpr const char* kAnyPort = "127.0.0.1:0";

TEST_F(AsioClients, BytesBothWays_OverEitherKindOfAddress_Arrive) {
  for (const std::string& address : {listen({.address = kAnyPort}), listen({.address = "unix:" + path_})}) {
    const int descriptor = client(address);
    const env::ClientId id = recorder_.opened.back();
    EXPECT_EQ(::send(descriptor, "NICK ada\r\n", 10, 0), 10);
    EXPECT_TRUE(run_until([&] { return recorder_.received[id] == "NICK ada\r\n"; }));
    call([&] {
      clients_->send(id, "wel");
      clients_->send(id, "come");
    });
    std::string heard;
    EXPECT_TRUE(run_until([&] { return (heard += read_available(descriptor)) == "welcome"; }));
    ::shutdown(descriptor, SHUT_RDWR);
    EXPECT_TRUE(run_until([&] { return recorder_.closed.contains(id); }));
  }
  EXPECT_EQ(recorder_.remotes.front().substr(0, 10), "127.0.0.1:");
  EXPECT_EQ(recorder_.remotes.back(), "unix");
}

TEST_F(AsioClients, ClientThatDoesNotRead_IsClosedWithTheReason) {
  client(listen({.address = kAnyPort, .send_queue_bytes_max = 64 * 1024}));
  const env::ClientId id = recorder_.opened.back();
  for (int i = 0; i < 1000 && !recorder_.closed.contains(id); ++i) {
    call([&] { clients_->send(id, std::string(16 * 1024, 'x')); });
    turn();
  }
  EXPECT_EQ(recorder_.closed[id], env::kSendQueueExceeded);
  call([&] { clients_->send(id, "nothing happens"); });
}

TEST_F(AsioClients, ClientThatTalksFasterThanItListens_WaitsAndLosesNothing) {
  const int descriptor = client(listen({.address = "unix:" + path_, .send_queue_bytes_max = 128 * 1024}));
  const env::ClientId id = recorder_.opened.back();
  std::size_t answered = 0, said = 0, heard = 0;
  recorder_.on_bytes = [&](env::ClientId) {
    const std::string answer(2 * recorder_.received[id].size() - answered, 'x');
    answered += answer.size();
    call([&] { clients_->send(id, answer); });
  };
  const std::string words(8 * 1024, 'w');
  for (int idle = 0; idle < 20 && said < 64 * 1024 * 1024; turn()) {
    const ssize_t sent = ::send(descriptor, words.data(), words.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    said += sent > 0 ? static_cast<std::size_t>(sent) : 0;
    idle = sent > 0 ? 0 : idle + 1;
  }
  EXPECT_FALSE(recorder_.closed.contains(id));
  EXPECT_LT(said, 16U * 1024 * 1024) << "it was read all the time";
  EXPECT_TRUE(run_until([&] { return (heard += read_available(descriptor).size()) == 2 * said; })) << heard << " of " << 2 * said;
}

TEST_F(AsioClients, ManyBytesWithinTheCap_OfOneThatReads_AllArrive) {
  const int descriptor = client(listen({.address = kAnyPort, .send_queue_bytes_max = 2'000'000}));
  for (int i = 0; i < 1000; ++i)
    clients_->send(recorder_.opened.back(), std::string(1000, static_cast<char>('a' + i % 26)));
  std::string heard;
  for (int i = 0; i < 100'000 && heard.size() < 1'000'000; ++i) {
    turn();
    heard += read_available(descriptor);
  }
  EXPECT_EQ(heard.size(), 1'000'000u);
  for (std::size_t i = 0; i < heard.size(); i += 999)
    ASSERT_EQ(heard[i], static_cast<char>('a' + i / 1000 % 26));
  EXPECT_TRUE(recorder_.closed.empty());
}

TEST_F(AsioClients, Close_AfterSending_WritesFirst) {
  const int descriptor = client(listen({.address = kAnyPort}));
  const env::ClientId id = recorder_.opened.back();
  call([&] {
    clients_->send(id, "ERROR :bye\r\n");
    clients_->close(id, "said goodbye");
    clients_->send(id, "too late");
  });
  EXPECT_TRUE(run_until([&] { return recorder_.closed.contains(id); }));
  EXPECT_EQ(recorder_.closed[id], "said goodbye");
  EXPECT_EQ(read_available(descriptor), "ERROR :bye\r\n");
}

TEST_F(AsioClients, Close_FromInsideAnEvent_IsTheLastWord) {
  const int descriptor = client(listen({.address = kAnyPort}));
  const env::ClientId id = recorder_.opened.back();
  recorder_.on_bytes = [&](env::ClientId client) { clients_->close(client, "enough"); };
  ::send(descriptor, "QUIT\r\n", 6, 0);
  EXPECT_TRUE(run_until([&] { return recorder_.closed.contains(id); }));
  EXPECT_EQ(recorder_.closed[id], "enough");
}

TEST_F(AsioClients, PausedClient_IsNotReadUntilResumed) {
  const int descriptor = client(listen({.address = kAnyPort}));
  const env::ClientId id = recorder_.opened.back();
  recorder_.on_bytes = [&](env::ClientId client) { clients_->pause_reading(client, true); };
  const std::string much(1'000'000, 'x');
  ::send(descriptor, much.data(), much.size(), MSG_DONTWAIT);
  EXPECT_TRUE(run_until([&] { return !recorder_.received[id].empty(); }));
  for (int i = 0; i < 5; ++i) turn();
  EXPECT_LE(recorder_.received[id].size(), env::kClientChunkBytesMax);
  recorder_.on_bytes = nullptr;
  const std::size_t before = recorder_.received[id].size();
  call([&] { clients_->pause_reading(id, false); });
  EXPECT_TRUE(run_until([&] { return recorder_.received[id].size() > before; }));
}

TEST_F(AsioClients, OneTooMany_IsTurnedAwayUntold_UntilAPlaceIsFree) {
  const std::string address = listen({.address = kAnyPort, .clients_max = 1});
  const int first = client(address);
  const int second = connect_tcp(address);
  char byte = 0;
  ssize_t got = -1;
  EXPECT_TRUE(run_until([&] { return (got = ::recv(second, &byte, 1, MSG_DONTWAIT)) == 0; }));
  EXPECT_EQ(recorder_.opened.size(), 1u);
  ::shutdown(first, SHUT_RDWR);
  EXPECT_TRUE(run_until([&] { return recorder_.closed.size() == 1; }));
  client(address);
}

TEST_F(AsioClients, UnixSocket_IsPrivate_AndGoneAtTheEnd) {
  listen({.address = "unix:" + path_});
  struct stat status {};
  ASSERT_EQ(::lstat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
  clients_.reset();
  EXPECT_NE(::lstat(path_.c_str(), &status), 0);
}

TEST_F(AsioClients, UnixSocketOfTheDead_IsReplaced_ThatOfTheLivingIsNot) {
  const int dead = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path_.c_str(), sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::close(dead);
  listen({.address = "unix:" + path_});
  const auto taken = clients_->listen({.address = "unix:" + path_}, recorder_);
  ASSERT_FALSE(taken.ok());
  EXPECT_NE(taken.error().message.find("another program"), std::string::npos);
  client("unix:" + path_);
}

TEST_F(AsioClients, FileThatIsNoSocket_StaysWhereItIs) {
  const int file = ::open(path_.c_str(), O_CREAT | O_CLOEXEC | O_WRONLY, 0600);
  ::close(file);
  EXPECT_FALSE(clients_->listen({.address = "unix:" + path_}, recorder_).ok());
  struct stat status {};
  EXPECT_EQ(::lstat(path_.c_str(), &status), 0);
}

TEST_F(AsioClients, AddressThatCanNotBe_IsRefusedInWords) {
  for (const char* address : {"nowhere", "somehost:80", "unix:", "127.0.0.1:99999"}) {
    EXPECT_FALSE(clients_->listen({.address = address}, recorder_).ok()) << address;
  }
  EXPECT_FALSE(clients_->listen({.address = "unix:/" + std::string(200, 'x')}, recorder_).ok());
  const std::string taken = listen({.address = kAnyPort});
  const auto again = clients_->listen({.address = taken}, recorder_);
  ASSERT_FALSE(again.ok());
  EXPECT_NE(again.error().message.find("another port"), std::string::npos);
  EXPECT_FALSE(clients_->listen({.address = kAnyPort, .tls = env::ClientDoor::Tls{}}, recorder_).ok());
}

}  // namespace
