#include "os/tls/tls_channel.h"

#include <openssl/err.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "base/check.h"

namespace os {

namespace {

// RFC 9266: what each end of this connection, and nobody else, can compute.
constexpr std::string_view kBindingLabel = "EXPORTER-Channel-Binding";

}  // namespace

struct WireMethod {
  static TlsChannel::Wire& wire_of(BIO* bio) { return *static_cast<TlsChannel::Wire*>(BIO_get_data(bio)); }

  static int read(BIO* bio, char* into, int size) {
    base::ByteView& input = wire_of(bio).input;
    BIO_clear_retry_flags(bio);
    if (input.empty()) {
      BIO_set_retry_read(bio);
      return -1;
    }
    const std::size_t taken = std::min(input.size(), static_cast<std::size_t>(size));
    std::memcpy(into, input.data(), taken);
    input = input.subspan(taken);
    return static_cast<int>(taken);
  }

  static int write(BIO* bio, const char* bytes, int size) {
    base::Bytes& output = wire_of(bio).output;
    output.insert(output.end(), bytes, bytes + size);
    return size;
  }

  static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

  static BIO* make(TlsChannel::Wire& wire) {
    static const BioMethod kMethod = [] {
      BioMethod method(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "link"));
      CHECK(method != nullptr, "OpenSSL has room for one more kind of BIO");
      BIO_meth_set_read(method.get(), read);
      BIO_meth_set_write(method.get(), write);
      BIO_meth_set_ctrl(method.get(), control);
      return method;
    }();
    BIO* bio = BIO_new(kMethod.get());
    CHECK(bio != nullptr, "there is memory for a BIO");
    BIO_set_data(bio, &wire);
    BIO_set_init(bio, 1);
    return bio;
  }
};

TlsChannel::TlsChannel(SSL_CTX& context, bool dialed, Proof proof) : proof_(proof), ssl_(SSL_new(&context)) {
  CHECK(ssl_ != nullptr, "there is memory for a TLS connection");
  BIO* bio = WireMethod::make(wire_);
  SSL_set_bio(ssl_.get(), bio, bio);
  dialed ? SSL_set_connect_state(ssl_.get()) : SSL_set_accept_state(ssl_.get());
}

TlsChannel::State TlsChannel::shake_hands() {
  if (state_ != State::kHandshake) return state_;
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) {
    take_proofs();
  } else {
    stop(result);
  }
  return state_;
}

// The certificate was checked to hold an Ed25519 key (tls_channels.cc), and TLS that its holder signed this
// very handshake with it.
void TlsChannel::take_proofs() {
  if (proof_ == Proof::kNothing) {
    state_ = State::kOpen;
    return;
  }
  X509* certificate = SSL_get0_peer_certificate(ssl_.get());
  const EVP_PKEY* key = certificate == nullptr ? nullptr : X509_get0_pubkey(certificate);
  std::size_t size = remote_key_.bytes.size();
  const bool known = key != nullptr && EVP_PKEY_get_id(key) == EVP_PKEY_ED25519 &&
                     EVP_PKEY_get_raw_public_key(key, remote_key_.bytes.data(), &size) == 1;
  const bool bound =
      SSL_export_keying_material(ssl_.get(), binding_.bytes.data(), binding_.bytes.size(),
                                 kBindingLabel.data(), kBindingLabel.size(), nullptr, 0, 0) == 1;
  state_ = known && bound ? State::kOpen : State::kBroken;
}

void TlsChannel::feed(base::ByteView wire) {
  CHECK(wire_.input.empty() || state_ >= State::kEnded, "feed() only after read() answered nothing");
  if (state_ < State::kEnded) wire_.input = wire;
}

std::optional<base::ByteView> TlsChannel::read(std::span<std::uint8_t> into) {
  if (state_ != State::kOpen) return std::nullopt;
  ERR_clear_error();
  std::size_t size = 0;
  const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &size);
  if (result == 1) return base::ByteView(into.data(), size);
  stop(result);
  return std::nullopt;
}

// Nothing is wrong where only more bytes are needed.
void TlsChannel::stop(int result) {
  const int error = SSL_get_error(ssl_.get(), result);
  if (error == SSL_ERROR_WANT_READ) return;
  state_ = error == SSL_ERROR_ZERO_RETURN ? State::kEnded : State::kBroken;
  wire_.input = {};
  ERR_clear_error();
}

void TlsChannel::write(base::ByteView plain) {
  CHECK(state_ != State::kHandshake, "nothing is written before the other side is known");
  if (state_ == State::kBroken) return;
  ERR_clear_error();
  std::size_t written = 0;
  const int result = SSL_write_ex(ssl_.get(), plain.data(), plain.size(), &written);
  if (result != 1 || written != plain.size()) state_ = State::kBroken;  // as after an alert that crossed
}

void TlsChannel::end() {
  if (state_ != State::kOpen && state_ != State::kEnded) return;
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  ERR_clear_error();
}

std::string TlsChannel::certificate_digest() const {
  const X509* certificate = SSL_get0_peer_certificate(ssl_.get());
  return certificate == nullptr ? std::string() : digest_of(*certificate);
}

}  // namespace os
