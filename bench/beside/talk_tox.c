// A member of a toxcore conference that says what it reads and prints what it hears, for the driver beside it.
// usage: talk_tox NICK [PORT DHT-ID PUBLIC-KEY]      the first of them without, all others with what the first printed
// Prints "ready PORT DHT-ID PUBLIC-KEY", "view SIZE" and "heard NICK TEXT". A line "+PUBLIC-KEY" is no text: it invites.
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tox/tox.h>
#include <unistd.h>

static const char* nick;
static uint32_t conference = UINT32_MAX;

static void print_hex(const uint8_t* bytes) {
  for (int i = 0; i < 32; ++i) printf("%02x", bytes[i]);
}

static void read_hex(const char* text, uint8_t* bytes) {
  for (int i = 0; i < 32; ++i) {
    unsigned value = 0;
    if (sscanf(text + 2 * i, "%2x", &value) != 1) exit(2);
    bytes[i] = (uint8_t)value;
  }
}

static void came(Tox* tox, uint32_t number, TOX_CONNECTION status, void* unused) {
  (void)unused;
  if (status != TOX_CONNECTION_NONE && conference != UINT32_MAX) tox_conference_invite(tox, number, conference, NULL);
}

static void invited(Tox* tox, uint32_t number, TOX_CONFERENCE_TYPE type, const uint8_t* cookie, size_t length, void* unused) {
  (void)type, (void)unused;
  conference = tox_conference_join(tox, number, cookie, length, NULL);
}

static void changed(Tox* tox, uint32_t number, void* unused) {
  (void)unused;
  printf("view %u\n", tox_conference_peer_count(tox, number, NULL));
}

static void heard(Tox* tox, uint32_t number, uint32_t peer, TOX_MESSAGE_TYPE type, const uint8_t* text, size_t length, void* unused) {
  (void)type, (void)unused;
  if (!tox_conference_peer_number_is_ours(tox, number, peer, NULL)) printf("heard %.*s\n", (int)length, (const char*)text);
}

static void read_line(Tox* tox, const char* line) {
  if (*line == '+') {
    uint8_t key[32];
    read_hex(line + 1, key);
    tox_friend_add_norequest(tox, key, NULL);
    return;
  }
  char text[1024];
  const int length = snprintf(text, sizeof text, "%s %s", nick, line);
  if (tox_conference_send_message(tox, conference, TOX_MESSAGE_TYPE_NORMAL, (const uint8_t*)text, (size_t)length, NULL)) printf("heard %s\n", text);
}

int main(int count, char** words) {
  if (count != 2 && count != 5) return 2;
  nick = words[1];
  struct Tox_Options* options = tox_options_new(NULL);
  tox_options_set_ipv6_enabled(options, false);
  tox_options_set_local_discovery_enabled(options, false);
  tox_options_set_start_port(options, 40000);
  tox_options_set_end_port(options, 59000);
  Tox* tox = tox_new(options, NULL);
  if (tox == NULL) return 1;
  tox_callback_friend_connection_status(tox, came);
  tox_callback_conference_invite(tox, invited);
  tox_callback_conference_message(tox, heard);
  tox_callback_conference_peer_list_changed(tox, changed);
  uint8_t key[32];
  if (count == 5) {
    read_hex(words[3], key);
    if (!tox_bootstrap(tox, "127.0.0.1", (uint16_t)atoi(words[2]), key, NULL)) return 1;
    read_hex(words[4], key);
    tox_friend_add_norequest(tox, key, NULL);
  } else {
    conference = tox_conference_new(tox, NULL);
  }
  printf("ready %u ", tox_self_get_udp_port(tox, NULL));
  tox_self_get_dht_id(tox, key);
  print_hex(key);
  printf(" ");
  tox_self_get_public_key(tox, key);
  print_hex(key);
  printf("\n");
  fcntl(0, F_SETFL, O_NONBLOCK);
  char input[65536];
  size_t have = 0;
  for (;;) {
    fflush(stdout);
    struct pollfd in = {.fd = 0, .events = POLLIN, .revents = 0};
    poll(&in, 1, (int)tox_iteration_interval(tox));
    const ssize_t got = read(0, input + have, sizeof input - 1 - have);
    if (got == 0) break;
    if (got > 0) have += (size_t)got;
    input[have] = 0;
    char* line = input;
    for (char* end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
      *end = 0;
      read_line(tox, line);
    }
    have -= (size_t)(line - input);
    memmove(input, line, have);
    tox_iterate(tox, NULL);
  }
  tox_kill(tox);
  return 0;
}
