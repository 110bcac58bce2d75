"""How the attacks run the program, and how they judge what it did."""

import hashlib
import json
import os
import resource
import signal
import subprocess
import tempfile
import time

# No accepted input keeps the program busy for longer; a hang is a fault.
LIMIT = 180
# What ends a program that traps or is out of bounds.
FAULTS = {signal.SIGILL, signal.SIGTRAP, signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE}


class Outcome:
    def __init__(self, code, output, errors):
        self.code, self.output, self.errors = code, output, errors

    @property
    def fault(self):
        """What no input may cause; None when there is nothing of that kind."""
        if self.code is None:
            return f"still running after {LIMIT} s"
        if self.code < 0 and signal.Signals(-self.code) in FAULTS:
            return f"ended by {signal.Signals(-self.code).name}"
        if self.code > 128 and self.code - 128 in {int(one) for one in FAULTS}:
            return f"ended with {self.code}"
        return None

    def __str__(self):
        words = " / ".join(self.errors.strip().splitlines()[-3:])
        return f"rc {self.code}: {words[:200]}"


class Program:
    def __init__(self, path):
        self.path = os.path.abspath(path)
        self.environment = os.environ | {"OMP_WAIT_POLICY": "passive"}

    def start(self, arguments, folder, **options):
        return subprocess.Popen(
            [self.path, *arguments], cwd=folder, env=self.environment, stdin=subprocess.DEVNULL, **options)

    def run(self, arguments, folder, file_limit=None, stdout=subprocess.PIPE, stderr=subprocess.PIPE, close=()):
        def prepare():
            if file_limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))
            for descriptor in close:
                os.close(descriptor)

        process = self.start(arguments, folder, stdout=stdout, stderr=stderr, preexec_fn=prepare)
        try:
            output, errors = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return Outcome(None, "", "")
        decoded = [(one or b"").decode("utf-8", "backslashreplace") for one in (output, errors)]
        return Outcome(process.returncode, *decoded)

    def interrupted(self, arguments, folder, sent, after):
        """The outcome of a run that gets a signal so many seconds after its start."""
        with tempfile.TemporaryFile() as errors:
            process = self.start(arguments, folder, stdout=subprocess.DEVNULL, stderr=errors)
            time.sleep(after)
            process.send_signal(sent)
            try:
                process.wait(LIMIT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                return Outcome(None, "", "")
            errors.seek(0)
            return Outcome(process.returncode, "", errors.read().decode("utf-8", "backslashreplace"))


def training(output, *extra, epochs=6, method="balanced-softmax"):
    """A run of a few seconds that writes checkpoints all the time."""
    data = "synthetic:classes=4,per-class=60,test=10,size=8"
    # A key is set once.
    settings = [text for text in ("model.backbone=two-layer", "batchSize=16")
                if not any(other.startswith(text.split("=")[0] + "=") for other in extra)]
    return ["train", method, "--data", data, "--imbalance-factor", "4", "--epochs", str(epochs),
            *(word for text in settings for word in ("--set", text)), "--checkpoint-interval", "0.05",
            "--threads", "1", "--device", "cpu", "--output", output, *extra]


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def result(run):
    """What two equal runs share bit for bit, by its path; the log without its timing."""
    found = {}
    for root, _, files in os.walk(run):
        for name in files:
            path = os.path.join(root, name)
            short = os.path.relpath(path, run)
            if name == "model.safetensors" or short.startswith(("predictions/", "calibrators/")):
                found[short] = digest(path)
    with open(os.path.join(run, "log.jsonl")) as log:
        lines = [json.loads(line) for line in log]
    for line in lines:
        line.pop("timing", None)
    found["log.jsonl"] = json.dumps(lines, sort_keys=True)
    return found


def files_of(run):
    return sorted(
        os.path.relpath(os.path.join(root, name), run) for root, _, files in os.walk(run) for name in files)
