// The console port: lines typed in, lines shown. Never interprets a line.
#pragma once

#include <string>
#include <string_view>

namespace env {

class Console {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void line_typed(std::string line) = 0;  // without its newline
    virtual void input_ended() = 0;                 // at most once; no line follows
  };

  virtual ~Console() = default;
  virtual void attach(Listener& listener) = 0;
  // A newline is added; flushed before the loop sleeps. Where whoever reads is too slow for what happens, lines are left out.
  virtual void print(std::string_view line) = 0;
  // Likewise what was asked for, of which nothing is left out.
  virtual void answer(std::string_view line) = 0;
  // So much waits to be read that nothing more should be asked.
  virtual bool is_behind() const = 0;

  // While paused no line is delivered and input is not read ahead: whoever types or pipes in waits.
  virtual void pause_input(bool paused) = 0;
};

}  // namespace env
