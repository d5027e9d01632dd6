// What a stranger wrote, made safe for a terminal: no control character is left, it is UTF-8, and doing it twice changes
// nothing.
#include <algorithm>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/utf8.h"
#include "frontend/line/printable.h"
#include "fuzz/target.h"

namespace {

void expect_safe(const std::string& text) {
  CHECK(base::is_utf8(text), "what is shown is UTF-8");
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  CHECK(std::ranges::none_of(text, is_control), "nothing steers the terminal");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace frontend::line;
  const std::string_view written(reinterpret_cast<const char*>(data), size);
  const std::string text = printable_text(written), name = printable_name(written);
  expect_safe(text);
  expect_safe(name);
  CHECK(printable_text(text) == text && printable_name(name) == name, "what is safe stays as it is");
  return 0;
}
