// StdConsole: env::Console on standard input and output. Owned by main(), which calls
// fill_standard_descriptors() first; the loop must outlive it. From then on a closed pipe is an error like
// any other, and no signal.
#pragma once

#include <unistd.h>

#include <memory>

#include "env/console.h"
#include "os/asio/event_loop.h"

namespace os {

class LineReader;
class LineWriter;

struct ConsoleDescriptors {
  int input = STDIN_FILENO;
  int output = STDOUT_FILENO;
};

class StdConsole final : public env::Console {
 public:
  explicit StdConsole(EventLoop& loop, const ConsoleDescriptors& descriptors = {});
  ~StdConsole() override;  // what was printed is written, within a second
  StdConsole(const StdConsole&) = delete;
  StdConsole& operator=(const StdConsole&) = delete;

  void attach(Listener& listener) override;
  void print(std::string_view line) override;
  void answer(std::string_view line) override;
  bool is_behind() const override;
  void pause_input(bool paused) override;

 private:
  std::shared_ptr<LineReader> reader_;
  std::shared_ptr<LineWriter> writer_;
};

}  // namespace os
