#!/usr/bin/env python3
"""A model on paper of data-parallel training, printed as a table of Markdown: what a process sends in a step, and which share of its time it
computes. Nothing is measured here; `make benchmark-scaling` measures what can be measured on one machine.

A step of N processes with n pictures each takes
    compute           n / speed, a third of it forward
    + gradients       an all-reduce of 4 bytes a parameter that trains, less what the backward pass hides of it
    + answers         an all-gather of logits, features, labels and positions of the whole batch
    + batch norm      two all-reduces of 2 doubles a channel for each layer, one after the other: nothing hides them
In a ring, as Gloo has it, an all-reduce of b bytes takes 2 (N - 1) (latency + b / (N bandwidth)), an all-gather half of that.
NCCL, which longtail does not use yet, sends little numbers through a tree: 2 log2(N) latencies.
"""
import argparse, dataclasses, math


@dataclasses.dataclass
class Network:
    name: str
    parameters: float  # that train
    layers: int  # of batch norm
    channels: int  # of all of these
    answers: int  # numbers of a picture: logits and features of all experts
    speed: float  # pictures/s of one GPU, training: a round figure that is assumed


@dataclasses.dataclass
class Link:
    name: str
    latency: float  # seconds of a message
    bandwidth: float  # bytes/s that a process sends
    tree: bool = False


NETWORKS = [
    Network("ResNet-32, 100 classes", 0.47e6, 31, 1_136, 100 + 64, 20_000),
    Network("ResNeXt-50, 1,000 classes", 25.0e6, 53, 34_112, 1_000 + 2_048, 800),
    Network("ResNeXt-50, 8,142 classes", 39.7e6, 53, 34_112, 8_142 + 2_048, 800),
    Network("ViT-B/16, adapters, 1,000 classes", 1.0e6, 0, 0, 1_000 + 768, 1_000),
]
# Eight processes are on one machine; of 64 on eight machines, a ring crosses each machine's network once.
GLOO_LOCAL = Link("Gloo, one machine", 30e-6, 2e9)
GLOO_10 = Link("Gloo, 10 Gbit/s", 60e-6, 1.1e9)
GLOO_100 = Link("Gloo, 100 Gbit/s", 40e-6, 2e9)
# NVLink in a machine, 200 Gbit/s for each GPU between machines.
NCCL_LOCAL = Link("NCCL, one machine", 4e-6, 150e9, tree=True)
NCCL_200 = Link("NCCL, 200 Gbit/s a GPU", 6e-6, 20e9, tree=True)
SETUPS = [(8, GLOO_LOCAL), (64, GLOO_10), (64, GLOO_100), (8, NCCL_LOCAL), (64, NCCL_200)]


def reduced(size, processes, link):
    messages = 2 * (math.log2(processes) if link.tree else processes - 1)
    return messages * link.latency + 2 * (processes - 1) * size / (processes * link.bandwidth)


def step(network, processes, pictures, link):
    """Bytes that a process sends, and the share of a step in which it computes: with sums of batch norm, without."""
    compute = pictures / network.speed
    batch = pictures * processes
    gradients, answers = 4 * network.parameters, batch * (4 * network.answers + 16)
    sums = 2 * network.layers, 2 * 2 * 8 * network.channels  # how many, and all their bytes
    others = (processes - 1) / processes
    sent = others * (2 * gradients + answers + 2 * sums[1])
    uncovered = max(0.0, reduced(gradients, processes, link) - 2 / 3 * compute)
    gathered = reduced(answers, processes, link) / 2  # one of the two rounds
    normalized = (sums[0] * reduced(sums[1] / sums[0], processes, link)) if sums[0] else 0.0
    return sent, *(compute / (compute + uncovered + gathered + each) for each in (normalized, 0.0))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=32, help="of a step, for each process; 32 when not given")
    options = parser.parse_args()
    heads = [f"{count}, {link.name}" for count, link in SETUPS]
    print("| network | MB sent a step by each of 8, of 64 | " + " | ".join(heads) + " |")
    print("|---|---:|" + "---:|" * len(heads))
    for network in NETWORKS:
        found = [step(network, count, options.pictures, link) for count, link in SETUPS]
        cells = [f"{100 * whole:.0f} %" + (f" ({100 * without:.0f} %)" if network.layers else "") for _, whole, without in found]
        print(f"| {network.name} | {found[0][0] / 1e6:.1f}, {found[1][0] / 1e6:.1f} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
