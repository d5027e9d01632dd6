// What the program asks of the account and machine it runs on. Reads only.
#pragma once

#include <chrono>
#include <string>

#include "base/time.h"

namespace conclave {

std::string login_name();      // "somebody" where the account has no name
std::string own_program();     // the path of the running executable
bool owner_sees_own_typing();  // standard input and output are one terminal, which echoes

// How far east of Greenwich the local clock is at that moment.
std::chrono::seconds local_utc_offset(base::WallTime at);

}  // namespace conclave
