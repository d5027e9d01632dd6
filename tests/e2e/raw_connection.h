// A plain TCP connection to a peer's port, for sending it what no peer would.
#pragma once

#include <string>
#include <string_view>

namespace e2e {

class RawConnection {
 public:
  explicit RawConnection(const std::string& address);  // "127.0.0.1:PORT"
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;
  ~RawConnection();

  // Everything, waiting where the peer is slow; false once the peer has hung up.
  bool send(std::string_view bytes);

 private:
  int socket_ = -1;
};

}  // namespace e2e
