#include "frontend/tui/book.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

namespace frontend::tui {

namespace {

bool earlier(const Line& a, const Line& b) { return a.at < b.at; }

constexpr std::array<unsigned char, 256> lower_case() {
  std::array<unsigned char, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i)
    table[i] = static_cast<unsigned char>(i >= 'A' && i <= 'Z' ? i - 'A' + 'a' : i);
  return table;
}
constexpr auto kLower = lower_case();

unsigned char lower(char c) { return kLower[static_cast<unsigned char>(c)]; }

// ASCII folds case; other letters are compared as they are.
bool has(std::string_view text, std::string_view words) {
  return std::search(text.begin(), text.end(), words.begin(), words.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

}  // namespace

std::size_t Room::said_count() const {
  return static_cast<std::size_t>(std::count_if(
      lines.begin(), lines.end(), [](const Line& line) { return line.kind == LineKind::kSaid; }));
}

void Room::append(Line line) {
  lines.push_back(std::move(line));
  if (!follows) ++newer;
  if (lines.size() < kLinesMax + kLinesDropped) return;
  lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(kLinesDropped));
  bottom.line -= std::min(bottom.line, kLinesDropped);
  found = static_cast<std::size_t>(-1);
}

void Room::place(Line line) { arriving.push_back(std::move(line)); }

// The lines are in the group's order already, which is that of their times but for wrong clocks.
void Room::settle() {
  if (arriving.empty()) return;
  std::stable_sort(arriving.begin(), arriving.end(), earlier);
  std::size_t before_bottom = 0;
  const std::size_t shift_from = std::min(bottom.line, lines.size());
  std::vector<Line> merged;
  merged.reserve(lines.size() + arriving.size());
  std::size_t next = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (; next < arriving.size() && earlier(arriving[next], lines[i]); ++next) {
      if (i <= shift_from) ++before_bottom;
      merged.push_back(std::move(arriving[next]));
    }
    merged.push_back(std::move(lines[i]));
  }
  std::move(arriving.begin() + static_cast<std::ptrdiff_t>(next), arriving.end(), std::back_inserter(merged));
  arriving.clear();
  lines = std::move(merged);
  bottom.line += before_bottom;
  found = static_cast<std::size_t>(-1);
}

void Room::replace_said(std::vector<Line> said) {
  arriving.clear();
  for (Line& line : lines) {
    if (line.kind != LineKind::kSaid) arriving.push_back(std::move(line));
  }
  lines = std::move(said);
  settle();
  follows = true;
  newer = 0;
}

Room* Book::room(std::string_view name) {
  for (const auto& known : rooms_) {
    if (!known->is_private() && known->name == name) return known.get();
  }
  return add(Room{.name = std::string(name), .node = {}});
}

Room* Book::private_room(std::string_view node, std::string_view nick) {
  for (const auto& known : rooms_) {
    if (known->node != node) continue;
    if (!nick.empty()) known->name = nick;
    return known.get();
  }
  return add(Room{.name = std::string(nick.empty() ? node.substr(0, 8) : nick), .node = std::string(node)});
}

bool Book::make_place() {
  const auto is_kept = [](const Room& room) { return room.joined || room.is_private(); };
  const auto spoken_in_at = [](const Room& room) { return room.lines.empty() ? base::WallTime() : room.lines.back().at; };
  const auto quietest = std::min_element(rooms_.begin(), rooms_.end(), [&](const auto& a, const auto& b) {
    return std::tuple(is_kept(*a), spoken_in_at(*a)) < std::tuple(is_kept(*b), spoken_in_at(*b));
  });
  if (is_kept(**quietest)) return false;
  rooms_.erase(quietest);
  return true;
}

Room* Book::add(Room room) {
  if (rooms_.size() >= kRoomsMax && !make_place()) return nullptr;
  auto made = std::make_unique<Room>(std::move(room));
  Room* const result = made.get();
  const auto order = [](const std::unique_ptr<Room>& r) {
    return std::tuple(r->is_private(), r->name, r->node);
  };
  rooms_.insert(std::upper_bound(rooms_.begin(), rooms_.end(), made,
                                 [&](const auto& a, const auto& b) { return order(a) < order(b); }),
                std::move(made));
  return result;
}

void Book::remove(const Room& room) {
  std::erase_if(rooms_, [&](const auto& known) { return known.get() == &room; });
}

std::uint32_t Book::author(std::string_view node, std::string_view nick) {
  const auto found = author_numbers_.find(std::pair<std::string, std::string>(node, nick));
  if (found != author_numbers_.end()) return found->second;
  if (authors_.size() >= kAuthorsMax) return static_cast<std::uint32_t>(authors_.size() - 1);
  const auto number = static_cast<std::uint32_t>(authors_.size());
  authors_.push_back({std::string(node), std::string(nick)});
  author_numbers_.emplace(std::pair(std::string(node), std::string(nick)), number);
  return number;
}

std::pair<std::string, std::string> split_peer(const std::string& other) {
  const std::size_t slash = other.find('/');
  if (slash == std::string::npos) return {other, {}};
  return {other.substr(0, slash), other.substr(slash + 1)};
}

std::size_t find_line(const Room& room, std::string_view words, std::size_t from, bool newer) {
  const auto fits = [&](std::size_t i) {
    return room.lines[i].kind == LineKind::kSaid && has(room.lines[i].text, words);
  };
  if (newer) {
    for (std::size_t i = from + 1; i < room.lines.size(); ++i) {
      if (fits(i)) return i;
    }
  } else {
    for (std::size_t i = std::min(from, room.lines.size()); i-- > 0;) {
      if (fits(i)) return i;
    }
  }
  return static_cast<std::size_t>(-1);
}

}  // namespace frontend::tui
