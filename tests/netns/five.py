"""Five real peers, each in a network namespace of its own on one bridge. For scripts here and in bench/; needs root, iproute2 and
nftables."""
import json
import os
import subprocess
import threading
import time

PEERS = 5


def run(*command):
    subprocess.run(command, check=True, capture_output=True, text=True)


class Net:
    """Namespaces on one bridge. Faults are nftables rules at the receiving end."""

    def __init__(self):
        self.tag = f"cv{os.getpid()}"
        self.names = [f"{self.tag}-{i}" for i in range(PEERS)]
        self.hub = f"{self.tag}-hub"

    def __enter__(self):
        try:
            run("ip", "netns", "add", self.hub)
            run("ip", "-n", self.hub, "link", "add", "br0", "type", "bridge")
            run("ip", "-n", self.hub, "link", "set", "br0", "up")
            for i, name in enumerate(self.names):
                run("ip", "netns", "add", name)
                run("ip", "-n", name, "link", "add", "eth0", "type", "veth", "peer", "name", f"p{i}", "netns", self.hub)
                run("ip", "-n", self.hub, "link", "set", f"p{i}", "master", "br0", "up")
                run("ip", "-n", name, "addr", "add", f"{self.address(i)}/24", "dev", "eth0")
                run("ip", "-n", name, "link", "set", "eth0", "up")
                run("ip", "-n", name, "link", "set", "lo", "up")
                self.nft(i, "add table inet fault")
                self.nft(i, "add chain inet fault in { type filter hook input priority 0; }")
        except Exception:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in self.names + [self.hub]:
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)

    @staticmethod
    def address(i):
        return f"10.201.77.{i + 1}"

    def nft(self, i, command):
        run("ip", "netns", "exec", self.names[i], "nft", *command.split())

    def drop(self, at, source):
        self.nft(at, f"add rule inet fault in ip saddr {self.address(source)} drop")

    def lose(self, at, percent):
        self.nft(at, f"add rule inet fault in iifname eth0 numgen random mod 100 < {percent} drop")

    def plug(self, i, plugged):
        run("ip", "-n", self.hub, "link", "set", f"p{i}", "up" if plugged else "down")

    def heal(self):
        for i in range(PEERS):
            self.nft(i, "flush chain inet fault in")


# Where the peers of one run find out that they are one group; they reach each other through the network alone.
def run_folder(folder):
    path = os.path.join(folder, "run")
    os.makedirs(path, mode=0o700, exist_ok=True)
    return path


class Peer:
    def __init__(self, net, i, binary, folder):
        self.i, self.said, self.binary, self.data = i, [], binary, os.path.join(folder, f"p{i}")
        self.node = None
        command = ["ip", "netns", "exec", net.names[i], binary, f"p{i}", "--json", "--data", self.data,
                   "--listen", f"{net.address(i)}:7000"]
        for other in (0, 1, 2):
            if other != i:
                command += ["--peer", f"{net.address(other)}:7000"]
        self.errors = open(os.path.join(folder, f"p{i}.log"), "w", encoding="utf-8")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True,
                                        env={**os.environ, "XDG_RUNTIME_DIR": run_folder(folder)})
        self.shown, self.shown_at, self.acknowledged = [], [], 0
        self.leader, self.leader_changes = None, 0
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            event = json.loads(line)
            if event["type"] == "message":
                self.shown.append(event["text"])
                self.shown_at.append(time.monotonic())
            self.acknowledged += event["type"] == "acknowledged"
            if event["type"] == "leader":
                self.leader = event["node"]
                self.leader_changes += 1
            if event["type"] == "ready":
                self.node = event["node"]

    def say(self):
        text = f"p{self.i} {len(self.said)}"
        self.said.append(text)
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def history(self):
        printed = subprocess.run([self.binary, "history", "--json", "--data", self.data],
                                 capture_output=True, text=True, check=True).stdout
        return [json.loads(line)["text"] for line in printed.splitlines() if '"type":"history"' in line]

    def end(self):
        self.process.kill()
        self.process.wait()
        self.errors.close()


def wait(condition, limit):
    start = time.monotonic()
    while time.monotonic() - start < limit:
        if condition():
            return time.monotonic() - start
        time.sleep(0.02)
    return None
