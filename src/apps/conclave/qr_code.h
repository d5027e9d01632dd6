// A text as a QR code made of half blocks, for a terminal.
#pragma once

#include <string>

namespace conclave {

// Lines, each with its newline; empty where the text is too long for one.
std::string qr_code(const std::string& text);

}  // namespace conclave
