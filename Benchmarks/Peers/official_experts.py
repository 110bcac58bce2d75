#!/usr/bin/env python3
"""The authors' own BalPoE, SHIKE and BBN on CIFAR-100-LT, imbalance factor 100, beside longtail.

Networks, losses and the CIFAR policy are imported from clones of their repositories (github.com:
emasa/BalPoE-CalibratedLT, jinyan-06/SHIKE, Megvii-Nanjing/BBN, of which the network); pictures go through per-image
Pillow transforms in a DataLoader with worker processes, as theirs do. float32, on the CPU.

    official_experts.py balpoe --code CLONE --data DIR --epochs 16
    official_experts.py shike  --code CLONE --data DIR --epochs 12 --classifier-epochs 4
    official_experts.py bbn    --code CLONE --data DIR --epochs 8
    official_experts.py shike  --code CLONE --data DIR --steps 85             # throughput only
    official_experts.py shike  --code CLONE --data DIR --evaluate-only        # likewise, evaluation

The schedules are the published ones at the given length: BalPoE's steps at 160 and 180 of 200 epochs scaled, a
warm-up of 5; BBN's at 120 and 160, a warm-up of at most a quarter; SHIKE's two cosines with warm-ups of 5 and of half
of the second part (5 of 20 as published). No hold-out, last epoch.
"""
import argparse, ast, importlib.util, json, math, os, pathlib, random, resource, sys, time, types, warnings

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps
from torch import nn

from pytorch_training import load, long_tail

# The authors' files use much that PyTorch has deprecated since.
warnings.simplefilter("ignore")
# Names that the authors' files import or use and that today's Python and NumPy no longer have.
sys.modules.setdefault("turtle", types.SimpleNamespace(forward=None))
np.int = int
torch.Tensor.cuda = lambda self, *_, **__: self

CLASSES = 100
# Mean and deviation in the authors' loaders of long-tailed data.
MEAN, DEVIATION = (0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010)


def module(path):
    specification = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(loaded)
    return loaded


def functions(path, names, namespace):
    """Some functions of a file whose other contents cannot be imported without a GPU."""
    wanted = [node for node in ast.parse(path.read_text()).body
              if isinstance(node, ast.FunctionDef) and node.name in names]
    exec(compile(ast.Module(wanted, []), str(path), "exec"), namespace)


class Pictures(torch.utils.data.Dataset):
    def __init__(self, images, labels, policy=None):
        self.images, self.labels, self.policy = images, labels, policy
        self.mean, self.deviation = (torch.tensor(v).view(3, 1, 1) for v in (MEAN, DEVIATION))

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        image, train = Image.fromarray(self.images[i]), self.policy is not None
        if train:
            x, y = torch.randint(0, 9, (2,)).tolist()
            image = ImageOps.expand(image, 4, 0).crop((x, y, x + 32, y + 32))
            if torch.rand(1) < 0.5:
                image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            image = self.policy[0](image)
        tensor = torch.from_numpy(np.array(image)).permute(2, 0, 1).contiguous().float().div(255)
        if train:
            tensor = self.policy[1](tensor)
        return tensor.sub_(self.mean).div_(self.deviation), int(self.labels[i])


class PairedPictures(Pictures):
    """Beside each picture one of a class drawn ∝ 1 / count: `[2, 3, 32, 32]` and two labels (BBN)."""

    def __init__(self, images, labels, policy):
        super().__init__(images, labels, policy)
        self.members = [np.flatnonzero(labels == c) for c in range(CLASSES)]
        inverse = 1 / np.bincount(labels, minlength=CLASSES)
        self.shares = inverse / inverse.sum()

    def __getitem__(self, i):
        own, label = super().__getitem__(i)
        other, rare = super().__getitem__(np.random.choice(self.members[np.random.choice(CLASSES, p=self.shares)]))
        return torch.stack([own, other]), torch.tensor([label, rare])


def rotated(image):
    return image.rotate(float(torch.empty(1).uniform_(-15, 15)), Image.NEAREST, fillcolor=(0, 0, 0))


class BalPoE:
    def __init__(self, code, counts):
        network = module(code / "model/ldam_drw_resnets/expert_resnet_cifar.py")
        self.network = network.ResNet_s(
            network.BasicBlock, [5, 5, 5], 3, num_classes=CLASSES, use_norm=True, returns_feat=True)
        self.criterion = module(code / "model/loss.py").BSExpertLoss(
            cls_num_list=counts.tolist(), tau_list=[0, 1.0, 2.0])
        self.policy = (rotated, lambda tensor: tensor)

    def optimizer(self, second):
        return torch.optim.SGD(
            self.network.parameters(), 0.1, momentum=0.9, weight_decay=5e-4, nesterov=True)

    def rate(self, epoch, epochs, second):
        step = 0.01 if epoch >= round(0.9 * epochs) else 0.1 if epoch >= round(0.8 * epochs) else 1
        return 0.1 * step * min(1, (1 + epoch) / 5)

    def loss(self, pictures, labels, second):
        share, partner = np.random.beta(0.4, 0.4), torch.randperm(len(labels))
        result = self.network(share * pictures + (1 - share) * pictures[partner])
        experts = {"logits": result["logits"].transpose(0, 1)}
        return (share * self.criterion(result["output"], labels, experts)
                + (1 - share) * self.criterion(result["output"], labels[partner], experts))

    def logits(self, pictures, second):
        return self.network(pictures)["output"]


class BBN:
    def __init__(self, code, counts):
        network = module(code / "lib/backbone/resnet_cifar.py")
        backbone = network.BBN_ResNet_Cifar(network.BasicBlock, [5, 5, 5])
        self.network = nn.ModuleDict({"backbone": backbone, "classifier": nn.Linear(128, CLASSES)})
        self.policy = (lambda image: image, lambda tensor: tensor)
        self.share = 1.0

    def optimizer(self, second):
        return torch.optim.SGD(
            self.network.parameters(), 0.1, momentum=0.9, weight_decay=2e-4, nesterov=True)

    def rate(self, epoch, epochs, second):
        self.share = 1 - (epoch / epochs) ** 2
        warm = max(1, min(5, epochs // 4))
        steps = sum(epoch >= round(milestone * epochs / 200) for milestone in (119, 159))
        return 0.1 * 0.01**steps * min(1, 1 / 3 + 2 / 3 * (epoch + 1) / warm)

    def loss(self, pictures, labels, second):
        a = self.network["backbone"](pictures[:, 0].contiguous(), feature_cb=True).mean((2, 3))
        b = self.network["backbone"](pictures[:, 1].contiguous(), feature_rb=True).mean((2, 3))
        mixed = 2 * torch.cat((self.share * a, (1 - self.share) * b), 1)
        logits = self.network["classifier"](mixed)
        return (self.share * F.cross_entropy(logits, labels[:, 0])
                + (1 - self.share) * F.cross_entropy(logits, labels[:, 1]))

    def logits(self, pictures, second):
        features = self.network["backbone"](pictures, feature_flag=True).mean((2, 3))
        return self.network["classifier"](features)


class SHIKE:
    def __init__(self, code, counts):
        self.counts = counts
        self.network = module(code / "networks.py").resnet32(CLASSES, True, 3)
        namespace = {"torch": torch, "F": F, "nn": nn, "np": np}
        functions(code / "utils.py", ["soft_entropy"], namespace)
        functions(code / "cifarTrain.py", ["mix_outputs"], namespace)
        self.mix = namespace["mix_outputs"]
        augment = module(code / "autoaugment.py")
        self.policy = (augment.CIFAR10Policy(), augment.Cutout(1, 16))

    def optimizer(self, second):
        for name, parameter in self.network.named_parameters():
            parameter.requires_grad = not second or name.startswith("rt_classifiers")
        return torch.optim.SGD(self.network.parameters(), 0.05, momentum=0.9, weight_decay=5e-4)

    def rate(self, epoch, epochs, second):
        peak, start, warm = (0.1, 0.25, min(5, epochs // 2)) if second else (0.15, 0, min(5, epochs - 1))
        if epoch < warm:
            return peak * (start + (1 - start) * (epoch + 1) / (warm + 1))
        return peak / 2 * (1 + math.cos(math.pi * (epoch - warm) / (epochs - warm)))

    def loss(self, pictures, labels, second):
        experts = self.network(pictures, second)
        return self.mix(experts, F.one_hot(labels, CLASSES).float(), balance=second, label_dis=self.counts)[0]

    def logits(self, pictures, second):
        return sum(self.network(pictures, second)) / 3


def seeded(worker):
    seed = torch.initial_seed() % 2**32
    random.seed(seed)
    np.random.seed(seed)


def peak():
    # Workers share most of their pages with the program: it alone is counted, to its advantage.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def report(name, logits, labels, counts):
    probabilities = logits.softmax(1).double().numpy()
    predicted, confidence = probabilities.argmax(1), probabilities.max(1)
    correct = predicted == labels
    bins = np.clip(np.ceil(confidence * 15) - 1, 0, 14).astype(int)
    error = sum(abs(correct[bins == b].mean() - confidence[bins == b].mean()) * (bins == b).mean()
                for b in range(15) if (bins == b).any())
    recall = np.array([correct[labels == c].mean() for c in range(CLASSES)])
    print(json.dumps({"part": name, "accuracy": correct.mean(), "ece": error,
                      "accuracy_many": recall[counts > 100].mean(),
                      "accuracy_medium": recall[(counts >= 20) & (counts <= 100)].mean(),
                      "accuracy_few": recall[counts < 20].mean()}), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("method", choices=("balpoe", "shike", "bbn"))
    parser.add_argument("--code", required=True, type=pathlib.Path, help="a clone of the authors' repository")
    parser.add_argument("--data", required=True)
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--classifier-epochs", type=int, default=4, help="SHIKE's second part")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--steps", type=int, help="stop after so many training steps and print the throughput")
    parser.add_argument("--evaluate-only", action="store_true", help="throughput of evaluation, weights untrained")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    for seed in (random.seed, np.random.seed, torch.manual_seed):
        seed(options.seed)

    images, labels = load(f"{options.data}/train.bin")
    sizes = [int(500 * 0.01 ** (c / 99)) for c in range(CLASSES)]
    kept = (np.concatenate([np.flatnonzero(labels == c)[:n] for c, n in enumerate(sizes)])
            if options.method == "shike" else long_tail(labels, 100))
    images, labels = images[kept], labels[kept]
    counts = np.bincount(labels, minlength=CLASSES)
    method = {"balpoe": BalPoE, "shike": SHIKE, "bbn": BBN}[options.method](options.code, counts)
    training_pictures = PairedPictures if options.method == "bbn" else Pictures

    def loader(pictures, shuffle):
        return torch.utils.data.DataLoader(
            pictures, 128, shuffle=shuffle, num_workers=options.workers, worker_init_fn=seeded,
            persistent_workers=options.workers > 0)

    train = loader(training_pictures(images, labels, method.policy), True)
    test_images, test_labels = load(f"{options.data}/test.bin")
    test = loader(Pictures(test_images, test_labels), False)

    def evaluate(second):
        method.network.eval()
        with torch.no_grad():
            return torch.cat([method.logits(pictures, second) for pictures, _ in test])

    if options.evaluate_only:
        evaluate(False)
        start = time.perf_counter()
        evaluate(False)
        print(json.dumps({"evaluation_images_per_second": len(test_labels) / (time.perf_counter() - start),
                          "peak_bytes": peak()}))
        return

    parts = [(False, options.epochs)]
    if options.method == "shike" and not options.steps:
        parts.append((True, options.classifier_epochs))
    for second, epochs in parts:
        optimizer, step, warm = method.optimizer(second), 0, 5
        for epoch in range(10**6 if options.steps else epochs):
            method.network.train()
            rate = 0.05 if options.steps else method.rate(epoch, epochs, second)
            for group in optimizer.param_groups:
                group["lr"] = rate
            total, start = 0.0, time.perf_counter()
            for pictures, target in train:
                optimizer.zero_grad()
                loss = method.loss(pictures, target, second)
                loss.backward()
                optimizer.step()
                total, step = total + loss.item() * len(target), step + 1
                if options.steps and step == warm:
                    measured, seen = time.perf_counter(), 0
                elif options.steps and step > warm:
                    seen += len(target)
                    if step == options.steps + warm:
                        print(json.dumps({
                            "training_images_per_second": seen / (time.perf_counter() - measured),
                            "peak_bytes": peak()}))
                        return
            print(json.dumps({"epoch": epoch, "loss": total / len(labels), "rate": rate,
                              "images_per_second": len(labels) / (time.perf_counter() - start)}), flush=True)
        report("classifiers" if second else "experts", evaluate(second), test_labels, counts)


if __name__ == "__main__":
    main()
