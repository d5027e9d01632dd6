"""HexChat's side of hexchat_test.sh: what it shows goes to the file HEXCHAT_OUT, what is appended to HEXCHAT_IN is typed."""
import os

import hexchat

__module_name__ = "driven by a test"
__module_version__ = "1"
__module_description__ = __doc__

EVENTS = ("Channel Message", "Channel Msg Hilight", "Your Message", "Channel Action", "Your Action", "Private Message",
          "Private Message to Dialog", "Message Send", "Topic Change", "Join", "You Join", "Part", "Quit", "Connected", "Disconnected",
          "Server Error", "Users On Channel", "Your Nick Changing", "Change Nick")
typed = 0


def shown(word, _eol, event):
    with open(os.environ["HEXCHAT_OUT"], "a", encoding="utf-8") as out:
        out.write(f"{event} | {hexchat.get_info('channel')} | {' | '.join(word)}\n")
    return hexchat.EAT_NONE


def type_what_is_new(_):
    global typed
    with open(os.environ["HEXCHAT_IN"], encoding="utf-8") as commands:
        lines = commands.read().split("\n")[:-1]
    room = hexchat.find_context(channel="#den")
    if room is not None:
        for line in lines[typed:]:
            room.command(line[1:] if line.startswith("/") else f"say {line}")
        typed = len(lines)
    return True  # again


for name in EVENTS:
    hexchat.hook_print(name, shown, name)
hexchat.hook_timer(100, type_what_is_new)
