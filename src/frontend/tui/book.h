// Book: the rooms, each with its lines in the group's order, and what of them is unread. Holds 100,000 lines
// in the memory of their text and little more: who said them is kept once. Draws nothing, asks nobody.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace frontend::tui {

enum class LineKind : std::uint8_t { kSaid, kNotice, kFailure };

struct Line {
  base::WallTime at;
  std::uint32_t author = 0;   // of kSaid: of the book's authors
  std::uint32_t waiting = 0;  // 0, or the number under which it may wait for acknowledgement
  LineKind kind = LineKind::kSaid;
  bool own = false, late = false, mention = false;
  std::string text{};
};

struct Author {
  std::string node, nick;
};

// The lowest row that is shown, where it is not the last one.
struct Position {
  std::size_t line = 0;
  int row = 0;
};

struct Room {
  static constexpr std::size_t kLinesMax = 100'000;
  static constexpr std::size_t kLinesDropped = 10'000;  // the oldest, at once, when there are so many more: the log has them

  std::string name;  // without '#'; of a private one, the other's nick
  std::string node;  // of a private one: the other; "NODE/NICK" of a user whom that peer hosts
  std::vector<Line> lines{};
  std::size_t unread = 0, mentions = 0;
  bool joined = false;                               // its past was fetched
  bool follows = true;                               // the newest line is shown
  Position bottom{};                                 // where it does not
  std::size_t newer = 0;                             // lines that came since
  std::size_t found = static_cast<std::size_t>(-1);  // what a search found

  bool is_private() const { return !node.empty(); }
  std::string label() const { return (is_private() ? "@" : "#") + name; }
  std::size_t said_count() const;  // without notices
  void append(Line line);
  void place(Line line);  // belongs before something: settle() puts it there
  void settle();
  void replace_said(std::vector<Line> said);
  std::vector<Line> arriving{};  // by place(), until settle()
};

class Book {
 public:
  static constexpr std::size_t kRoomsMax = 256;
  static constexpr std::size_t kAuthorsMax = 65536;

  // Made where it is missing. Where there are kRoomsMax another has to go that nobody looked into, of these the one in which
  // nothing was said for the longest time; null where there is none.
  Room* room(std::string_view name);
  Room* private_room(std::string_view node, std::string_view nick);
  void remove(const Room& room);
  const std::vector<std::unique_ptr<Room>>& rooms() const { return rooms_; }  // by name, private ones last

  std::uint32_t author(std::string_view node, std::string_view nick);
  const Author& author_of(const Line& line) const { return authors_[line.author]; }

 private:
  Room* add(Room room);
  bool make_place();

  std::vector<std::unique_ptr<Room>> rooms_;
  std::vector<Author> authors_;
  std::map<std::pair<std::string, std::string>, std::uint32_t, std::less<>> author_numbers_;
};

// Of Room::node: the peer, and the user there.
std::pair<std::string, std::string> split_peer(const std::string& other);

// The line nearest before (or after) `from` that has `words` in it, whatever their case; npos where none has.
std::size_t find_line(const Room& room, std::string_view words, std::size_t from, bool newer);

}  // namespace frontend::tui
