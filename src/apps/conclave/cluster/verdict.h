// What a takeover cost, computed from what was said and what each peer showed. Pure: no process, no clock.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "apps/conclave/cluster/peer.h"

namespace cluster {

struct Said {
  std::string nick, text;  // every text is said once
  base::Instant at;
};

struct Record {
  std::string nick;
  bool survivor = true;           // neither killed nor stopped
  bool from_start = true;         // false: joined after the fault
  bool has_transcript = true;     // false: it was killed
  std::vector<Heard> heard;       // as it was shown live
  std::vector<Entry> transcript;  // in the group's order, as told at the end
};

struct Conversation {
  std::vector<Said> said;
  std::vector<Record> records;
  std::string victim;  // the nick of the peer that was killed or stopped
  base::Instant fault_at;
};

struct Verdict {
  // Lines that must be everywhere and are missing from a transcript or a display. A line must be everywhere
  // when its author lived on, when a dead author had shown it as its own (it was acknowledged), or when
  // anybody has it.
  std::size_t lost = 0;
  // Lines that a transcript or a display holds more than once.
  std::size_t twice = 0;
  // Lines a killed peer was given and nobody has: it never saw them acknowledged, and took them with it.
  std::size_t died_with_victim = 0;
  bool identical = false;  // all transcripts, entry by entry, in their order
  // For each survivor the time from the fault to the first line that somebody else said after it; the
  // longest, and the one in the middle.
  base::Duration gap{};
  base::Duration median_gap{};
  // The longest time between two lines of others shown, at any survivor. One's own are shown without anybody.
  base::Duration longest_silence{};
  // The longest time from a survivor saying a line to its being shown at all the others that lived on.
  base::Duration longest_delay{};
};

Verdict judge(const Conversation& conversation);

// The texts counted as lost, sorted; for reports.
std::vector<std::string> lost_texts(const Conversation& conversation);

}  // namespace cluster
