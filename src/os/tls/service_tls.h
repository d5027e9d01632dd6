// ServiceTls: TLS as a service has it for its clients: 1.2 or later, a certificate from a file, and none asked for that
// anybody vouches for. What a client shows of itself is known by its hash.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "os/tls/tls_channel.h"

namespace os {

class ServiceTls {
 public:
  // PEM; the certificate first, then those it leads to.
  static base::Result<std::unique_ptr<ServiceTls>> load(const std::string& certificate_file, const std::string& key_file);

  std::unique_ptr<TlsChannel> accept() const;

 private:
  explicit ServiceTls(SslContext context) : context_(std::move(context)) {}
  SslContext context_;
};

// A key (ECDSA P-256) and a certificate it signed itself, in new files of this user alone.
base::Status make_certificate(const std::string& certificate_file, const std::string& key_file, const std::string& name);

// SHA-256 of the certificate in that file, in hex: what a client compares.
base::Result<std::string> certificate_digest(const std::string& certificate_file);

}  // namespace os
