#include "frontend/tui/line_editor.h"

#include <algorithm>
#include <utility>

#include "frontend/tui/display_width.h"
#include "node/session.h"

namespace frontend::tui {

using env::KeyKind;

namespace {
constexpr std::size_t kHistoryMax = 200;
}

bool LineEditor::key(const env::Key& key) {
  switch (key.kind) {
    case KeyKind::kText:
      return insert(key.text), true;
    case KeyKind::kControl:
      return control(key.text.front());
    case KeyKind::kAlt:
      if (key.text == "backspace") return erase(word_before(cursor_), cursor_), true;
      if (key.text == "d") return erase(cursor_, word_after(cursor_)), true;
      return false;
    case KeyKind::kBackspace:
      return erase(before(cursor_), cursor_), true;
    case KeyKind::kDelete:
      return erase(cursor_, after(cursor_)), true;
    case KeyKind::kLeft:
      cursor_ = before(cursor_);
      return true;
    case KeyKind::kRight:
      cursor_ = after(cursor_);
      return true;
    case KeyKind::kWordLeft:
      cursor_ = word_before(cursor_);
      return true;
    case KeyKind::kWordRight:
      cursor_ = word_after(cursor_);
      return true;
    case KeyKind::kHome:
      cursor_ = 0;
      return true;
    case KeyKind::kEnd:
      cursor_ = text_.size();
      return true;
    case KeyKind::kUp:
      return browse(1), true;
    case KeyKind::kDown:
      return browse(-1), true;
    default:
      return false;
  }
}

bool LineEditor::control(char letter) {
  switch (letter) {
    case 'a':
      cursor_ = 0;
      return true;
    case 'e':
      cursor_ = text_.size();
      return true;
    case 'b':
      cursor_ = before(cursor_);
      return true;
    case 'f':
      cursor_ = after(cursor_);
      return true;
    case 'd':
      return text_.empty() ? false : (erase(cursor_, after(cursor_)), true);
    case 'k':
      return erase(cursor_, text_.size()), true;
    case 'u':
      return erase(0, cursor_), true;
    case 'w':
      return erase(word_before(cursor_), cursor_), true;
    case 'y':
      return insert(std::string(cut_)), true;
    default:
      return false;
  }
}

void LineEditor::insert(std::string_view text) {
  if (text_.size() + text.size() > node::kTextBytesMax) return;
  text_.insert(cursor_, text);
  cursor_ += text.size();
}

void LineEditor::replace(std::size_t begin, std::string_view text) {
  text_.erase(begin, cursor_ - begin);
  cursor_ = begin;
  insert(text);
}

std::string LineEditor::take() {
  if (!text_.empty() && (history_.empty() || history_.front() != text_)) history_.push_front(text_);
  if (history_.size() > kHistoryMax) history_.pop_back();
  browsed_ = 0;
  cursor_ = 0;
  return std::exchange(text_, {});
}

void LineEditor::erase(std::size_t begin, std::size_t end) {
  if (end > begin + 1) cut_ = text_.substr(begin, end - begin);
  text_.erase(begin, end - begin);
  cursor_ = begin;
}

std::size_t LineEditor::before(std::size_t at) const {
  std::size_t last = 0;
  for (std::size_t next = 0; next < at; next = after(next)) last = next;
  return last;
}

std::size_t LineEditor::after(std::size_t at) const {
  const auto cluster = first_cluster(std::string_view(text_).substr(at));
  return cluster ? at + cluster->text.size() : at;
}

std::size_t LineEditor::word_before(std::size_t at) const {
  while (at > 0 && text_[at - 1] == ' ') --at;
  while (at > 0 && text_[at - 1] != ' ') --at;
  return at;
}

std::size_t LineEditor::word_after(std::size_t at) const {
  while (at < text_.size() && text_[at] == ' ') ++at;
  while (at < text_.size() && text_[at] != ' ') ++at;
  return at;
}

void LineEditor::browse(int step) {
  if (step < 0 && browsed_ == 0) return;
  const std::size_t wanted = browsed_ + static_cast<std::size_t>(step);
  if (wanted > history_.size()) return;
  if (browsed_ == 0) unfinished_ = text_;
  browsed_ = wanted;
  text_ = wanted == 0 ? unfinished_ : history_[wanted - 1];
  cursor_ = text_.size();
}

}  // namespace frontend::tui
