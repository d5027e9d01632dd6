// Channels that are TLS 1.3: both ends show a certificate they signed themselves and prove its key, Ed25519
// and nothing else. No names, dates or authorities count, no session is resumed. By OpenSSL 3.
#pragma once

#include <memory>

#include "base/keys.h"
#include "os/tls/channel.h"

namespace os {

// They show the key of `seed`, and must not outlive what is returned.
std::unique_ptr<Channels> tls_channels(const base::KeySeed& seed);

}  // namespace os
