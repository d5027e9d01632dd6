#include "apps/conclave/qr_code.h"

#include <qrencode.h>

#include <memory>

namespace conclave {

namespace {

constexpr int kQuietZone = 2;  // white around it; four by the standard, yet cameras do with two
// Black on white whatever the colours of the terminal: a code the other way round is not read by every
// camera.
constexpr const char* kColours = "\x1b[30;107m";
constexpr const char* kPlain = "\x1b[0m";

const char* half_blocks(bool upper, bool lower) {
  if (upper) return lower ? "\u2588" : "\u2580";
  return lower ? "\u2584" : " ";
}

}  // namespace

std::string qr_code(const std::string& text) {
  constexpr int kAnyVersion = 0, kFoldCase = 0;  // folded, it takes the alphanumeric mode: a third smaller
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
      QRcode_encodeString(text.c_str(), kAnyVersion, QR_ECLEVEL_L, QR_MODE_8, kFoldCase), QRcode_free);
  if (code == nullptr) return {};
  const auto is_black = [&](int row, int column) {
    if (row < 0 || column < 0 || row >= code->width || column >= code->width) return false;
    return (code->data[row * code->width + column] & 1) != 0;
  };
  std::string drawn;
  for (int row = -kQuietZone; row < code->width + kQuietZone; row += 2) {
    drawn += kColours;
    for (int column = -kQuietZone; column < code->width + kQuietZone; ++column) {
      drawn += half_blocks(is_black(row, column), is_black(row + 1, column));
    }
    drawn += std::string(kPlain) + "\n";
  }
  return drawn;
}

}  // namespace conclave
