#include "frontend/tui/completion.h"

#include <algorithm>
#include <cctype>

namespace frontend::tui {

namespace {

bool begins(std::string_view name, std::string_view typed) {
  if (name.size() < typed.size()) return false;
  return std::equal(typed.begin(), typed.end(), name.begin(),
                    [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

void add(std::vector<std::string>& choices, const std::vector<std::string>& names, std::string_view typed,
         const std::string& before, const std::string& after) {
  for (const std::string& name : names) {
    if (begins(name, typed)) choices.push_back(before + name + after);
  }
}

}  // namespace

Completion complete(std::string_view text, std::size_t cursor, const Completable& known) {
  const std::string_view before = text.substr(0, cursor);
  const std::size_t blank = before.rfind(' ');
  Completion found{.begin = blank == std::string_view::npos ? 0 : blank + 1, .choices = {}};
  const std::string_view word = before.substr(found.begin);
  const bool room_wanted = before.starts_with("/join ") || before.starts_with("/part ");
  if (found.begin == 0 && word.starts_with('/')) {
    add(found.choices, known.commands, word.substr(1), "/", " ");
  } else if (word.starts_with('#')) {
    add(found.choices, known.rooms, word.substr(1), "#", " ");
  } else if (room_wanted) {
    add(found.choices, known.rooms, word, "", "");
  } else if (!word.empty() || found.begin > 0) {
    add(found.choices, known.nicks, word, "", found.begin == 0 ? ": " : " ");
  }
  std::sort(found.choices.begin(), found.choices.end());
  found.choices.erase(std::unique(found.choices.begin(), found.choices.end()), found.choices.end());
  return found;
}

}  // namespace frontend::tui
