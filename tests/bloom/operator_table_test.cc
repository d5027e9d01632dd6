// The table "Which collection takes which operator" of docs/bloom.md says what the code says.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>

#include "bloom/bloom.h"

namespace {

using bloom::Head;
using bloom::Kind;

constexpr std::array kKinds{Kind::kTable,   Kind::kScratch, Kind::kTemp,     Kind::kChannel, Kind::kLoopback,
                            Kind::kPeriodic, Kind::kStdio,   Kind::kInput,    Kind::kOutput,  Kind::kClock,
                            Kind::kBootstrap, Kind::kHalt,   Kind::kLattice};
constexpr std::array kHeads{Head::kNow, Head::kNext, Head::kDelete, Head::kUpsert, Head::kSend};

std::string row_of(Kind kind) {
  std::string name = bloom::kind_name(kind);
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  std::string row = "| " + name + " |";
  for (const Head head : kHeads) row += bloom::takes(kind, head) ? " yes |" : "  |";
  return row;
}

TEST(OperatorTable, EveryKind_HasTheRowTheCodeGivesIt) {
  std::ifstream page(CONCLAVE_SOURCE_DIR "/docs/bloom.md");
  std::stringstream text;
  text << page.rdbuf();
  for (const Kind kind : kKinds) {
    EXPECT_NE(text.str().find(row_of(kind)), std::string::npos) << "docs/bloom.md lacks the row " << row_of(kind);
  }
}

}  // namespace
