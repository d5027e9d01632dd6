#include "os/tls/tls_channels.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <cstdint>

#include "base/check.h"
#include "os/tls/openssl_handles.h"
#include "os/tls/tls_channel.h"

namespace os {

namespace {

// A certificate of ours has some 230 bytes. A longer chain is refused before it is read.
constexpr long kCertificateBytesMax = 2048;

// A record of a handshake, of any version of TLS (RFC 8446, 5.1).
constexpr std::array<std::uint8_t, 2> kHandshakeRecord{22, 3};

Key key_of(const base::KeySeed& seed) {
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.bytes.data(), seed.bytes.size()));
  CHECK(key != nullptr, "every 32 bytes are the seed of an Ed25519 key");
  return key;
}

// In place of a check of names, dates and authorities, of which there are none: one certificate, of an
// Ed25519 key. Whose key it is decides who is there; that is for others to judge.
int is_a_lone_ed25519_key(X509_STORE_CTX* shown, void*) {
  const X509* certificate = X509_STORE_CTX_get0_cert(shown);
  const EVP_PKEY* key = certificate == nullptr ? nullptr : X509_get0_pubkey(certificate);
  const STACK_OF(X509)* chain = X509_STORE_CTX_get0_untrusted(shown);
  const bool lone = chain == nullptr || sk_X509_num(chain) <= 1;
  const bool fine = lone && key != nullptr && EVP_PKEY_get_id(key) == EVP_PKEY_ED25519;
  X509_STORE_CTX_set_error(shown, fine ? X509_V_OK : X509_V_ERR_CERT_REJECTED);
  return fine ? 1 : 0;
}

void restrict_to_what_is_needed(SSL_CTX* context) {
  const bool done =
      SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
      SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256") == 1 &&
      SSL_CTX_set1_groups_list(context, "X25519") == 1 &&
      SSL_CTX_set1_sigalgs_list(context, "ed25519") == 1 &&
      SSL_CTX_set1_client_sigalgs_list(context, "ed25519") == 1 && SSL_CTX_set_num_tickets(context, 0) == 1;
  CHECK(done, "OpenSSL knows TLS 1.3 with Ed25519");
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_max_cert_list(context, kCertificateBytesMax);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_cert_verify_callback(context, is_a_lone_ed25519_key, nullptr);
  // Hundreds of links are idle most of the time: their buffers are given back in between.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
}

class TlsChannels final : public Channels {
 public:
  explicit TlsChannels(const base::KeySeed& seed) {
    prepare_openssl();
    context_.reset(SSL_CTX_new(TLS_method()));
    CHECK(context_ != nullptr, "there is memory for a TLS context");
    restrict_to_what_is_needed(context_.get());
    const Key key = key_of(seed);
    const Certificate certificate = self_signed(*key, "conclave", nullptr);  // nobody looks at more of it than the key
    const bool shown = SSL_CTX_use_certificate(context_.get(), certificate.get()) == 1 &&
                       SSL_CTX_use_PrivateKey(context_.get(), key.get()) == 1;
    CHECK(shown, "OpenSSL takes the certificate it made");
    ERR_clear_error();
  }

  std::unique_ptr<Channel> make(bool dialed) override {
    return std::make_unique<TlsChannel>(*context_, dialed);
  }
  base::ByteView opening() const override { return kHandshakeRecord; }

 private:
  SslContext context_;
};

}  // namespace

std::unique_ptr<Channels> tls_channels(const base::KeySeed& seed) {
  return std::make_unique<TlsChannels>(seed);
}

}  // namespace os
