// What proves an entry, and how little is checked for it.
#include "wire/prover.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"
#include "wire/canonical.h"
#include "wire/frame.h"

namespace wire {
namespace {

using protocol::Entry;

const KeyPair kAnn(base::KeySeed{{1}}), kBob(base::KeySeed{{2}});
const base::GroupId kGroup{{3}};

std::vector<Entry> chain(const KeyPair& author, std::uint64_t count) {
  std::vector<Entry> entries;
  for (std::uint64_t seq = 1; seq <= count; ++seq) {
    const base::EntryId previous = entries.empty() ? base::EntryId() : entries.back().id;
    entries.push_back(signed_by(author, kGroup, {.stream = {.epoch = 1},
                                         .seq = seq,
                                         .previous = previous,
                                         .hlc = seq,
                                         .room = {"lobby"},
                                         .nick = {"n"},
                                         .text = {"line " + std::to_string(seq)}}));
  }
  return entries;
}

// As they are read off the wire: nothing is said of them yet.
std::vector<Entry> received(std::vector<Entry> entries) {
  for (Entry& entry : entries) {
    entry.id = id_of(entry);
    entry.stream.author = peer_id_of(entry.key);
    entry.proven = false;
  }
  return entries;
}

std::size_t count_proven(const std::vector<Entry>& entries) {
  return static_cast<std::size_t>(
      std::count_if(entries.begin(), entries.end(), [](const Entry& e) { return e.proven; }));
}

TEST(Prover, Entry_IsProvenByItsAuthorsSignatureAlone) {
  Prover prover(kGroup);
  const Entry said = chain(kAnn, 1)[0];
  for (const auto& forge : std::vector<void (*)(Entry&)>{
           [](Entry& e) { e.text.value = "lime 1"; }, [](Entry& e) { e.key = kBob.public_key(); },
           [](Entry& e) { e.signature = kBob.sign(signed_part(kGroup, e)); }, [](Entry& e) { e.seq = 2; },
           [](Entry& e) { e.stream.epoch = 2; }, [](Entry& e) { e.previous = e.id; }}) {
    Entry forged = said;
    forge(forged);
    std::vector<Entry> entries = received({forged});
    prover.prove(entries);
    EXPECT_FALSE(entries[0].proven);
  }
  std::vector<Entry> entries = received({said});
  prover.prove(entries);
  EXPECT_TRUE(entries[0].proven);
}

TEST(Prover, EntryOfAnotherGroup_IsNotProvenHere) {
  Prover prover(base::GroupId{{4}});
  std::vector<Entry> entries = received(chain(kAnn, 3));
  prover.prove(entries);
  EXPECT_EQ(count_proven(entries), 0u);
}

TEST(Prover, Chain_IsProvenByItsLastSignatureInAnyOrder) {
  std::vector<Entry> entries = received(chain(kAnn, 100));
  const std::vector<Entry> others = received(chain(kBob, 50));
  entries.insert(entries.end(), others.begin(), others.end());
  base::SeededRandom random(1);
  for (std::size_t i = entries.size(); i > 1; --i) std::swap(entries[i - 1], entries[random.below(i)]);
  Prover prover(kGroup);
  prover.prove(entries);
  EXPECT_EQ(count_proven(entries), 150u);
  EXPECT_EQ(prover.signatures_checked(), 2u);
}

TEST(Prover, EntryReplacedInTheMiddle_IsNotProvenAndItsNeighboursAre) {
  std::vector<Entry> entries = chain(kAnn, 10);
  entries[4].text.value = "never said";
  entries = received(entries);
  Prover prover(kGroup);
  prover.prove(entries);
  EXPECT_EQ(count_proven(entries), 9u);
  EXPECT_FALSE(entries[4].proven);
  EXPECT_EQ(prover.signatures_checked(), 3u) << "the last, the forged one, and the one before";
}

// An author may have put rubbish for a signature and gone on: what follows vouches for it, as far as it is
// there.
TEST(Prover, BadSignature_HoldsOnlyWithALaterOneThatNamesIt) {
  std::vector<Entry> entries = chain(kAnn, 3);
  entries[1].signature.bytes[0] ^= 1;
  entries[1].id = id_of(entries[1]);
  entries[2].previous = entries[1].id;
  entries[2] = signed_by(kAnn, kGroup, entries[2]);
  Prover prover(kGroup);
  std::vector<Entry> whole = received(entries);
  prover.prove(whole);
  EXPECT_EQ(count_proven(whole), 3u);
  std::vector<Entry> beginning = received({entries[0], entries[1]});
  prover.prove(beginning);
  EXPECT_TRUE(beginning[0].proven);
  EXPECT_FALSE(beginning[1].proven);
}

// Each of two branches names what is before it, and is signed: both are their author's.
TEST(Prover, TwoEntriesOfOneNumber_AreBothTheirAuthors) {
  std::vector<Entry> entries = chain(kAnn, 2);
  Entry other = entries[1];
  other.text.value = "the other branch";
  entries.push_back(signed_by(kAnn, kGroup, other));
  entries = received(entries);
  Prover prover(kGroup);
  prover.prove(entries);
  EXPECT_EQ(count_proven(entries), 3u);
}

TEST(Prover, SameEntryAgain_CostsNothing) {
  Prover prover(kGroup);
  std::vector<Entry> entries = received(chain(kAnn, 1));
  prover.prove(entries);
  entries = received(entries);
  prover.prove(entries);
  EXPECT_EQ(prover.signatures_checked(), 1u);
  EXPECT_TRUE(entries[0].proven);
}

TEST(Prover, MessagesThatCameTogether_AreProvenByOneSignature) {
  const std::vector<Entry> said = chain(kAnn, 5);
  Prover prover(kGroup);
  std::vector<Message> read;
  std::vector<Message*> together;
  for (const Entry& entry : said) read.push_back(std::get<Message>(decode(encode(protocol::Relay{.entry = entry}))));
  for (Message& message : read) together.push_back(&message);
  prover.prove_entries(together);
  for (const Message& message : read) EXPECT_TRUE(std::get<protocol::Relay>(message).entry.proven);
  EXPECT_EQ(prover.signatures_checked(), 1u);
}

TEST(Prover, Message_HasItsEntriesProven) {
  const std::vector<Entry> said = chain(kAnn, 3);
  Prover prover(kGroup);
  const auto proven = [&](const Message& message) {
    Message read = std::get<Message>(decode(encode(message)));
    prover.prove_entries({&read});
    return read;
  };
  EXPECT_TRUE(std::get<protocol::Submit>(proven(protocol::Submit{.entry = said[0]})).entry.proven);
  EXPECT_TRUE(std::get<protocol::Relay>(proven(protocol::Relay{.entry = said[1]})).entry.proven);
  const Message batch = proven(protocol::Batch{.entries = {said}, .begins = {}});
  EXPECT_EQ(count_proven(std::get<protocol::Batch>(batch).entries.items), 3u);
  const auto unasked = std::get<Message>(decode(encode(protocol::Submit{.entry = said[0]})));
  EXPECT_FALSE(std::get<protocol::Submit>(unasked).entry.proven) << "what is read is not proven by itself";
}

}  // namespace
}  // namespace wire
