// The central chat's two channels, shared by client and server.
#pragma once

#include <string>

#include "bloom/bloom.h"

namespace examples {

struct Node {
  std::string key;  // its address
  std::string val;  // its nick
};
struct Connect {
  std::string addr;
  Node val;
};
struct Said {
  std::string from, nick, time, line;
};
struct Mcast {
  std::string addr;
  Said val;
};

struct ChatProtocol {
  explicit ChatProtocol(bloom::Scope scope) : connect(scope, "connect"), mcast(scope, "mcast") {}

  // Bloom:  channel connect [@addr, val]
  bloom::Channel<Connect, &Connect::addr, &Connect::val> connect;
  // Bloom:  channel mcast [@addr, val]
  bloom::Channel<Mcast, &Mcast::addr, &Mcast::val> mcast;
};

inline constexpr const char* kDefaultServer = "127.0.0.1:12345";

}  // namespace examples
