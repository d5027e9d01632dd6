#include "os/tls/service_tls.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <cstdio>

#include "base/check.h"
#include "os/private_file.h"

namespace os {

namespace {

using Bio = std::unique_ptr<BIO, FreedBy<BIO_free>>;

constexpr long kChainBytesMax = 16 * 1024;  // of what a client shows

// Whoever comes is let in as far as TLS goes: passwords, and hashes of certificates, decide.
int is_anybody(X509_STORE_CTX* shown, void*) {
  X509_STORE_CTX_set_error(shown, X509_V_OK);
  return 1;
}

std::string text_in(BIO& memory) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(&memory, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

}  // namespace

base::Result<std::unique_ptr<ServiceTls>> ServiceTls::load(const std::string& certificate_file, const std::string& key_file) {
  prepare_openssl();
  SslContext context(SSL_CTX_new(TLS_server_method()));
  CHECK(context != nullptr, "there is memory for a TLS context");
  SSL_CTX* const made = context.get();
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(made, certificate_file.c_str()) != 1) {
    return base::Error{"can't use the certificate in " + certificate_file + ": it must be there, in PEM"};
  }
  if (SSL_CTX_use_PrivateKey_file(made, key_file.c_str(), SSL_FILETYPE_PEM) != 1 || SSL_CTX_check_private_key(made) != 1) {
    ERR_clear_error();
    return base::Error{"can't use the key in " + key_file + ": it must be there, in PEM, without a passphrase, and the one of " + certificate_file};
  }
  CHECK(SSL_CTX_set_min_proto_version(made, TLS1_2_VERSION) == 1 && SSL_CTX_set_num_tickets(made, 0) == 1, "OpenSSL knows TLS 1.2");
  SSL_CTX_set_options(made, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(made, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_max_cert_list(made, kChainBytesMax);
  SSL_CTX_set_verify(made, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(made, is_anybody, nullptr);
  SSL_CTX_set_mode(made, SSL_MODE_RELEASE_BUFFERS);
  return std::unique_ptr<ServiceTls>(new ServiceTls(std::move(context)));
}

std::unique_ptr<TlsChannel> ServiceTls::accept() const {
  return std::make_unique<TlsChannel>(*context_, false, Proof::kNothing);
}

base::Status make_certificate(const std::string& certificate_file, const std::string& key_file, const std::string& name) {
  prepare_openssl();
  const Key key(EVP_EC_gen("P-256"));
  CHECK(key != nullptr, "OpenSSL makes a key");
  const Certificate certificate = self_signed(*key, name, EVP_sha256());
  const Bio key_text(BIO_new(BIO_s_mem())), certificate_text(BIO_new(BIO_s_mem()));
  const bool written = PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
                       PEM_write_bio_X509(certificate_text.get(), certificate.get()) == 1;
  CHECK(written, "OpenSSL writes a key and a certificate");
  // The key first: a certificate shows that both are there.
  if (base::Status status = write_private_file(key_file, text_in(*key_text)); !status) return status;
  return write_private_file(certificate_file, text_in(*certificate_text));
}

base::Result<std::string> certificate_digest(const std::string& certificate_file) {
  const Bio file(BIO_new_file(certificate_file.c_str(), "r"));
  const Certificate certificate(file == nullptr ? nullptr : PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (certificate == nullptr) return base::Error{"can't read the certificate in " + certificate_file + ": it must be there, in PEM"};
  return digest_of(*certificate);
}

}  // namespace os
