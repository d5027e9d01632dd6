// How many columns text takes on a terminal, by a table of our own: the C library's depends on a locale.
#pragma once

#include <optional>
#include <string_view>

namespace frontend::tui {

int width_of(char32_t value);  // 0, 1 or 2

int width_of(std::string_view text);

// The first character of `text` with the marks that combine with it, and the columns both take.
struct Cluster {
  std::string_view text;
  int width = 0;
};
std::optional<Cluster> first_cluster(std::string_view text);

// As much of `text` as fits.
std::string_view cut_to(std::string_view text, int columns);

}  // namespace frontend::tui
