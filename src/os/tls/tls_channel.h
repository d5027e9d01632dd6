// TlsChannel: one TLS connection in memory. Made by tls_channels, whose context must outlive it.
#pragma once

#include "os/tls/channel.h"
#include "os/tls/openssl_handles.h"

namespace os {

class TlsChannel final : public Channel {
 public:
  TlsChannel(SSL_CTX& context, bool dialed);

  State shake_hands() override;
  State state() const override { return state_; }
  const base::PublicKey& remote_key() const override { return remote_key_; }
  const base::LinkBinding& binding() const override { return binding_; }
  void feed(base::ByteView wire) override;
  std::optional<base::ByteView> read(std::span<std::uint8_t> into) override;
  void write(base::ByteView plain) override;
  void end() override;
  base::Bytes& output() override { return wire_.output; }

 private:
  // What OpenSSL reads from and writes to, instead of a socket.
  struct Wire {
    base::ByteView input;
    base::Bytes output;
  };
  friend struct WireMethod;

  void take_proofs();
  void stop(int result);

  Wire wire_;
  State state_ = State::kHandshake;
  base::PublicKey remote_key_;
  base::LinkBinding binding_;
  Ssl ssl_;
};

}  // namespace os
