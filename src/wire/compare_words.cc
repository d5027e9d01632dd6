#include "wire/compare_words.h"

#include <algorithm>

#include "wire/hash.h"
#include "wire/writer.h"

namespace wire {

namespace {

constexpr std::string_view kDomain = "conclave words 1";
constexpr int kWords = 6;

// Sixteen bits: consonant, vowel, consonant, vowel, consonant.
std::string word_of(std::uint16_t bits) {
  constexpr std::string_view kConsonants = "bdfghjklmnprstvz", kVowels = "aiou";
  return {kConsonants[bits >> 12], kVowels[bits >> 10 & 3], kConsonants[bits >> 6 & 15], kVowels[bits >> 4 & 3],
          kConsonants[bits & 15]};
}

}  // namespace

std::string compare_words(const base::GroupId& group, const base::PublicKey& one, const base::PublicKey& other) {
  base::Bytes bytes(kDomain.begin(), kDomain.end());
  for (const std::uint64_t word : group.words) Writer(bytes).fixed(word);
  for (const base::PublicKey& key : {std::min(one, other), std::max(one, other)}) {
    bytes.insert(bytes.end(), key.bytes.begin(), key.bytes.end());
  }
  const auto hash = hash_of(bytes).words;
  std::string words;
  for (int i = 0; i < kWords; ++i) {
    const std::uint64_t word = hash[static_cast<std::size_t>(i / 4)];
    words += (i == 0 ? "" : " ") + word_of(static_cast<std::uint16_t>(word >> 16 * (i % 4)));
  }
  return words;
}

}  // namespace wire
