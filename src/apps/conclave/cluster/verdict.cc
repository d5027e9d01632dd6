#include "apps/conclave/cluster/verdict.h"

#include <algorithm>
#include <map>
#include <set>

namespace cluster {

namespace {

using Counts = std::map<std::string, std::size_t>;  // text -> how often

Counts shown_live(const Record& record) {
  Counts counts;
  for (const Heard& heard : record.heard) ++counts[heard.entry.text];
  return counts;
}

Counts transcribed(const Record& record) {
  Counts counts;
  for (const Entry& entry : record.transcript) ++counts[entry.text];
  return counts;
}

// What each peer showed and, where it lived to tell, what it wrote down.
std::vector<Counts> final_views(const Conversation& conversation) {
  std::vector<Counts> views;
  for (const Record& record : conversation.records) {
    if (!record.has_transcript) continue;
    views.push_back(shown_live(record));
    views.push_back(transcribed(record));
  }
  return views;
}

std::set<std::string> due_everywhere(const Conversation& conversation) {
  std::set<std::string> mortal;  // nicks that have no transcript
  std::set<std::string> due;
  for (const Record& record : conversation.records) {
    if (!record.has_transcript) mortal.insert(record.nick);
    for (const Heard& heard : record.heard) {
      if (record.has_transcript || heard.own) due.insert(heard.entry.text);
    }
    for (const Entry& entry : record.transcript) due.insert(entry.text);
  }
  for (const Said& said : conversation.said) {
    if (!mortal.contains(said.nick)) due.insert(said.text);
  }
  return due;
}

std::size_t count_twice(const Conversation& conversation) {
  std::set<std::string> twice;
  for (const Record& record : conversation.records) {
    for (const Counts& view : {shown_live(record), transcribed(record)}) {
      for (const auto& [text, count] : view) {
        if (count > 1) twice.insert(text);
      }
    }
  }
  return twice.size();
}

bool all_identical(const Conversation& conversation) {
  const std::vector<Entry>* first = nullptr;
  for (const Record& record : conversation.records) {
    if (!record.has_transcript) continue;
    if (first == nullptr) first = &record.transcript;
    if (*first != record.transcript) return false;
  }
  return first != nullptr;
}

// From the fault to the first line somebody else said after it; forever where none came.
base::Duration gap_at(const Record& record, const Conversation& conversation) {
  std::set<std::string> after;
  for (const Said& said : conversation.said) {
    if (said.at > conversation.fault_at && said.nick != record.nick) after.insert(said.text);
  }
  const auto first = std::find_if(record.heard.begin(), record.heard.end(),
                                  [&](const Heard& heard) { return after.contains(heard.entry.text); });
  return first == record.heard.end() ? base::Duration::max() : first->at - conversation.fault_at;
}

base::Duration longest_silence_at(const Record& record) {
  base::Duration longest{};
  const Heard* last = nullptr;
  for (const Heard& heard : record.heard) {
    if (heard.own) continue;
    if (last != nullptr) longest = std::max(longest, heard.at - last->at);
    last = &heard;
  }
  return longest;
}

base::Duration longest_delay_at(const Record& record, const Conversation& conversation) {
  std::map<std::string, base::Instant> said_at;
  for (const Said& said : conversation.said) {
    if (said.nick != conversation.victim && said.nick != record.nick) said_at[said.text] = said.at;
  }
  base::Duration longest{};
  for (const Heard& heard : record.heard) {
    if (const auto said = said_at.find(heard.entry.text); said != said_at.end()) {
      longest = std::max(longest, heard.at - said->second);
    }
  }
  return longest;
}

}  // namespace

std::vector<std::string> lost_texts(const Conversation& conversation) {
  const std::vector<Counts> views = final_views(conversation);
  std::vector<std::string> lost;
  for (const std::string& text : due_everywhere(conversation)) {
    if (!std::all_of(views.begin(), views.end(), [&](const Counts& view) { return view.contains(text); })) {
      lost.push_back(text);
    }
  }
  return lost;
}

Verdict judge(const Conversation& conversation) {
  Verdict verdict;
  verdict.lost = lost_texts(conversation).size();
  verdict.twice = count_twice(conversation);
  const std::set<std::string> due = due_everywhere(conversation);
  verdict.died_with_victim =
      static_cast<std::size_t>(std::count_if(conversation.said.begin(), conversation.said.end(),
                                             [&](const Said& said) { return !due.contains(said.text); }));
  verdict.identical = all_identical(conversation);
  std::vector<base::Duration> gaps;
  for (const Record& record : conversation.records) {
    if (!record.survivor || !record.from_start) continue;
    gaps.push_back(gap_at(record, conversation));
    verdict.longest_silence = std::max(verdict.longest_silence, longest_silence_at(record));
    verdict.longest_delay = std::max(verdict.longest_delay, longest_delay_at(record, conversation));
  }
  std::sort(gaps.begin(), gaps.end());
  if (!gaps.empty()) {
    verdict.gap = gaps.back();
    verdict.median_gap = gaps[gaps.size() / 2];
  }
  return verdict;
}

}  // namespace cluster
