#include "os/console/std_console.h"

#include <csignal>

#include "os/console/line_reader.h"
#include "os/console/line_writer.h"

namespace os {

StdConsole::StdConsole(EventLoop& loop, const ConsoleDescriptors& descriptors)
    : reader_(std::make_shared<LineReader>(loop, descriptors.input)),
      writer_(std::make_shared<LineWriter>(loop, descriptors.output)) {
  std::signal(SIGPIPE, SIG_IGN);
}

StdConsole::~StdConsole() {
  reader_->stop();
  writer_->stop();
}

void StdConsole::attach(Listener& listener) { reader_->start(listener); }

void StdConsole::print(std::string_view line) { writer_->print(line); }

void StdConsole::answer(std::string_view line) { writer_->answer(line); }

bool StdConsole::is_behind() const { return writer_->waiting() > kOutputBytesMax; }

void StdConsole::pause_input(bool paused) { reader_->pause(paused); }

}  // namespace os
