#include "sim/core/trace.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

#include "sim/core/frame_text.h"

namespace sim {

namespace {

constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15ULL;
const base::Instant kWorldStart = base::Instant(std::chrono::hours(1));

// The mixing step of wyhash (Wang Yi): a folded 128-bit product.
std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a ^ 0xa0761d6478bd642fULL) * (b ^ kOdd);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace

std::string in_seconds(base::Instant at) {
  char text[32];
  const auto microseconds = (at - kWorldStart).count();
  std::snprintf(text, sizeof text, "%4lld.%06lld s", static_cast<long long>(microseconds / 1'000'000),
                static_cast<long long>(microseconds % 1'000'000));
  return text;
}

void Trace::frame(base::Instant now, HostIndex from, HostIndex to, const base::SharedBytes& bytes) {
  hash_in(now, Kind::kFrame, from, to, bytes->data(), bytes->size());
  keep({now, Kind::kFrame, from, to, bytes, {}});
}

void Trace::note(base::Instant now, Kind kind, HostIndex host, HostIndex other, std::string_view text) {
  hash_in(now, kind, host, other, text.data(), text.size());
  keep({now, kind, host, other, nullptr, std::string(text)});
}

void Trace::hash_in(base::Instant now, Kind kind, HostIndex from, HostIndex to, const void* data,
                    std::size_t size) {
  std::uint64_t state = mix(hash_, static_cast<std::uint64_t>(now.time_since_epoch().count()));
  state = mix(state, (std::uint64_t{from} << 32 | to) ^ (static_cast<std::uint64_t>(kind) << 60));
  const auto* at = static_cast<const unsigned char*>(data);
  for (std::uint64_t word = 0; size > 0; at += sizeof word) {
    const std::size_t take = std::min(size, sizeof word);
    word = size;
    std::memcpy(&word, at, take);
    state = mix(state, word);
    size -= take;
  }
  hash_ = state;
}

void Trace::keep(Moment moment) {
  if (listener_) listener_(line_of(moment, naming_));
  if (!ring_.empty()) ring_[moments_ % ring_.size()] = std::move(moment);
  ++moments_;
}

void Trace::on_line(Naming naming, std::function<void(const std::string&)> listener) {
  naming_ = std::move(naming);
  listener_ = std::move(listener);
}

std::vector<std::string> Trace::last(std::size_t count_max, const Naming& naming) const {
  const std::uint64_t count =
      std::min({moments_, static_cast<std::uint64_t>(ring_.size()), static_cast<std::uint64_t>(count_max)});
  std::vector<std::string> lines;
  for (std::uint64_t i = moments_ - count; i < moments_; ++i)
    lines.push_back(line_of(ring_[i % ring_.size()], naming));
  return lines;
}

std::string Trace::line_of(const Moment& moment, const Naming& naming) {
  static constexpr const char* kWords[] = {"", "link", "", "FAULT", "log:", ""};
  std::string line = in_seconds(moment.at) + "  ";
  if (moment.from != kNoHost) line += name_of(moment.from);
  if (moment.to != kNoHost) line += " -> " + name_of(moment.to);
  line += "  ";
  if (moment.frame != nullptr) return line + frame_text(*moment.frame, naming);
  const std::string word = kWords[static_cast<std::size_t>(moment.kind)];
  return line + word + (word.empty() ? "" : " ") + moment.text;
}

}  // namespace sim
