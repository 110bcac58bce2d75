#!/usr/bin/env python3
"""One training by one process with two threads, and by two processes with one thread each, on two processors; and what the two
spend on each other in a step.

Beside them, for comparison: one process with one thread, and two trainings at once that know nothing of each other, each with one thread
and half of the batch. What a step of the two processes takes longer than a step of these is their exchange: gradients,
answers, statistics of batch norm, and waiting for the slower one. ResNet-32, batch 128, made-up pictures of CIFAR's size.

Then how long sums over the two processes take alone: all gradients of a network at once, with nothing else to do, and one
number. The machine should have nothing else to do.
"""
import argparse, json, os, socket, statistics, subprocess, sys, tempfile

from neighbours_benchmark import pictures
from rounds import add_options, rounds

BATCH = 128
ONE, TWO, TOGETHER, APART = ("1 process, 1 thread", "1 process, 2 threads", "2 processes, 1 thread each",
                             "2 trainings apart, 1 thread and half a batch each")
# Backbone, side of its pictures, classes.
NETWORKS = [("resnet32", 32, 100), ("resnext50", 224, 1000)]


def training(longtail, count, output, batch, *extra):
    command = [longtail, "train", "cross-entropy", "--data", pictures(count), "--epochs", "2", "--validation-fraction", "0",
               "--set", f"batchSize={batch}", "--output", output, "--quiet", *extra]
    # Two threads wait for each other as they do by default.
    environment = {key: value for key, value in os.environ.items()
                   if key not in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "OMP_NUM_THREADS")}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def images_per_second(commands):
    """Of the second epoch, all trainings together; the first one warms up caches and memory."""
    with tempfile.TemporaryDirectory() as folder:
        outputs = [os.path.join(folder, f"run{number}") for number in range(len(commands))]
        processes = [command(output) for command, output in zip(commands, outputs)]
        for process in processes:
            if process.wait() != 0:
                sys.exit(f"{' '.join(map(str, process.args))} failed with status {process.returncode}")
        total = 0.0
        for output in outputs:
            with open(os.path.join(output, "log.jsonl")) as log:
                total += [json.loads(line) for line in log][1]["timing"]["imagesPerSecond"]
        return total


def reductions(program, backbone, side, classes, repeats, port):
    """What rank 0 of two processes with one thread each prints."""
    processes = []
    for rank in range(2):
        environment = os.environ | {
            "RANK": str(rank), "WORLD_SIZE": "2", "LOCAL_RANK": str(rank), "LOCAL_WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1",
            "MASTER_PORT": str(port), "OMP_NUM_THREADS": "1"}
        words = [program, backbone, side, classes, repeats]
        processes.append(subprocess.Popen([str(word) for word in words], env=environment, stdout=subprocess.PIPE, text=True))
    texts = [process.communicate()[0] for process in processes]
    if any(process.returncode for process in processes):
        sys.exit(f"{program} failed with {[process.returncode for process in processes]}")
    return json.loads(texts[0])


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--longtail", default=".build/release/longtail")
    parser.add_argument("--program", help="the built ReductionSpeed; without it the second part is left out")
    parser.add_argument("--pictures", type=int, default=2560, help="of an epoch; 2560 when not given")
    parser.add_argument("--repeats", type=int, default=50, help="of a reduction; 50 when not given")
    add_options(parser, 3)
    options = parser.parse_args()
    if len(os.sched_getaffinity(0)) < 2:
        print("fewer than two processors: the figures say nothing", file=sys.stderr)

    def one(*extra):
        return lambda output: training(options.longtail, options.pictures, output, BATCH, *extra)

    def apart(output):
        return training(options.longtail, options.pictures // 2, output, BATCH // 2, "--threads", "1")

    ways = {ONE: [one("--threads", "1")], TWO: [one("--threads", "2")],
            TOGETHER: [one("--processes", "2", "--threads", "1")], APART: [apart, apart]}
    speeds = {way: [] for way in ways}
    for turn in rounds(options.rounds, options.minutes):
        for way, commands in ways.items():
            speeds[way].append(images_per_second(commands))
            print(f"round {turn + 1}/{options.rounds}, {way}: {speeds[way][-1]:.0f} images/s", file=sys.stderr, flush=True)
    print(f"training images/s, ResNet-32, batch {BATCH}; medians of {len(speeds[ONE])} rounds in turns\n")
    print("| | images/s | ms a step | to 1 process, 2 threads |\n|---|---:|---:|---:|")
    for way, own in speeds.items():
        # Ratios within a round, so that a machine whose speed drifts does not decide.
        ratio = statistics.median(a / b for a, b in zip(own, speeds[TWO]))
        print(f"| {way} | {statistics.median(own):.0f} | {statistics.median(1000 * BATCH / one for one in own):.1f} | {ratio:.2f} |")
    exchange = statistics.median(1000 * BATCH * (1 / a - 1 / b) for a, b in zip(speeds[TOGETHER], speeds[APART]))
    print(f"\nexchange of the two processes: {exchange:.1f} ms a step")
    if options.program:
        print(f"\nsums over two processes of this machine; medians of {options.repeats}\n")
        print("| network | MB of gradients | ms for all of them | GB/s sent by each | one number, ms |\n|---|---:|---:|---:|---:|")
        for backbone, side, classes in NETWORKS:
            found = reductions(options.program, backbone, side, classes, options.repeats, free_port())
            size, seconds = found["gradientBytes"], found["gradientSeconds"]
            # Of two processes in a ring each sends half of the bytes twice.
            print(f"| {backbone}, {classes} classes | {size / 1e6:.2f} | {1000 * seconds:.2f} | {size / seconds / 1e9:.2f} | "
                  f"{1000 * found['latencySeconds']:.3f} |")


if __name__ == "__main__":
    main()
