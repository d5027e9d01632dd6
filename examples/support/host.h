// The world around one example: a UDP socket for its channels, the terminal for its stdio, the clock for its
// ticks. What the Bud runtime was to the originals. Outlives the collections it is given.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "bloom/bloom.h"
#include "support/row_text.h"
#include "support/udp_socket.h"

namespace examples {

class Host {
 public:
  explicit Host(UdpSocket socket) : socket_(std::move(socket)) {}
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  const std::string& address() const { return socket_.address(); }

  // Rows sent on `channel` leave as datagrams to the address in their first key; what arrives under its name
  // is delivered. One row a datagram; a datagram that is no such row is dropped.
  template <class Row, auto To, auto... Keys>
  void carry(bloom::Channel<Row, To, Keys...>& channel) {
    const std::string name = channel.name();
    channel.on_send([this, name](const Row& row) {
      std::string datagram;
      write_text(datagram, name);
      write_value(datagram, row);
      send(row.*To, datagram);
    });
    receivers_[name] = [&channel](std::string_view fields) {
      Row row{};
      if (read_value(fields, row) && fields.empty()) channel.deliver(std::move(row));
    };
  }

  // Lines typed become rows of `stdio`, its rows are printed.
  void attach(bloom::Stdio& stdio);

  // Ticks the program whenever there is something to do, until it halts; answers with its exit code.
  int run(bloom::Program& program);

 private:
  void send(const std::string& to, std::string_view datagram);
  void wait(const bloom::Program& program);
  void read_lines();
  void receive_datagrams();

  UdpSocket socket_;
  std::map<std::string, std::function<void(std::string_view)>, std::less<>> receivers_;
  bloom::Stdio* stdio_ = nullptr;  // null also after the end of input
  std::string typed_;              // the beginning of a line whose end was not read yet
};

}  // namespace examples
