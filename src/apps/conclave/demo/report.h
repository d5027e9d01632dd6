// What the demo shows of a takeover once it is over: for people in 80 columns, and as figures for programs.
// Pure text from a conversation.
#pragma once

#include <string>

#include "apps/conclave/cluster/verdict.h"

namespace demo {

// Nothing lost, nothing twice, all transcripts the same, and a takeover that was seen.
bool went_well(const cluster::Verdict& verdict);

// The transcript, a row for each peer, and what it cost; several lines.
std::string text_report(const cluster::Conversation& conversation);

// One line.
std::string json_report(const cluster::Conversation& conversation);

}  // namespace demo
