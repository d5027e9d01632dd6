// FrameWriter: turns frames into the bytes that change the screen from the last one to the next. A row that
// changed is written whole, so that a character whose width the terminal sees differently spoils its row
// alone.
#pragma once

#include <string>

#include "env/terminal.h"
#include "os/terminal/capabilities.h"

namespace os {

class FrameWriter {
 public:
  explicit FrameWriter(Capabilities capabilities) : capabilities_(std::move(capabilities)) {}

  std::string write(const env::Frame& frame);
  void forget() { shown_ = {}; }  // the next frame is written whole

 private:
  void write_row(std::string& out, const env::Frame& frame, int row) const;
  std::string begin(const env::Style& style) const;

  Capabilities capabilities_;
  env::Frame shown_;
};

}  // namespace os
