"""A training of LIFT that nothing disturbs, and one that is killed, on the same arrays and backbone."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

from lift_inputs import bytes_below

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Reliability"))
from program import digest

FACTOR = 100
# A checkpoint follows nearly every step of the run that is killed; in seconds.
INTERVAL = 0.1
# Steps of an epoch that are saved before a kill; it has 15.
STEPS = 4


class Wrong(Exception):
    """What does not hold."""


def require(holds, words):
    if not holds:
        raise Wrong(words)


class Trial:
    """A run that nothing disturbs and one that is killed, on the same arrays and backbone."""

    def __init__(self, options, folder):
        self.longtail, self.folder = os.path.abspath(options.longtail), folder
        self.epochs, self.blocks = options.epochs, options.blocks
        self.arrays, self.backbone, self.other = folder / "arrays", folder / "vit.pth", folder / "other.pth"
        self.whole, self.killed = folder / "whole", folder / "killed"
        self.environment = os.environ | {"OMP_WAIT_POLICY": "passive"}
        # What the kills left: the place of the last checkpoint, and the log's lines until then, with their seconds.
        self.left, self.log = (0, 0), b""

    def training(self, run):
        return [self.longtail, "train", "lift", "--data", f"arrays:{self.arrays}", "--backbone", self.backbone,
                "--imbalance-factor", str(FACTOR), "--epochs", str(self.epochs), "--device", "cpu", "--output", run,
                "--quiet"]

    def resuming(self):
        return [self.longtail, "train", "--resume", "--output", self.killed, "--device", "cpu", "--quiet"]

    def outcome(self, command):
        return subprocess.run([str(word) for word in command], env=self.environment, capture_output=True, text=True)

    def trained(self, run, command):
        outcome = self.outcome(command)
        require(outcome.returncode == 0, f"ended with {outcome.returncode}: {last_words(outcome.stderr)}")
        log = (run / "log.jsonl").read_bytes()
        require(run != self.killed or log.startswith(self.log), "it went through its first epochs again")
        losses = [json.loads(line)["loss"] for line in log.splitlines()]
        require(len(losses) == self.epochs, f"the log has {len(losses)} epochs of {self.epochs}")
        scores = json.loads((run / "evaluation.json").read_text())["results"][0]["scores"]
        return (f"loss {losses[0]:.3f} in epoch 1, {losses[-1]:.3f} in epoch {self.epochs}; balanced accuracy "
                f"{100 * scores['balanced_accuracy']:.1f} %"), bytes_below(run)

    def kill(self, command, epoch):
        """Kills the run in the middle of an epoch, of this one at the earliest, and further than before."""
        process = subprocess.Popen(
            [str(word) for word in [*command, "--checkpoint-interval", INTERVAL]], env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            while process.poll() is None and not self.is_within(epoch, self.state()):
                time.sleep(0.01)
        finally:
            process.kill()
            _, errors = process.communicate()
        require(process.returncode == -signal.SIGKILL,
                f"ended with {process.returncode} before it was within epoch {epoch + 1}: {last_words(errors)}")
        state = self.state()
        require(self.is_within(epoch, state), f"left a checkpoint that is not within epoch {epoch + 1}: {state}")
        log = (self.killed / "log.jsonl").read_bytes() if state["logBytes"] else b""
        require(log.startswith(self.log), "it went through its first epochs again")
        self.left, self.log = place(state), log[:state["logBytes"]]
        return f"SIGKILL; the last checkpoint is after step {state['step']} of epoch {state['epoch'] + 1}", None

    def is_within(self, epoch, state):
        return (state is not None and not state["finished"] and place(state) > self.left and state["epoch"] >= epoch
                and state["step"] >= STEPS)

    def state(self):
        """What the killed run's last checkpoint says; None where there is none, as while two of them change places."""
        try:
            return json.loads((self.killed / "checkpoints" / "last" / "state.json").read_text())
        except (FileNotFoundError, ValueError):
            return None

    def refusals(self):
        """Commands to be refused, with what they have to say: another file is in the backbone's place, then none."""
        changed = ["has changed since the recipe was made", digest(self.backbone), digest(self.other)]
        kept = self.backbone.rename(self.folder / "kept.pth")
        try:
            for state, words in (("another backbone", changed), ("no backbone", ["is not there, seen from"])):
                if words is changed:
                    shutil.copyfile(self.other, self.backbone)
                else:
                    self.backbone.unlink()
                yield f"{state} in its place: `train --resume`", self.resuming(), words
                yield f"{state} in its place: `evaluate`", [self.longtail, "evaluate", self.whole, "--quiet"], words
        finally:
            kept.replace(self.backbone)

    def refused(self, command, words):
        outcome = self.outcome(command)
        require(outcome.returncode == 1, f"ended with {outcome.returncode} instead of 1: {last_words(outcome.stderr)}")
        for word in [str(self.backbone), *words]:
            require(word in outcome.stderr, f"does not say “{word}”: {last_words(outcome.stderr)}")
        return f"exit code 1, “{words[0]}”", None


def place(state):
    return state["epoch"], state["step"]


def last_words(text):
    return " / ".join(text.strip().splitlines()[-3:])
