#include "frontend/tui/tui_frontend.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "frontend/line/printable.h"
#include "frontend/tui/painter.h"

namespace frontend::tui {

using env::KeyKind;

namespace {

// What others say is painted at most so often; what one types, at once.
constexpr base::Duration kBetweenFrames = std::chrono::milliseconds{30};
constexpr std::size_t kPastedLinesMax = 10'000;

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

// Without control characters; the last newline ends a line and begins none.
std::vector<std::string> pasted_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < kPastedLinesMax) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    std::string kept;
    for (const char c : text.substr(0, end)) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte >= 0x20 && byte != 0x7F) kept += c;
      if (c == '\t') kept += ' ';
    }
    lines.push_back(base::is_utf8(kept) ? kept : line::printable_text(kept));
    const bool both = text.substr(end).starts_with("\r\n");
    text.remove_prefix(std::min(text.size(), end + (both ? 2 : 1)));
  }
  return lines;
}

}  // namespace

TuiFrontend::TuiFrontend(node::Session& session, env::Terminal& terminal, const env::Clock& clock,
                         Options options)
    : session_(session),
      terminal_(terminal),
      clock_(clock),
      options_(std::move(options)),
      room_(book_.room(options_.room)),
      own_user_(session) {
  session_.on_event([this](const node::Event& event) { handle(event); });
  terminal_.attach(*this);
  room_->joined = true;  // its past is loaded once the peer is ready
}

void TuiFrontend::key(const env::Key& key) {
  urgent_ = true;
  if (exit_code_) return;
  if (key_of_paste(key) || key_of_search(key) || key_of_screen(key)) return;
  completion_.reset();
  if (key.kind == KeyKind::kEnter) {
    if (!leave_by_) submit(editor_.take());
  } else if (!editor_.key(key) && key.kind == KeyKind::kAlt) {
    // More likely Escape and then that: terminals send the same for both.
    this->key({KeyKind::kEscape});
    this->key({KeyKind::kText, key.text});
  }
}

bool TuiFrontend::key_of_paste(const env::Key& key) {
  if (paste_.empty()) return false;
  const bool yes = key.kind == KeyKind::kEnter || key.text == "y" || key.text == "Y";
  const bool no =
      key.kind == KeyKind::kEscape || key.text == "n" || key.text == "N" || key.kind == KeyKind::kControl;
  if (yes) {
    const std::string where = room_->is_private() ? "@" + room_->node : room_->name;
    for (std::string& text : paste_) {
      if (!text.empty()) queued_.emplace_back(where, std::move(text));
    }
  }
  if (yes || no) paste_.clear();
  return true;
}

// While something is looked for, n and N go on looking; Escape, or anything that is typed, ends it.
bool TuiFrontend::key_of_search(const env::Key& key) {
  if (search_.empty()) return false;
  if (key.kind == KeyKind::kText && (key.text == "n" || key.text == "N")) return find(key.text == "N"), true;
  if (key.kind == KeyKind::kPageUp || key.kind == KeyKind::kPageDown) return false;
  search_.clear();
  room_->found = static_cast<std::size_t>(-1);
  return key.kind == KeyKind::kEscape;
}

bool TuiFrontend::key_of_screen(const env::Key& key) {
  const int page = std::max(1, layout_of(terminal_.size()).pane_height - 2);
  switch (key.kind) {
    case KeyKind::kPageUp:
      return scroll_by(-page), true;
    case KeyKind::kPageDown:
      return scroll_by(page), true;
    case KeyKind::kTab:
      return complete_word(1), true;
    case KeyKind::kBacktab:
      return complete_word(-1), true;
    case KeyKind::kEscape:
      room_->follows = true;
      room_->newer = 0;
      return true;
    case KeyKind::kControl:
      if (key.text == "c") return interrupt(), true;
      if (key.text == "d" && editor_.text().empty()) return leave_within(options_.leave_within), true;
      if (key.text == "n" || key.text == "p") return next_room(key.text == "n" ? 1 : -1), true;
      return false;
    default:
      return false;
  }
}

void TuiFrontend::pasted(std::string text) {
  urgent_ = true;
  if (leave_by_ || exit_code_ || !paste_.empty()) return;
  std::vector<std::string> lines = pasted_lines(text);
  if (lines.empty()) return;
  if (lines.size() == 1) return editor_.insert(lines.front());
  // What was typed before it is the beginning of its first line.
  lines.front() = editor_.take() + lines.front();
  paste_ = std::move(lines);
}

void TuiFrontend::complete_word(int step) {
  if (!completion_) {
    Completable known{.nicks = {}, .rooms = {}, .commands = command_names()};
    for (const node::MemberInfo& member : members_) {
      if (!member.self) known.nicks.push_back(member.nick);
    }
    for (const auto& room : book_.rooms()) {
      if (!room->is_private()) known.rooms.push_back(room->name);
    }
    completion_ = complete(editor_.text(), editor_.cursor(), known);
    choice_ = step > 0 ? completion_->choices.size() - 1 : 0;
  }
  const std::size_t count = completion_->choices.size();
  if (count == 0) return completion_.reset();
  choice_ = (choice_ + count + static_cast<std::size_t>(step)) % count;
  editor_.replace(completion_->begin, completion_->choices[choice_]);
}

void TuiFrontend::scroll_by(int rows) {
  room_->settle();
  scroll(context(), *room_, rows, layout_of(terminal_.size()).pane_height);
}

void TuiFrontend::next_room(int step) {
  const auto& rooms = book_.rooms();
  const auto at = std::find_if(rooms.begin(), rooms.end(), [&](const auto& r) { return r.get() == room_; });
  const auto count = static_cast<std::ptrdiff_t>(rooms.size());
  show(*rooms[static_cast<std::size_t>((at - rooms.begin() + step + count) % count)]);
}

void TuiFrontend::show(Room& room) {
  room_ = &room;
  if (!room.joined) load(room);
  room.unread = room.mentions = 0;
  search_.clear();
}

bool TuiFrontend::visit(Room* room) {
  if (room == nullptr) {
    fail_too_many();
    return false;
  }
  show(*room);
  return true;
}

void TuiFrontend::fail_too_many() {
  fail("You are in " + std::to_string(Book::kRoomsMax) + " rooms, the most there can be: /part one first. Nothing was sent.");
}

// The session has the room's past; once it is here, events are enough.
void TuiFrontend::load(Room& room) {
  std::vector<Line> said;
  const auto take = [&](const node::Message& reported) {
    const auto shown = own_user_.shown(reported);
    if (!shown || ignored_.contains(shown->node)) return;
    if (!room.is_private() || other_of(*shown) == room.node) said.push_back(line_of(*shown));
  };
  if (room.is_private()) {
    session_.visit_conversation(split_peer(room.node).first, node::kHistoryMax, take);
  } else {
    session_.visit_history(room.name, node::kHistoryMax, take);
  }
  said.shrink_to_fit();
  room.replace_said(std::move(said));
  room.joined = true;
}

void TuiFrontend::find(bool newer) {
  room_->settle();
  const bool first = room_->found >= room_->lines.size();
  const std::size_t from = first ? room_->lines.size() : room_->found;
  const std::size_t at = find_line(*room_, search_, from, newer);
  search_result_ = "n older, N newer, Esc ends";
  if (at >= room_->lines.size()) {
    search_result_ = first ? "not found" : newer ? "none newer" : "none older";
    return;
  }
  room_->found = at;
  show_line(context(), *room_, at, layout_of(terminal_.size()).pane_height);
}

void TuiFrontend::terminal_lost() {
  if (!exit_code_) leave_within(options_.interrupted_within);
}

void TuiFrontend::interrupt() { leave_within(options_.interrupted_within); }

void TuiFrontend::leave_within(base::Duration patience) {
  urgent_ = true;
  if (exit_code_) return;
  const base::Instant by = clock_.now() + patience;
  leave_by_ = leave_by_ ? std::min(*leave_by_, by) : by;
}

void TuiFrontend::step() {
  send_queued();
  if (std::exchange(members_changed_, false)) members_ = session_.members();
  if (leave_by_ && !exit_code_) leave_when_due();
  if (announced_until_ <= clock_.now() && !announced_.empty()) {
    announced_.clear();
    urgent_ = true;
  }
  paint_when_due();
}

void TuiFrontend::send_queued() {
  while (!queued_.empty() && session_.unacknowledged() < kUnacknowledgedMax) {
    const auto [where, text] = std::move(queued_.front());
    queued_.pop_front();
    Room* const room = where.starts_with('@') ? book_.private_room(where.substr(1), "") : book_.room(where);
    if (room == nullptr) {
      fail_too_many();
    } else {
      say_in(*room, text);
    }
  }
}

void TuiFrontend::leave_when_due() {
  const std::string undelivered = what_was_not_delivered();
  if (!undelivered.empty() && clock_.now() < *leave_by_) return;
  leave_by_.reset();
  exit_code_ = undelivered.empty() ? 0 : 1;
  farewell_ = undelivered;
  session_.leave();
}

std::string TuiFrontend::what_was_not_delivered() const {
  const std::size_t count = session_.unacknowledged() + queued_.size();
  if (count > 0) return counted(count, "line") + " not acknowledged in time: nobody may have seen them.";
  if (!options_.needs_company || !said_anything_) return {};
  if (std::any_of(members_.begin(), members_.end(), [](const auto& m) { return !m.self; })) return {};
  return "No peer was reached, so nobody has seen what you said. Is the address right, and is it running?";
}

std::optional<base::Instant> TuiFrontend::next_deadline() const {
  std::optional<base::Instant> next = leave_by_;
  const auto sooner = [&](base::Instant at) { next = next ? std::min(*next, at) : at; };
  if (!announced_.empty()) sooner(announced_until_);
  if (dirty_) sooner(painted_at_ + kBetweenFrames);
  return next;
}

std::string TuiFrontend::prompt() const {
  if (paste_.empty()) return {};
  return "Say these " + counted(paste_.size(), "line") + "? Enter says them, Esc drops them. ";
}

std::string TuiFrontend::status() const {
  if (leave_by_) {
    const std::size_t left = session_.unacknowledged() + queued_.size();
    return left == 0 ? "leaving" : "leaving once " + counted(left, "line") + " arrived";
  }
  if (!search_.empty()) return "\"" + line::printable_text(search_) + "\": " + search_result_;
  return announced_;
}

RowContext TuiFrontend::context() const {
  return {.book = book_,
          .waiting = waiting_numbers_,
          .utc_offset = options_.utc_offset,
          .width = layout_of(terminal_.size()).pane_width};
}

void TuiFrontend::paint_when_due() {
  const base::Instant now = clock_.now();
  if (!urgent_ && (!dirty_ || now < painted_at_ + kBetweenFrames)) return;
  dirty_ = urgent_ = false;
  painted_at_ = now;
  room_->settle();
  room_->unread = room_->mentions = 0;
  const RowContext rows = context();
  terminal_.show(paint({.size = terminal_.size(),
                        .book = book_,
                        .room = *room_,
                        .members = members_,
                        .rows = rows,
                        .status = status(),
                        .hint = {},
                        .prompt = prompt(),
                        .editor = editor_,
                        .unacknowledged = session_.unacknowledged()}));
}

}  // namespace frontend::tui
