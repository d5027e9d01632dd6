#include "support/command_line.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <utility>

namespace examples {

std::vector<std::string> words_or_exit(int argc, char** argv, const Usage& usage) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (std::find(words.begin(), words.end(), "--help") != words.end()) {
    std::cout << usage.text;
    std::exit(EXIT_SUCCESS);
  }
  const bool has_option =
      std::any_of(words.begin(), words.end(), [](const std::string& word) { return word.starts_with("--"); });
  if (has_option || words.size() < usage.least_words || words.size() > usage.most_words) {
    std::cerr << usage.text;
    std::exit(2);
  }
  return words;
}

UdpSocket listen_or_exit(const std::string& address) {
  base::Result<UdpSocket> socket = UdpSocket::bind(address);
  if (!socket.ok()) {
    std::cerr << socket.error().message << "\n";
    std::exit(EXIT_FAILURE);
  }
  std::cout << "listening at " << socket.value().address() << std::endl;
  return std::move(socket.value());
}

}  // namespace examples
