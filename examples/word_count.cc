// Word count: a text comes in as rows, its words are counted twice, by group and by reduce, and the two
// counts are compared.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "bloom/bloom.h"
#include "support/command_line.h"

namespace {

using bloom::by;
using bloom::count;

struct Text {
  int lineno;
  std::string text;
};
struct Word {
  int lineno, wordno;
  std::string word;
};
struct Count {
  std::string word;
  std::int64_t cnt;
};
struct Mismatch {
  std::string word;
  std::int64_t cnt, cnt2;
};

// Words are runs of letters and apostrophes, in lower case.
std::vector<Word> split(const Text& line) {
  std::vector<Word> words;
  std::string word;
  for (const char c : line.text + " ") {
    if (std::isalpha(static_cast<unsigned char>(c)) != 0 || (c == '\'' && !word.empty())) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!word.empty()) {
      words.push_back({line.lineno, static_cast<int>(words.size()), word});
      word.clear();
    }
  }
  return words;
}

struct WordCount {
  explicit WordCount(bloom::Scope scope)
      : text(scope, "text"), words(scope, "words"), wc(scope, "wc"), wc2(scope, "wc2"), compare(scope, "compare") {
    // Bloom:  words <= text.flat_map { line number, place in the line, word }
    words <= text.flat_map(split);
    // Bloom:  wc <= words.group([word], count)
    wc <= words.group(by<&Word::word>, count());
    // Bloom:  wc2 <= words.reduce({}) { one more for the word }
    wc2 <= words.reduce(by<&Word::word>, std::int64_t{0}, [](std::int64_t n, const Word&) { return n + 1; },
                        [](const std::string& word, std::int64_t n) { return Count{word, n}; });
    // Bloom:  compare <= (wc * wc2).pairs(word => word) { word, both counts }
    compare <= (wc * wc2).pairs(&Count::word, &Count::word, [](const Count& one, const Count& other) {
      return Mismatch{one.word, one.cnt, other.cnt};
    });
  }

  bloom::Input<Text> text;
  bloom::Table<Word> words;
  bloom::Scratch<Count, &Count::word> wc, wc2;
  bloom::Output<Mismatch> compare;
};

void read(std::istream& in, bloom::Input<Text>& text) {
  int lineno = 0;
  for (std::string line; std::getline(in, line);) text.insert(Text{++lineno, line});
}

// Most frequent first, then by the alphabet.
void print(const bloom::Output<Mismatch>& compare) {
  std::vector<Mismatch> rows(compare.begin(), compare.end());
  std::sort(rows.begin(), rows.end(), [](const Mismatch& a, const Mismatch& b) {
    return a.cnt != b.cnt ? a.cnt > b.cnt : a.word < b.word;
  });
  for (const Mismatch& row : rows) {
    std::cout << row.cnt << " " << row.word << "\n";
    if (row.cnt != row.cnt2) std::cout << "mismatch: " << row.cnt << " != " << row.cnt2 << "\n";
  }
}

constexpr const char* kUsage = R"(usage: word_count [FILE]
Counts the words of FILE, or of standard input. A text to try: examples/gettysburg.txt
)";

}  // namespace

int main(int argc, char** argv) {
  const auto words = examples::words_or_exit(argc, argv, {.text = kUsage, .most_words = 1});
  bloom::Program program({.name = "word_count"});
  WordCount word_count(program);
  if (words.empty()) {
    read(std::cin, word_count.text);
  } else {
    std::ifstream file(words[0]);
    if (!file) {
      std::cerr << "cannot read " << words[0] << "; give the path of a text file\n";
      return 1;
    }
    read(file, word_count.text);
  }
  program.tick(base::Instant{});
  print(word_count.compare);
}
