// Hello: the smallest program. One collection, one rule, one tick.
#include <iostream>

#include "bloom/bloom.h"
#include "support/command_line.h"

namespace {

using bloom::Line;
using bloom::Start;

struct Hello {
  explicit Hello(bloom::Scope scope) : start(scope, "start"), stdio(scope, "stdio") {
    // Bloom:  stdio <~ [["hello world!"]]
    // A constant is a row like any other: it comes from the one row that the first tick begins with.
    stdio <~ start.map([](const Start&) { return Line{"hello world!"}; });
  }

  bloom::Bootstrap start;
  bloom::Stdio stdio;
};

constexpr const char* kUsage = R"(usage: hello
Prints one line from one rule.
)";

}  // namespace

int main(int argc, char** argv) {
  examples::words_or_exit(argc, argv, {.text = kUsage});
  bloom::Program program({.name = "hello"});
  Hello hello(program);
  hello.stdio.on_print([](const Line& line) { std::cout << line.text << "\n"; });
  program.tick(base::Instant{});
}
