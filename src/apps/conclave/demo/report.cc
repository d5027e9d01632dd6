#include "apps/conclave/demo/report.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "frontend/line/printable.h"

namespace demo {

namespace {

using cluster::Conversation;
using cluster::Entry;
using cluster::Record;
using cluster::Verdict;

constexpr std::size_t kColumns = 78;
constexpr std::size_t kNickColumns = 8;

// FNV-1a over every field of every entry: equal transcripts, equal fingerprints.
std::string fingerprint(const std::vector<Entry>& transcript) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const auto add = [&hash](const std::string& field) {
    for (const char byte : field + '\0') hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
  };
  for (const Entry& entry : transcript) {
    for (const auto* field : {&entry.time, &entry.id, &entry.room, &entry.nick, &entry.node, &entry.text})
      add(*field);
  }
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
  return text.data();
}

std::string milliseconds(base::Duration duration) {
  if (duration == base::Duration::max()) return "endless";
  return std::to_string(std::chrono::ceil<std::chrono::milliseconds>(duration).count()) + " ms";
}

std::string padded(std::string text, std::size_t columns) {
  if (text.size() < columns) text.resize(columns, ' ');
  return text;
}

std::string ruler(const std::string& label) {
  const std::string left = "  ------ " + label + " ";
  return left + std::string(kColumns - std::min(left.size(), kColumns), '-') + "\n";
}

std::set<std::string> said_after_fault(const Conversation& conversation) {
  std::set<std::string> texts;
  for (const cluster::Said& said : conversation.said) {
    if (said.at > conversation.fault_at) texts.insert(said.text);
  }
  return texts;
}

std::string transcript_of(const Record& record, const Conversation& conversation) {
  const std::set<std::string> after = said_after_fault(conversation);
  bool struck = false;
  std::string text;
  for (const Entry& entry : record.transcript) {
    if (!struck && after.contains(entry.text)) {
      text += ruler(conversation.victim + " is killed here");
      struck = true;
    }
    // The clock of "2026-11-23T05:18:35.003Z".
    const std::string clock = entry.time.size() >= 23 ? entry.time.substr(11, 12) : entry.time;
    text += "  " + clock + "  " + padded(frontend::line::printable_name(entry.nick), kNickColumns) +
            frontend::line::printable_text(entry.text) + "\n";
  }
  return text;
}

std::string names_of(const std::vector<const Record*>& records) {
  std::string names;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (i > 0) names += i + 1 == records.size() ? " and " : ", ";
    names += records[i]->nick;
  }
  return names;
}

std::vector<const Record*> with_transcript(const Conversation& conversation) {
  std::vector<const Record*> records;
  for (const Record& record : conversation.records) {
    if (record.has_transcript) records.push_back(&record);
  }
  return records;
}

std::string transcripts(const Conversation& conversation, bool identical) {
  std::vector<const Record*> records = with_transcript(conversation);
  std::string text;
  if (identical) {
    const std::string first = records.front()->nick;
    text = "The transcript as " + first + " has it, in the group's order";
    text += " (times are UTC):\n\n" + transcript_of(*records.front(), conversation);
    records.erase(records.begin());
    text += "\nThose of " + names_of(records) + " are the same, byte for byte.\n";
    return text;
  }
  text = "The transcripts DIFFER. Here they are, one after the other:\n";
  for (const Record* record : records) {
    text += "\n  as " + record->nick + " has it:\n" + transcript_of(*record, conversation);
  }
  return text;
}

std::string peer_rows(const Conversation& conversation) {
  std::string text = "  peer    lines  fingerprint\n";
  for (const Record& record : conversation.records) {
    text += "  " + padded(record.nick, kNickColumns);
    if (record.has_transcript) {
      text += padded(std::to_string(record.transcript.size()), 7) + fingerprint(record.transcript);
    } else {
      text += padded("-", 7) + "killed while it relayed";
    }
    if (!record.from_start) text += "  joined late";
    text += "\n";
  }
  return text;
}

std::string costs(const Conversation& conversation, const Verdict& verdict) {
  std::string text = "  said      " + std::to_string(conversation.said.size()) + " lines\n";
  text += "  lost      " + std::to_string(verdict.lost) + "\n";
  text += "  twice     " + std::to_string(verdict.twice) + "\n";
  text += "  gap       " + milliseconds(verdict.gap) + "\n\n";
  text +=
      "The gap: from the kill until a line that somebody else said after it was shown,\n"
      "at the peer that waited longest.\n";
  if (verdict.died_with_victim > 0) {
    text += "Typed at " + conversation.victim +
            " in its last moment, acknowledged to nobody and gone with it: " +
            std::to_string(verdict.died_with_victim) + "\n";
  }
  return text;
}

}  // namespace

bool went_well(const Verdict& verdict) {
  return verdict.lost == 0 && verdict.twice == 0 && verdict.identical && verdict.gap != base::Duration::max();
}

std::string text_report(const Conversation& conversation) {
  const Verdict verdict = cluster::judge(conversation);
  std::string text = transcripts(conversation, verdict.identical) + "\n" + peer_rows(conversation) + "\n" +
                     costs(conversation, verdict);
  const std::vector<std::string> lost = cluster::lost_texts(conversation);
  for (const std::string& line : lost) text += "LOST: " + line + "\n";
  text += went_well(verdict) ? "\nNothing was lost.\n" : "\nThis went WRONG: see above.\n";
  return text;
}

std::string json_report(const Conversation& conversation) {
  const Verdict verdict = cluster::judge(conversation);
  const auto in_ms = [](base::Duration duration) -> nlohmann::ordered_json {
    if (duration == base::Duration::max()) return nullptr;
    return static_cast<double>(duration.count()) / 1000.0;
  };
  nlohmann::ordered_json peers = nlohmann::ordered_json::array();
  for (const Record* record : with_transcript(conversation)) {
    peers.push_back({{"nick", record->nick},
                     {"lines", record->transcript.size()},
                     {"fingerprint", fingerprint(record->transcript)},
                     {"late", !record->from_start}});
  }
  const nlohmann::ordered_json report = {{"said", conversation.said.size()},
                                         {"lost", verdict.lost},
                                         {"twice", verdict.twice},
                                         {"identical", verdict.identical},
                                         {"gap_ms", in_ms(verdict.gap)},
                                         {"longest_silence_ms", in_ms(verdict.longest_silence)},
                                         {"longest_delay_ms", in_ms(verdict.longest_delay)},
                                         {"died_with_leader", verdict.died_with_victim},
                                         {"killed", conversation.victim},
                                         {"peers", std::move(peers)}};
  return report.dump() + "\n";
}

}  // namespace demo
