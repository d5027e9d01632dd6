// Every stated limit of the protocol, in one place; nothing grows without one. What happens beyond each is in
// docs/protocol.md.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace protocol {

using namespace std::chrono_literals;

// ---- sizes: a frame that breaks one is refused by wire/ ----
inline constexpr std::size_t kTextBytes = 16 * 1024;
inline constexpr std::size_t kBundleLines = 64;
inline constexpr std::size_t kBundleBytes = 4 * 1024;
inline constexpr std::size_t kNickBytes = 32;
inline constexpr std::size_t kRoomBytes = 64;
inline constexpr std::size_t kGroupBytes = 64;
inline constexpr std::size_t kAddressBytes = 256;
inline constexpr std::uint64_t kIntegerMax = std::uint64_t{1} << 62;  // so that adding one never wraps
inline constexpr std::uint8_t kHopsMax = 4;
inline constexpr std::size_t kMembersPerMessage = 96;
inline constexpr std::size_t kCensusParts = 64;
inline constexpr std::size_t kEldersMax = 3;  // vouched for in a heartbeat
inline constexpr std::size_t kMarksPerMessage = 1000;
inline constexpr std::size_t kEntriesPerBatch = 256;
inline constexpr std::size_t kBeginsPerBatch = 500;
inline constexpr std::size_t kGapsPerLookBack = 32;
inline constexpr std::size_t kChainMax = 16;  // statements from the founding to a member
inline constexpr std::size_t kStatementsPerMessage = 128;
inline constexpr std::size_t kCutsMax = 32;     // streams of who is removed, the newest
inline constexpr std::size_t kStandsMax = 256;  // statements of who is removed that go on to hold
inline constexpr std::size_t kBatchBytes = 46 * 1024;  // a batch stops growing here; one entry always fits

// ---- counts ----
inline constexpr std::size_t kMembersMax = 4096;
inline constexpr std::size_t kStatementsMax = 16 * 1024;
inline constexpr std::size_t kMeshMax = 8;    // a group of so many: everyone is linked to everyone
inline constexpr std::size_t kRingMax = 2;    // beyond that: to the elders, to so many next on the ring,
inline constexpr std::size_t kSearchMax = 4;  // and so many of the lost are looked for at a time
inline constexpr std::size_t kCrowdMin = 64;  // a group of more members is a crowd, and waits longer
inline constexpr std::uint64_t kWordsUnasked = 8;  // of one that shows other members in each
inline constexpr std::size_t kStreamsMax = 64 * 1024;
inline constexpr std::size_t kGapsPerStream = 16;
inline constexpr std::size_t kLogInMemory = 10'000;      // beside a store that has the rest
inline constexpr std::size_t kLogEntriesMax = 100'000;   // in memory, where nothing else has them
inline constexpr std::size_t kCatchUpMax = 5'000;         // who lacks more begins at the end and looks back
inline constexpr std::size_t kNewestPerRoom = 1'000;      // what it is shown of each room first
inline constexpr std::size_t kWaitingEntriesMax = 1024;  // entries ahead of a gap
inline constexpr std::size_t kUnackedMax = 10'000;
inline constexpr std::size_t kWindow = 256;     // unacknowledged lines under way at once
inline constexpr std::size_t kWindowBytes = 128 * 1024;
inline constexpr std::int64_t kLoudness = 4;      // who says more than so many times as much as all others is loud:
inline constexpr std::size_t kSharedWindow = 8;   // its window, and as much less of the bytes,
inline constexpr std::int64_t kFairShare = 24;    // and its lines from beat to beat, where
inline constexpr std::size_t kShareBytes = 256;  // for so many bytes one counts as one more
inline constexpr std::size_t kSmallBatch = 16;  // news from repair that a leader passes on
inline constexpr std::size_t kDialsMax = 64;    // under way at once

// ---- times ----
inline constexpr base::Duration kHeartbeatEvery = 300ms;       // of the leader
inline constexpr base::Duration kElderHeartbeatEvery = 900ms;  // of the next in line
inline constexpr base::Duration kFarHeartbeatEvery = 2700ms;   // of all others
inline constexpr base::Duration kWatchEvery = 150ms;
inline constexpr base::Duration kKeepAliveWaits = 200ms;   // at most, for whatever comes next
inline constexpr base::Duration kProbeAfter = 450ms;       // of silence, the leader is asked for a sign of life
inline constexpr base::Duration kAskOthersAfter = 900ms;   // others are asked what they heard of it
inline constexpr base::Duration kSilenceMax = 1300ms;      // then the link to it is taken for dead
inline constexpr std::int64_t kCrowdPatience = 3;          // in a crowd these, kStallMax, kAnswerMax and kDownAfter are so many times as long
inline constexpr base::Duration kFarProbeAfter = 4s;       // the same for any other neighbour
inline constexpr base::Duration kFarSilenceMax = 6s;
inline constexpr base::Duration kHangUpWithin = 950ms;     // of its last frame, the end of a link means its peer's end
inline constexpr base::Duration kStallMax = 1s;            // a peer others rely on that stood still for longer resigns
inline constexpr base::Duration kDozeMax = 5s;             // and this long also where nobody relies on it
inline constexpr base::Duration kAnswerMax = 2s;           // from a dial or an accept to the other's Hello
inline constexpr base::Duration kRefuseAfter = 1s;         // whoever knocks and is not known: news of its invite may be on the way
inline constexpr base::Duration kAloneAfter = 500ms;       // a newcomer looks for others first
inline constexpr base::Duration kRedialFirst = 100ms;      // doubled with every failure,
inline constexpr base::Duration kRedialMax = 2s;           // up to this, for good
inline constexpr base::Duration kUneasyAfter = 100ms;      // without word of a line, neighbours are shown what we hold
inline constexpr base::Duration kResendAfter = 500ms;      // an unacknowledged line is sent again
inline constexpr base::Duration kSpeaksFor = 1s;           // who said something speaks for so long
inline constexpr base::Duration kAskPatience = 1s;         // for the answer to a repair question
inline constexpr base::Duration kLookBackPatience = 3s;    // for a piece of history, which can wait
inline constexpr base::Duration kWaitingPatience = 10s;    // for the gap before a waiting entry to close
inline constexpr base::Duration kTellMembersEvery = 1s;    // the whole list goes to one peer no more often
inline constexpr base::Duration kSpareAfter = 10s;         // a link that neither end wants is closed
inline constexpr base::Duration kDownAfter = 2s;           // a member its leader misses is reported as down
inline constexpr base::Duration kReignGrace = 5s;          // a large group's new leader misses nobody before
inline constexpr base::Duration kForgetAfter = 24h;        // a member nobody has heard for so long
inline constexpr base::Duration kClockDriftMax = 87600h;   // ten years: a time further ahead is followed no more

// Whoever stands still long enough for others to give it up finds that out by itself, and resigns.
static_assert(kSilenceMax >= kStallMax + kHeartbeatEvery && kFarSilenceMax >= kCrowdPatience * kStallMax + kFarHeartbeatEvery);
// An elder's heartbeat came within that time, and nobody gives up a link as soon (os/asio: after a second).
static_assert(kHangUpWithin > kElderHeartbeatEvery && kHangUpWithin < 1s);
// Silence of the leader is noticed within 1.5 s.
static_assert(kSilenceMax + kWatchEvery <= 1500ms);

}  // namespace protocol
