#include "bench/crowd/figures.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace crowd {

namespace {

using Json = nlohmann::ordered_json;

template <class... Values>
std::string text(const char* format, Values... values) {
  std::array<char, 256> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, values...);
  return buffer.data();
}

double in_ms(base::Duration duration) { return static_cast<double>(duration.count()) / 1000.0; }
double in_s(base::Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

struct Column {
  const char* name;
  const char* unit;
  double Cost::*value;
};
constexpr std::array kColumns{
    Column{"cpu", "% of a core", &Cost::cpu_percent},   Column{"resident", "MB", &Cost::resident_mb},
    Column{"own memory", "MB", &Cost::own_mb},          Column{"sent", "bytes/s", &Cost::bytes_out},
    Column{"received", "bytes/s", &Cost::bytes_in},     Column{"sent", "packets/s", &Cost::packets_out},
    Column{"received", "packets/s", &Cost::packets_in}, Column{"links", "", &Cost::links},
};

// Of the followers, and of the one that leads.
struct Spread {
  double median = 0, max = 0, leader = 0;
};

Spread spread(const std::vector<Cost>& costs, double Cost::*value) {
  Spread spread;
  std::vector<double> followers;
  for (const Cost& cost : costs) {
    if (cost.leads)
      spread.leader = cost.*value;
    else
      followers.push_back(cost.*value);
  }
  std::sort(followers.begin(), followers.end());
  if (followers.empty()) return spread;
  spread.median = followers[followers.size() / 2];
  spread.max = followers.back();
  return spread;
}

std::string joining(const std::vector<Figures>& all) {
  std::string table =
      "joining\n peers  start all, s  then all list all, ms  one more lists all, ms  all list it, ms\n";
  for (const Figures& figures : all) {
    const JoinTimes& join = figures.join;
    table += text("%6zu %13.1f %22.0f %23.0f %16.0f\n", figures.peers, in_s(join.starting),
                  in_ms(join.together), in_ms(join.sees), in_ms(join.seen));
  }
  return table;
}

std::string rest(const std::vector<Figures>& all) {
  std::string table = "\nat rest, a peer: the followers' median / their maximum / the leader\n";
  for (const Column& column : kColumns) {
    table += text("%-11s %-12s", column.name, column.unit);
    for (const Figures& figures : all) {
      const Spread s = spread(figures.costs, column.value);
      const int digits = column.value == &Cost::cpu_percent ? 2 : column.value == &Cost::links ? 0 : 1;
      table += text(" %4zu: %.*f / %.*f / %.*f ", figures.peers, digits, s.median, digits, s.max, digits,
                    s.leader);
    }
    table += "\n";
  }
  return table;
}

std::string takeover(const std::vector<Figures>& all) {
  std::string table =
      "\nleader killed\n peers  gap median, ms  gap longest, ms  lost  twice  transcripts alike  "
      "complaints\n";
  for (const Figures& figures : all) {
    if (!figures.takeover) continue;
    const cluster::Verdict& verdict = *figures.takeover;
    table += text("%6zu %15.1f %16.1f %5zu %6zu %18s %11zu\n", figures.peers, in_ms(verdict.median_gap),
                  in_ms(verdict.gap), verdict.lost, verdict.twice, verdict.identical ? "yes" : "NO",
                  figures.complaints);
  }
  return table + "gap: from the kill to the first line that somebody else said after it, at each survivor\n";
}

Json rest_json(const std::vector<Cost>& costs) {
  Json json;
  for (const Column& column : kColumns) {
    const Spread s = spread(costs, column.value);
    const std::string name = *column.unit == 0 ? column.name : std::string(column.name) + ", " + column.unit;
    json[name] = {{"median", s.median}, {"max", s.max}, {"leader", s.leader}};
  }
  return json;
}

}  // namespace

bool went_well(const Figures& figures) {
  if (!figures.takeover) return true;
  return figures.takeover->lost + figures.takeover->twice == 0 && figures.takeover->identical;
}

std::string as_tables(const std::vector<Figures>& all) { return joining(all) + rest(all) + takeover(all); }

std::string as_json(const std::vector<Figures>& all) {
  Json list = Json::array();
  for (const Figures& figures : all) {
    Json json = {{"peers", figures.peers},
                 {"start_all_s", in_s(figures.join.starting)},
                 {"all_list_all_ms", in_ms(figures.join.together)},
                 {"newcomer_lists_all_ms", in_ms(figures.join.sees)},
                 {"all_list_newcomer_ms", in_ms(figures.join.seen)},
                 {"rest", rest_json(figures.costs)}};
    if (figures.takeover) {
      json["takeover"] = {{"gap_median_ms", in_ms(figures.takeover->median_gap)},
                          {"gap_longest_ms", in_ms(figures.takeover->gap)},
                          {"lost", figures.takeover->lost},
                          {"twice", figures.takeover->twice},
                          {"identical", figures.takeover->identical}};
    }
    list.push_back(std::move(json));
  }
  return list.dump(2) + "\n";
}

}  // namespace crowd
