// One small file of this user alone (0600), read as a whole and replaced as a whole: it is never seen half
// written.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace os {

inline constexpr std::size_t kPrivateFileBytesMax = 64 * 1024;

// Nothing where there is none, or none of this user, or a larger one.
std::optional<std::string> read_private_file(const std::string& path);

// The folder it is in has to be there.
base::Status write_private_file(const std::string& path, const std::string& content);

}  // namespace os
