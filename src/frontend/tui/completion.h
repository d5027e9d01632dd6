// What a word being typed may become. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontend::tui {

struct Completable {
  std::vector<std::string> nicks, rooms, commands;  // rooms and commands without '#' and '/'
};

struct Completion {
  std::size_t begin = 0;             // of the word, in the text
  std::vector<std::string> choices;  // in order; each stands for the whole word
};

// For the word that ends at `cursor`. A nick at the beginning of a line is followed by ": ".
Completion complete(std::string_view text, std::size_t cursor, const Completable& known);

}  // namespace frontend::tui
