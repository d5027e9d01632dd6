// Acquaintances: where members of the group were met, kept across restarts, so that a peer finds them again
// without being told an address. Hints: they are dialed until somebody is met and has told where everybody
// is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "protocol/chat.h"

namespace node {

class Acquaintances {
 public:
  static constexpr std::size_t kCountMax =
      64;  // beyond it, those away are forgotten, the longest known first
  static constexpr base::Duration kLookEvery = std::chrono::milliseconds(500);  // and at once where somebody came
  static constexpr base::Duration kRememberEvery = std::chrono::seconds(5);  // written no more often
  static constexpr base::Duration kDialFor = std::chrono::minutes(1);        // once somebody is met

  // What remember() gave in an earlier run; what is not of its form is ignored.
  Acquaintances(const protocol::Chat& chat, base::PeerId self, base::ByteView kept);

  // What was kept: to be dialed from the start, until they are named by done_dialing(), which is once.
  const std::vector<std::string>& to_dial() const { return to_dial_; }
  std::vector<std::string> done_dialing(base::Instant now);

  // To be kept, where it has changed and was not just asked for.
  std::optional<base::Bytes> remember(base::Instant now);

 private:
  struct Acquaintance {
    base::PeerId id;
    std::string address;
  };

  using Known = std::vector<Acquaintance>;

  std::string address_of(const base::PeerId& id) const;
  bool is_here(const Acquaintance& acquaintance) const;
  bool follow_those_who_moved();
  bool meet(const base::PeerId& id, const std::string& address);
  bool has_room() const;
  Known::const_reverse_iterator last_away() const;
  base::Bytes kept() const;

  const protocol::Chat& chat_;
  const base::PeerId self_;
  Known known_;  // the newest first
  std::vector<std::string> to_dial_;
  base::Instant next_at_{}, next_look_{};
  std::size_t here_at_last_look_ = 0;
  std::optional<base::Instant> met_at_;
};

}  // namespace node
