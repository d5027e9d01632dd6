// Names and texts between IRC and the group: both ways, without loss where there is a way. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontend::irc {

std::vector<std::string> words(std::string_view text);   // between blanks
std::vector<std::string> listed(std::string_view text);  // between commas, none of them empty

std::string upper(std::string_view text);
std::string folded(std::string_view name);  // CASEMAPPING=ascii: equal for names that are the same

// The longest part of `text`, of at most `bytes_max`, that does not end within a character.
std::string_view beginning(std::string_view text, std::size_t bytes_max);

// RFC 4648, padded; nothing where it is not that.
std::optional<std::string> from_base64(std::string_view text);

// As UTF-8: what is none is taken for Latin-1.
std::string to_utf8(std::string_view text);

bool is_nick(std::string_view nick);
std::string to_nick(std::string_view name);  // of a member: what IRC can't have in a nick becomes '_'
std::string to_user(std::string_view name);  // "~name", of at most 10 bytes

// NICK!USER@HOST with '*' and '?', whatever was left out. Empty where it can't be one.
std::string to_mask(std::string_view mask);
// '*' and '?' as in file names.
bool matches(std::string_view mask, std::string_view text);
inline constexpr std::size_t kKeyBytesMax = 32;
bool is_key(std::string_view key);  // that a room may ask for

// "#room" and the room; nothing where it is no name of a channel.
std::string to_channel(std::string_view room);
std::optional<std::string> to_room(std::string_view channel);

// What a line says, as the group keeps it: CTCP ACTION is "/me ". And back, in parts that each fit an IRC line with
// `overhead` bytes before them: lines of a text one by one, long ones cut at blanks where there are any.
std::string to_said(std::string_view text);
std::vector<std::string> to_irc(std::string_view said, std::size_t overhead);

}  // namespace frontend::irc
