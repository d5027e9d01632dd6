// FirstStart: what a newcomer is asked before there is a peer, on a screen of its own: a nick. Owned by
// main().
#pragma once

#include <optional>
#include <string>

#include "env/terminal.h"
#include "frontend/tui/line_editor.h"

namespace frontend::tui {

class FirstStart : public env::Terminal::Listener {
 public:
  FirstStart(env::Terminal& terminal, std::string suggestion);

  void key(const env::Key& key) override;
  void pasted(std::string text) override;
  void resized() override { paint(); }
  void terminal_lost() override { given_up_ = true; }

  const std::optional<std::string>& nick() const { return nick_; }
  bool given_up() const { return given_up_; }

 private:
  void paint();

  env::Terminal& terminal_;
  LineEditor editor_;
  std::string problem_;
  std::optional<std::string> nick_;
  bool given_up_ = false;
};

}  // namespace frontend::tui
