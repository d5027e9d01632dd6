// Strangers' bytes at a peer's port, while others chat.
#include <gtest/gtest.h>

#include "base/random.h"
#include "tests/e2e/end_to_end.h"
#include "tests/e2e/raw_connection.h"

namespace e2e {
namespace {

constexpr std::size_t kRandomBytes = 1'000'000;
constexpr std::size_t kFramesPerStranger = 10;

using Stranger = EndToEnd;

std::string random_bytes(base::SeededRandom& random, std::size_t count) {
  std::string bytes(count, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random.below(256));
  return bytes;
}

// A frame as the network cuts them (4 bytes length, most significant first), but of anything. Every other one
// begins with small numbers, as real messages do, to get past the first checks.
std::string random_frame(base::SeededRandom& random) {
  std::string body = random_bytes(random, 2 + random.below(600));
  if (random.below(2) == 0) {
    body[0] = static_cast<char>(random.below(3));
    body[1] = static_cast<char>(random.below(12));
  }
  return std::string{0, 0, static_cast<char>(body.size() >> 8), static_cast<char>(body.size() & 0xff)} + body;
}

// Every third stranger doesn't even speak TLS. Answers with how much went out.
std::size_t send_without_tls(const std::string& address, base::SeededRandom& random) {
  RawConnection stranger(address);
  std::size_t sent = 0;
  for (std::size_t i = 0; i < kFramesPerStranger; ++i) {
    const std::string bytes = random_bytes(random, 300);
    if (!stranger.send(bytes)) break;
    sent += bytes.size();
  }
  return sent;
}

std::size_t send_frames(const std::string& address, base::SeededRandom& random) {
  base::KeySeed seed;
  for (std::uint8_t& byte : seed.bytes) byte = static_cast<std::uint8_t>(random.below(256));
  TlsConnection stranger(address, seed);
  EXPECT_TRUE(stranger.open());
  std::size_t sent = 0;
  for (std::size_t i = 0; i < kFramesPerStranger; ++i) {
    const std::string frame = random_frame(random);
    if (!stranger.send(frame)) break;
    sent += frame.size();
  }
  return sent;
}

TEST_F(Stranger, MillionRandomBytes_InRandomFrames_PeerServesTheOthersOn) {
  std::vector<cluster::Peer*> peers = {&start("alice", {"--log-level", "info"})};
  for (const std::string nick : {"bob", "carol"}) {
    peers.push_back(&start(nick));
    wait_until_settled(peers);
  }
  const auto leader_changes = [&] {
    return peers[0]->leader_changes() + peers[1]->leader_changes() + peers[2]->leader_changes();
  };
  const std::size_t changes_before = leader_changes();
  base::SeededRandom random(20261123);
  std::size_t sent = 0, connections = 0, lines = 0;
  while (sent < kRandomBytes) {
    ++connections;
    sent += connections % 3 == 0 ? send_without_tls(peers[0]->address(), random)
                                 : send_frames(peers[0]->address(), random);
    if (connections % 20 != 0) continue;
    const std::string text = "line " + std::to_string(++lines);
    peers[lines % peers.size()]->type(text);
    wait_until_heard(peers, text);
  }
  peers[1]->type("still here");
  wait_until_heard(peers, "still here");
  EXPECT_GT(lines, 10u);
  for (const std::string reason :
       {"frame refused: ", "did not prove who it is (TLS 1.3, Ed25519); link refused"}) {
    EXPECT_NE(peers[0]->process().errors().find(reason), std::string::npos) << "not logged: " << reason;
  }
  EXPECT_EQ(leader_changes(), changes_before);
  for (const cluster::Peer* peer : peers) {
    EXPECT_EQ(peer->heard().size(), lines + 1);
    EXPECT_FALSE(peer->process().ended());
    EXPECT_EQ(peer->leader(), peers[0]->node());
  }
}

}  // namespace
}  // namespace e2e
