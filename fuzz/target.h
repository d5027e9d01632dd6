// What every target here defines: libFuzzer, or replay.cc, calls it with an input and expects it to return.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
