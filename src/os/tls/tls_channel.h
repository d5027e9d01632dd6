// TlsChannel: one TLS connection in memory. Made by tls_channels or a ServiceTls, whose context must outlive it.
#pragma once

#include "os/tls/channel.h"
#include "os/tls/openssl_handles.h"

namespace os {

// What the other side has to show: a key of its own, or nothing, as a client of a service.
enum class Proof : std::uint8_t { kKey, kNothing };

class TlsChannel final : public Channel {
 public:
  TlsChannel(SSL_CTX& context, bool dialed, Proof proof = Proof::kKey);

  State shake_hands() override;
  State state() const override { return state_; }
  const base::PublicKey& remote_key() const override { return remote_key_; }
  const base::LinkBinding& binding() const override { return binding_; }
  void feed(base::ByteView wire) override;
  std::optional<base::ByteView> read(std::span<std::uint8_t> into) override;
  void write(base::ByteView plain) override;
  void end() override;
  base::Bytes& output() override { return wire_.output; }

  // SHA-256 of the certificate that the other side showed, in hex; empty where it showed none.
  std::string certificate_digest() const;

 private:
  // What OpenSSL reads from and writes to, instead of a socket.
  struct Wire {
    base::ByteView input;
    base::Bytes output;
  };
  friend struct WireMethod;

  void take_proofs();
  void stop(int result);

  const Proof proof_;
  Wire wire_;
  State state_ = State::kHandshake;
  base::PublicKey remote_key_;
  base::LinkBinding binding_;
  Ssl ssl_;
};

}  // namespace os
