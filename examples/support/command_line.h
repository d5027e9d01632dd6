// The command line of an example: words in order, and --help. Leaves the process where it makes no sense.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "support/udp_socket.h"

namespace examples {

struct Usage {
  std::string text;  // printed for --help, and with status 2 where the words do not fit
  std::size_t least_words = 0;
  std::size_t most_words = 0;
};

std::vector<std::string> words_or_exit(int argc, char** argv, const Usage& usage);

// Binds and prints "listening at HOST:PORT", or says why not and leaves with status 1.
UdpSocket listen_or_exit(const std::string& address);

}  // namespace examples
