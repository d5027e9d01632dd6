// A tick is a pure function of state and inputs: same inputs, same outputs, byte for byte, whatever the hash seed.
#include <gtest/gtest.h>

#include "base/random.h"
#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

struct Word {
  std::string text;
  int weight;
};
struct Rank {
  int weight;
  std::vector<std::string> words;
};

// Tables, views, aggregates, joins and sends over text, which is what hashes differently from run to run.
struct Mixture {
  bloom::Program program;
  bloom::Input<Word> in{program, "in"};
  bloom::Table<Word> word{program, "word"};
  bloom::Scratch<Rank> rank{program, "rank"};
  bloom::Scratch<Word> pair{program, "pair"}, heaviest{program, "heaviest"};
  bloom::Channel<Word, &Word::text> channel{program, "channel"};
  std::string seen;

  Mixture() {
    channel.on_send([this](const Word& row) { seen += " sent " + bloom::to_text(row); });
    word <= in;
    word <- word.argmin(by<>, &Word::weight);
    rank <= word.group(by<&Word::weight>, bloom::accum(&Word::text));
    pair <= (word * word).pairs(&Word::weight, &Word::weight, [](const Word& a, const Word& b) {
      return Word{a.text + b.text, a.weight};
    });
    heaviest <= pair.argmax(by<&Word::weight>, &Word::text);
    channel <~ (in * heaviest).rights();
  }
  void tick() {
    program.tick(at(0s));
    for (const Texts& rows : {texts(word), texts(rank), texts(pair), texts(heaviest)}) {
      for (const std::string& row : rows) seen += row;
      seen += "\n";
    }
  }
};

std::string run(std::uint64_t hash_seed) {
  bloom::set_hash_seed(hash_seed);
  Mixture mixture;
  base::SeededRandom random(7);
  for (int i = 0; i < 40; ++i) {
    for (int rows = 0; rows < 5; ++rows) {
      mixture.in.insert({std::string(1, static_cast<char>('a' + random.below(26))), static_cast<int>(random.below(4))});
    }
    mixture.tick();
  }
  bloom::set_hash_seed(0);
  return mixture.seen;
}

TEST(Determinism, SameInputs_SameBytes) { EXPECT_EQ(run(0), run(0)); }

TEST(Determinism, OtherHashSeed_SameBytes) {
  const std::string expected = run(0);
  ASSERT_GT(expected.size(), 10'000U);
  for (const std::uint64_t seed : {1ULL, 0xdeadbeefULL, ~0ULL}) EXPECT_EQ(run(seed), expected);
}

TEST(Determinism, CollectionOrder_IsTheOrderOfArrival) {
  bloom::Program program;
  bloom::Table<Word> word(program, "word");
  for (const char* text : {"pear", "apple", "fig"}) word.insert({text, 1});
  program.tick(at(0s));
  EXPECT_EQ(texts(word), (Texts{"[\"pear\", 1]", "[\"apple\", 1]", "[\"fig\", 1]"}));
}

}  // namespace
}  // namespace bloom_test
