"""Two network namespaces of Linux with a cable between them, as two machines."""
import os
import re
import shutil
import socket
import subprocess
import sys

# What the first machine is called.
NAME = "longtail-trainer"
# Addresses for tests of networks (RFC 2544).
ADDRESSES = ["198.18.77.1", "198.18.77.2"]
HOSTS_FILES = "/etc/netns"


class Skipped(Exception):
    pass


def ip(*words):
    outcome = subprocess.run(["ip", *words], capture_output=True, text=True)
    if outcome.returncode != 0:
        raise OSError(f"ip {' '.join(words)}: {outcome.stderr.strip()}")


class TwoMachines:
    """Two namespaces with a cable between them, for as long as the block lasts."""

    def __init__(self):
        self.names = [f"longtail-{os.getpid()}-{number}" for number in range(2)]
        self.links = [f"lt{os.getpid()}-{number}" for number in range(2)]
        self.processes = []
        self.had_hosts_files = False

    def __enter__(self):
        if not sys.platform.startswith("linux"):
            raise Skipped("network namespaces are Linux's")
        if shutil.which("ip") is None:
            raise Skipped("the program ip (iproute2) is not there")
        if os.geteuid() != 0:
            raise Skipped("network namespaces need root")
        remove_left_behind()
        self.had_hosts_files = os.path.isdir(HOSTS_FILES) and bool(os.listdir(HOSTS_FILES))
        try:
            self.connect()
        except BaseException:
            self.remove()
            raise
        return self

    def connect(self):
        try:
            for name in self.names:
                ip("netns", "add", name)
            ip("link", "add", self.links[0], "netns", self.names[0], "type", "veth",
               "peer", "name", self.links[1], "netns", self.names[1])
        except OSError as problem:
            raise Skipped(f"network namespaces are not permitted here ({problem})")
        for number, (name, link) in enumerate(zip(self.names, self.links)):
            ip("-n", name, "link", "set", "lo", "up")
            ip("-n", name, "address", "add", f"{ADDRESSES[number]}/24", "dev", link)
            ip("-n", name, "link", "set", link, "up")
            ip("-n", name, "route", "add", "default", "via", ADDRESSES[1 - number])
            os.makedirs(f"{HOSTS_FILES}/{name}")
            with open(f"{HOSTS_FILES}/{name}/hosts", "w") as file:
                own = f"127.0.1.1 {NAME}" if number == 0 else f"{ADDRESSES[0]} {NAME}"
                # All addresses have names, as no server of names can be asked.
                file.write(f"127.0.0.1 localhost {socket.gethostname()}\n{own}\n")
                file.writelines(f"{address} machine{place}\n" for place, address in enumerate(ADDRESSES))
            with open(f"{HOSTS_FILES}/{name}/resolv.conf", "w") as file:
                file.write("options timeout:1 attempts:1\n")

    def __exit__(self, *_):
        self.remove()

    def end_processes(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        self.processes.clear()

    def remove(self):
        self.end_processes()
        for name in self.names:
            remove(name)
        if not self.had_hosts_files and os.path.isdir(HOSTS_FILES) and not os.listdir(HOSTS_FILES):
            os.rmdir(HOSTS_FILES)

    def pull_cable(self):
        ip("-n", self.names[0], "link", "set", self.links[0], "down")

    def start(self, number, command, environment, errors):
        process = subprocess.Popen(
            ["ip", "netns", "exec", self.names[number], *command], env=os.environ | environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
        self.processes.append(process)
        return process


def remove(name):
    """Cables go with the namespaces that they end in."""
    subprocess.run(["ip", "netns", "delete", name], stderr=subprocess.DEVNULL)
    shutil.rmtree(f"{HOSTS_FILES}/{name}", ignore_errors=True)


def remove_left_behind():
    """What earlier rounds could not remove, as they were killed."""
    listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True).stdout
    for line in listed.splitlines():
        found = re.match(r"longtail-(\d+)-[01]\b", line)
        if found and not os.path.exists(f"/proc/{found.group(1)}"):
            remove(found.group(0))
