// Channels that do nothing: what TLS costs is measured against them. For this benchmark alone; the product
// has no way to use them.
#pragma once

#include <utility>

#include "os/tls/channel.h"

namespace bench {

class PlainChannel final : public os::Channel {
 public:
  State shake_hands() override { return State::kOpen; }
  State state() const override { return State::kOpen; }
  const base::PublicKey& remote_key() const override { return key_; }
  const base::LinkBinding& binding() const override { return binding_; }
  void feed(base::ByteView wire) override { wire_ = wire; }
  std::optional<base::ByteView> read(std::span<std::uint8_t>) override {
    if (wire_.empty()) return std::nullopt;
    return std::exchange(wire_, {});
  }
  void write(base::ByteView plain) override { output_.insert(output_.end(), plain.begin(), plain.end()); }
  void end() override {}
  base::Bytes& output() override { return output_; }

 private:
  base::PublicKey key_;
  base::LinkBinding binding_;
  base::ByteView wire_;
  base::Bytes output_;
};

class PlainChannels final : public os::Channels {
 public:
  std::unique_ptr<os::Channel> make(bool) override { return std::make_unique<PlainChannel>(); }
};

}  // namespace bench
