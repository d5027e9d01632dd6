// What `conclave doctor` finds, and that it says what mends it.
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "tests/e2e/end_to_end.h"

namespace e2e {
namespace {

class Doctor : public EndToEnd {
 protected:
  std::string examined(const std::string& nick, int status) {
    cluster::Process& process = run({"doctor", nick});
    const Output output(process);
    EXPECT_EQ(wait_for_end(process), status) << output.text() << process.errors();
    return output.text();
  }
  std::filesystem::path data_of(const std::string& nick) { return group().folder() / "data/conclave/home" / nick; }
};

#define EXPECT_FOUND(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST_F(Doctor, HealthyPeer_IsWell) {
  const std::string before = examined("alice", 0);
  EXPECT_FOUND(before, "ok  log: none yet");
  EXPECT_FOUND(before, "ok  peer: none is running");
  auto peers = start_group({"alice", "bob"});
  peers[0]->type("hello");
  wait_until_heard(peers, "hello");
  const std::string then = examined("alice", 0);
  EXPECT_FOUND(then, "ok  log: 1 entry, all readable; 2 belong to the group");
  EXPECT_FOUND(then, "it relays, 2 are here");
}

TEST_F(Doctor, WhateverIsWrong_IsNamedWithWhatMendsIt) {
  cluster::Peer& alice = start("alice");
  alice.type("hello");
  wait_until_heard({&alice}, "hello");
  alice.process().signal(SIGSTOP);
  EXPECT_FOUND(examined("alice", 1), "!!  peer: it does not answer");
  alice.process().signal(SIGCONT);
  alice.process().signal(SIGTERM);
  wait_for_end(alice.process());

  const std::filesystem::path log = data_of("alice") / "log.db";
  ::chmod(log.c_str(), 0644);
  EXPECT_FOUND(examined("alice", 1), "chmod 600 '" + log.string() + "'");
  ::chmod(log.c_str(), 0600);
  ::chmod(data_of("alice").c_str(), 0755);
  EXPECT_FOUND(examined("alice", 1), "chmod 700 '" + data_of("alice").string() + "'");
  ::chmod(data_of("alice").c_str(), 0700);
  EXPECT_FOUND(examined("alice", 0), "ok  log: 1 entry");

  std::filesystem::remove(data_of("alice") / "log.db-wal");
  std::ofstream(log, std::ios::trunc) << "this is no log";
  EXPECT_FOUND(examined("alice", 1), "!!  log: ");
}

}  // namespace
}  // namespace e2e
