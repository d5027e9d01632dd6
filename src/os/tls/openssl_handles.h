// OpenSSL's objects, freed when they go. For the files of this folder alone.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace os {

template <auto Free>
struct FreedBy {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using SslContext = std::unique_ptr<SSL_CTX, FreedBy<SSL_CTX_free>>;
using Ssl = std::unique_ptr<SSL, FreedBy<SSL_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreedBy<X509_free>>;
using BioMethod = std::unique_ptr<BIO_METHOD, FreedBy<BIO_meth_free>>;

// Before anything else.
void prepare_openssl();

// SHA-256, in hex.
std::string digest_of(const X509& certificate);

// Signed by itself, for good, by that name. Of an Ed25519 key where `digest` is null.
Certificate self_signed(EVP_PKEY& key, const std::string& name, const EVP_MD* digest);

}  // namespace os
