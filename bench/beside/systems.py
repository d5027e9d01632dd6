"""The systems that are compared, each as members that a driver starts, speaks through, listens to and kills."""
import json
import os
import pathlib
import re
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CONCLAVE = ROOT / "build/release/bin/conclave"
JGROUPS = pathlib.Path("/usr/share/java/jgroups.jar")


def free_ports(count):
    """Ports that the system has just given; held together, so that they differ."""
    held = [socket.socket() for _ in range(count)]
    for each in held:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


class Member:
    """One process. `heard` has (when, nick of who said it, text); `gone` has (when, nick) of those it holds for dead."""

    def __init__(self, nick, command, environment=None):
        self.nick, self.rest = nick, b""
        self.view, self.leader, self.heard, self.gone = 0, "", [], []
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        env={**os.environ, **(environment or {})})
        os.set_blocking(self.process.stdout.fileno(), False)

    def say(self, text):
        self.process.stdin.write((text + "\n").encode())
        self.process.stdin.flush()

    def take(self, now):
        """Reads what it printed; false at its end."""
        try:
            data = os.read(self.process.stdout.fileno(), 1 << 16)
        except BlockingIOError:
            return True
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self.printed(line.decode(errors="replace"), now)
        return data != b""

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Group:
    """`size` members that know each other. To be used in a `with` statement."""
    talks = True  # members can say lines
    leads = True  # one of them, who is known

    def __init__(self, size):
        self.size, self.members = size, []
        self.folder = tempfile.TemporaryDirectory(prefix="conclave_beside_")
        self.selector = selectors.DefaultSelector()

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for member in self.members:
            if member.process.poll() is None:
                member.kill()
            member.process.stdin.close()
            member.process.stdout.close()
        self.selector.close()
        self.folder.cleanup()

    def add(self, member):
        self.members.append(member)
        self.selector.register(member.process.stdout, selectors.EVENT_READ, member)

    def drive(self, until, condition=lambda: False):
        """Listens until that time, or the condition holds: then true."""
        while not condition():
            left = until - time.monotonic()
            if left <= 0:
                return False
            for key, _ in self.selector.select(left):
                if not key.data.take(time.monotonic()):
                    self.selector.unregister(key.fileobj)
        return True

    def wait(self, condition, limit, what):
        if not self.drive(time.monotonic() + limit, condition):
            raise TimeoutError(f"waited {limit} s in vain until {what}")

    def coordinator(self):
        if not self.leads:
            return self.members[0]
        return next(m for m in self.members if m.nick == self.members[0].leader)


class ConclaveMember(Member):
    def printed(self, line, now):
        event = json.loads(line)
        if event["type"] == "ready":
            self.view = 1
        elif event["type"] == "leader":
            self.leader = event["nick"]
        elif event["type"] == "member" and event["change"] in ("joined", "up"):
            self.view += 1
        elif event["type"] == "member" and event["change"] in ("down", "left"):
            self.view -= 1
            self.gone.append((now, event["nick"]))
        elif event["type"] == "message":
            self.heard.append((now, event["nick"], event["text"]))


class Conclave(Group):
    def __init__(self, size):
        super().__init__(size)
        for folder in ("run", "data"):
            os.mkdir(f"{self.folder.name}/{folder}", 0o700)
        self.environment = {"XDG_RUNTIME_DIR": f"{self.folder.name}/run", "XDG_DATA_HOME": f"{self.folder.name}/data"}

    def add_peer(self, nick):
        self.add(ConclaveMember(nick, [CONCLAVE, nick, "--json", "--no-discovery"], self.environment))

    def start(self):
        for number in range(self.size):
            self.add_peer(f"m{number}")
            self.wait(lambda: self.members[-1].view > 0, 20, "a peer is ready")
        self.wait(lambda: all(m.view == self.size and m.leader == self.members[0].leader != "" for m in self.members), 60, "all are here")


class TalkMember(Member):
    """Talk.java or talk_tox.c, which print alike."""
    about = None  # what others need to find it, where it says so

    def printed(self, line, now):
        kind, _, rest = line.partition(" ")
        if kind == "ready":
            self.about = rest.split(" ")
        elif kind == "view":
            size, _, self.leader = rest.partition(" ")
            if int(size) < self.view:
                self.gone.append((now, ""))
            self.view = int(size)
        elif kind == "heard":
            nick, _, text = rest.partition(" ")
            self.heard.append((now, nick, text))


class JGroups(Group):
    program, member, arguments = "Talk", TalkMember, ()  # in this folder, and what it is told beside names and ports

    @staticmethod
    def missing():
        return [package for package, there in (("default-jdk-headless", shutil.which("javac")), ("libjgroups-java", JGROUPS.exists())) if not there]

    def start(self):
        here = pathlib.Path(__file__).parent
        subprocess.run(["javac", "-cp", JGROUPS, "-d", self.folder.name, here / "Stack.java", here / f"{self.program}.java"], check=True)
        ports = free_ports(self.size)
        for number, port in enumerate(ports):
            self.add(self.member(f"m{number}", ["java", "-Djava.net.preferIPv4Stack=true", "-cp", f"{self.folder.name}:{JGROUPS}", self.program,
                                                f"m{number}", str(port), ",".join(map(str, ports)), *self.arguments]))
            self.wait(lambda: self.members[-1].view > 0, 30, "a member is ready")
        self.wait(lambda: all(m.view == self.size for m in self.members), 60, "all are in one view")


class SerfMember(Member):
    def printed(self, line, now):
        for kind, nick in re.findall(r"serf: EventMember(Join|Failed|Leave): (\S+)", line):
            self.view += 1 if kind == "Join" else -1
            if kind != "Join":
                self.gone.append((now, nick))


class Serf(Group):
    talks = leads = False

    @staticmethod
    def missing():
        return [] if shutil.which("serf") else ["serf"]

    def start(self):
        ports = free_ports(2 * self.size)
        for number in range(self.size):
            first = [] if number == 0 else [f"-join=127.0.0.1:{ports[0]}"]
            self.add(SerfMember(f"m{number}", ["serf", "agent", f"-node=m{number}", f"-bind=127.0.0.1:{ports[2 * number]}",
                                               f"-rpc-addr=127.0.0.1:{ports[2 * number + 1]}", "-profile=local", "-log-level=info", *first]))
            self.wait(lambda: self.members[-1].view > 0, 20, "an agent is ready")
        self.wait(lambda: all(m.view == self.size for m in self.members), 60, "all see each other")


class Tox(Group):
    """A conference, to which its first member invites all others. Nobody coordinates it: the first is as good as any."""
    leads = False

    @staticmethod
    def missing():
        return [] if os.path.exists("/usr/include/tox/tox.h") else ["libtoxcore-dev"]

    def start(self):
        program = f"{self.folder.name}/talk_tox"
        subprocess.run(["cc", "-O2", "-o", program, pathlib.Path(__file__).parent / "talk_tox.c", "-ltoxcore"], check=True)
        for number in range(self.size):
            self.add(TalkMember(f"m{number}", [program, f"m{number}", *(self.members[0].about if number else [])]))
            self.wait(lambda: self.members[-1].about, 20, "a member is ready")
            if number:
                self.members[0].say("+" + self.members[-1].about[2])
        self.wait(lambda: all(m.view == self.size for m in self.members), 120, "all are in the conference")


SYSTEMS = {"conclave": Conclave, "jgroups": JGroups, "serf": Serf, "tox": Tox}


def choose(parser, chosen, known):
    """Those of `known` that were chosen, or all, and can be had: what is missing is installed from Debian, as root."""
    names = chosen or list(known)
    if any(name not in known for name in names):
        parser.error(f"a SYSTEM is one of {', '.join(known)}")
    wanted = [package for name in names for package in getattr(SYSTEMS[name], "missing", list)()]
    if wanted and os.geteuid() == 0:
        subprocess.run(["apt-get", "install", "-y", *wanted], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    there = [name for name in names if not getattr(SYSTEMS[name], "missing", list)()]
    for name in names:
        if name not in there:
            print(f"{name}: not here, left out", file=sys.stderr)
    return there


def print_report(report, as_json):
    if as_json:
        print(json.dumps(report, indent=2))
        return
    for key, value in report.items():
        print(f"{key:32} {value:10.2f}" if isinstance(value, float) else f"{key:32} {value:10}")
