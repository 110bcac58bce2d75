"""Processes that train together: how they are started, and how it is judged what they did."""

import os
import re
import signal
import socket
import subprocess
import time

from program import Outcome, training

COUNT = 2
EPOCHS = 20
# Of these, in seconds: how long processes wait for each other to come, and for a sign of life.
MEETING, SILENCE = 5, 5
# No fault may keep the others for longer once a limit of theirs is over.
PATIENCE = 30
MESSAGE = re.compile(r"(?im)^.*(error:|rank \d+ of \d+ \(process).*$")


class Group:
    """Processes that are to train together, and what they have written to standard error."""

    def __init__(self, program, folder, commands, places=None):
        self.files = [os.path.join(folder, f"errors{number}.txt") for number in range(len(commands))]
        self.processes = []
        for path, place, (arguments, environment) in zip(self.files, places or [folder] * len(commands), commands):
            with open(path, "wb") as errors:
                self.processes.append(subprocess.Popen(
                    [program.path, *arguments], cwd=place, env=program.environment | environment,
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors))

    @property
    def errors(self):
        texts = []
        for path in self.files:
            with open(path, encoding="utf-8", errors="backslashreplace") as file:
                texts.append(file.read())
        return "\n".join(texts)

    @property
    def is_over(self):
        return all(process.poll() is not None for process in self.processes)

    def ranks(self):
        """Process numbers by rank, of those that the first process has started."""
        found = {}
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
                if parent != self.processes[0].pid:
                    continue
                with open(f"/proc/{name}/environ", "rb") as file:
                    variables = dict(one.partition(b"=")[::2] for one in file.read().split(b"\0"))
                found[int(variables[b"RANK"])] = int(name)
            except (OSError, KeyError, ValueError):
                continue
        return found

    def outcome(self, since, limit):
        """How it ended, the seconds until the first message, and until the last process had ended."""
        told = None
        while not self.is_over and time.time() - since < limit:
            if told is None and MESSAGE.search(self.errors):
                told = time.time() - since
            time.sleep(0.02)
        seconds = time.time() - since
        late = not self.is_over
        if late:
            for process in self.ranks().values():
                sent(signal.SIGKILL, process)
        for process in self.processes:
            process.kill()
            process.wait()
        if told is None and MESSAGE.search(self.errors):
            told = seconds
        code = None if late else max((one.returncode for one in self.processes), key=lambda one: one != 0)
        return Outcome(code, "", self.errors), told, seconds


def sent(number, process):
    try:
        os.kill(process, number)
    except ProcessLookupError:
        pass


def command(name, *extra):
    return training(name, "--processes", str(COUNT), *extra, epochs=EPOCHS)


def rank(name, number, port, *extra, size=COUNT, host="127.0.0.1"):
    """A process as a launcher starts it."""
    environment = {"RANK": str(number), "WORLD_SIZE": str(size), "MASTER_ADDR": host, "MASTER_PORT": str(port)}
    return training(name, "--meeting-timeout", str(MEETING), *extra, epochs=EPOCHS), environment


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def judged(outcome, told, seconds, words, seen, limit=0.0):
    """What is wrong with how a group ended that has to fail; notes what was seen."""
    message = next((found.group(0).strip() for found in MESSAGE.finditer(outcome.errors)
                    if all(word in found.group(0) for word in words)), None)
    if outcome.code is None:
        return f"still running after {seconds:.0f} s: {outcome}"
    if outcome.code == 0:
        return "ends with 0"
    if message is None or told is None:
        return f"says nothing of {words}: {outcome}"
    if seconds > limit + PATIENCE:
        return f"takes {seconds:.0f} s to end"
    seen.append((told, seconds, "`" + re.sub(r"\s+", " ", message).replace("|", "\\|")[:160] + "`"))
    return None
