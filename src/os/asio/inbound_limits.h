// InboundLimits: how many links others may open to us, and how many of them may stay silent. Counts only;
// AsioNetwork owns it and closes what is refused. It must outlive its slots.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace os {

// Whom an address counts for: one IPv4 address, or one IPv6 /64, which one person often owns.
boost::asio::ip::address source_of(const boost::asio::ip::address& remote);

class InboundLimits {
 public:
  struct Options {
    std::size_t links_max = 1024;             // open inbound links in all
    std::size_t silent_max = 256;             // those that never sent a frame
    std::size_t silent_per_address_max = 64;  // of one source
  };
  enum class Refusal : std::uint8_t { kNone, kFull, kSilentFull, kSilentPerAddress };

  // One admitted link's place; given back when destroyed.
  class Slot {
   public:
    Slot() = default;
    Slot(Slot&& other) noexcept { swap(other); }
    Slot& operator=(Slot&& other) noexcept {
      Slot(std::move(other)).swap(*this);
      return *this;
    }
    ~Slot();

    void heard_frame();  // the link is silent no longer

   private:
    friend class InboundLimits;
    Slot(InboundLimits& limits, boost::asio::ip::address source) : limits_(&limits), source_(source) {}
    void swap(Slot& other) noexcept;

    InboundLimits* limits_ = nullptr;
    boost::asio::ip::address source_;
    bool silent_ = true;
  };

  explicit InboundLimits(const Options& options) : options_(options) {}
  InboundLimits(const InboundLimits&) = delete;
  InboundLimits& operator=(const InboundLimits&) = delete;

  Refusal check(const boost::asio::ip::address& remote) const;
  Slot admit(const boost::asio::ip::address& remote);  // only what check() did not refuse

 private:
  void leave_silence(const boost::asio::ip::address& source);

  Options options_;
  std::size_t links_ = 0;
  std::size_t silent_ = 0;
  std::map<boost::asio::ip::address, std::size_t> silent_by_source_;
};

}  // namespace os
