// Feeds a target the inputs of a corpus, without libFuzzer: a test of every build. Fails where there are none.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz/target.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  std::error_code missing;
  int count = 0;
  for (const auto& file : std::filesystem::directory_iterator(argv[1], missing)) {
    std::printf("%s\n", file.path().c_str());  // before: a crash then names its input
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const std::vector<std::uint8_t> input(bytes.begin(), bytes.end());  // of its own, so that no byte too many is read
    LLVMFuzzerTestOneInput(input.data(), input.size());
    ++count;
  }
  if (count == 0) std::fprintf(stderr, "%s holds no inputs\n", argv[1]);
  return count == 0 ? 1 : 0;
}
