#include "frontend/tui/line_editor.h"

#include <gtest/gtest.h>

namespace frontend::tui {
namespace {

using env::KeyKind;

void control(LineEditor& editor, const std::string& letters) {
  for (const char letter : letters) editor.key({KeyKind::kControl, std::string(1, letter)});
}

TEST(LineEditor, WordsAndEnds_AreReachedAndCut) {
  LineEditor editor;
  editor.insert("one two three");
  control(editor, "w");
  EXPECT_EQ(editor.text(), "one two ");
  editor.key({KeyKind::kWordLeft});
  EXPECT_EQ(editor.cursor(), 4u);
  control(editor, "k");
  EXPECT_EQ(editor.text(), "one ");
  control(editor, "y");
  EXPECT_EQ(editor.text(), "one two ");
  control(editor, "auay");
  EXPECT_EQ(editor.text(), "two one two ");
}

TEST(LineEditor, Backspace_TakesACharacterWithItsMarks) {
  LineEditor editor;
  editor.insert("xe\u0301");
  editor.key({KeyKind::kBackspace});
  EXPECT_EQ(editor.text(), "x");
  editor.insert("\U0001F600");
  editor.key({KeyKind::kLeft});
  editor.key({KeyKind::kDelete});
  EXPECT_EQ(editor.text(), "x");
}

TEST(LineEditor, Up_BringsBackWhatWasTyped_DownWhatWasBegun) {
  LineEditor editor;
  for (const char* line : {"first", "second"}) {
    editor.insert(line);
    editor.take();
  }
  editor.insert("begun");
  editor.key({KeyKind::kUp});
  EXPECT_EQ(editor.text(), "second");
  editor.key({KeyKind::kUp});
  editor.key({KeyKind::kUp});
  EXPECT_EQ(editor.text(), "first");
  editor.key({KeyKind::kDown});
  editor.key({KeyKind::kDown});
  EXPECT_EQ(editor.text(), "begun");
}

TEST(LineEditor, TextBeyondTheLimit_IsNotTaken) {
  LineEditor editor;
  editor.insert(std::string(16 * 1024, 'x'));
  editor.insert("y");
  EXPECT_EQ(editor.text().size(), 16u * 1024);
}

}  // namespace
}  // namespace frontend::tui
