#!/usr/bin/env python3
"""One run of a method by its authors' own code: CIFAR-100-LT, imbalance factor 100, ResNet-32, float32, on the CPU.

    official_methods.py ldam-drw --clones DIR --data DIR --selection DIR --epochs 10 --seed 0
    official_methods.py ncl      --clones DIR --data DIR --selection DIR --epochs 10 --steps 3     # a try

The folder of --clones has clones under their repositories' names, that of --selection what `longtail data export`
wrote of the training part: the authors' own selection must be the same (NCL's, whose lists are not in its repository,
is taken from there). Prints one line of JSON: accuracies, ECE in 15 bins, the schedule's places in longtail's recipe,
and the rate of each epoch as the optimizer had it.

What is the authors': networks, losses, samplers, transforms, data sets, loops of training, schedules, main programs
but for those of NCL, whose lines are followed here, and BCL. What is not: epochs of warm-up, decay, rest and deferred
weights, which are scaled to the length as longtail scales them; evaluation, which is after the last epoch alone; and
what BCL's repository lacks for CIFAR: the ResNet-32 is that of LDAM-DRW, AutoAugment and Cutout are CMO's, heads have
512 hidden and 128 last units, rates and weights are those of its paper, and lines of its main program that Python
cannot read are moved. Answers of LDAM-DRW and GCL, which are cosines, are multiplied with the scale of their losses.
"""
import os

# The authors' code would take some of the steps to a GPU.
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import argparse, contextlib, io, json, math, pathlib, random, sys, tempfile, time, types

import numpy as np
import torch
from torch import nn

import official_code
from official_code import changed_module, definitions, torchvision
from official_experts import report
from torchvision import transforms

WARMUP = 5
NORMALIZE = transforms.Normalize((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010))


def rounded(value):
    """Halves away from zero."""
    return math.floor(value + 0.5)


class Schedule:
    """The published epochs at another length, as longtail scales them: all in proportion, but for the warm-up, which
    stays and takes a quarter at most."""

    def __init__(self, options, published=200, milestones=(160, 180)):
        self.published, self.epochs = published, options.epochs
        self.milestones = [self.scaled(milestone) for milestone in milestones]
        self.warmup = min(WARMUP, options.epochs // 4)
        # Where longtail's recipe has the same.
        self.places = {
            "stages.0.epochs": self.epochs, "stages.0.schedule.milestones": self.milestones,
            "stages.0.schedule.warmup": self.warmup}

    def scaled(self, epoch):
        return rounded(epoch * self.epochs / self.published)

    def constants(self):
        """What becomes of the numbers in the functions of LDAM-DRW's descendants: there, 160 is the last epoch before
        the rate falls, counted from 1, and so the first in which it has fallen, counted from 0."""
        return {WARMUP: self.warmup, 160: self.milestones[0], 180: self.milestones[1]}


def answers(network, loader):
    """Logits and labels of all test pictures."""
    logits, labels = [], []
    with torch.no_grad():
        for pictures, own in loader:
            logits.append(network(pictures))
            labels.append(own)
    return torch.cat(logits), torch.cat(labels).numpy()


def check_selection(dataset_class, options):
    own = np.sort(official_code.selected_positions(dataset_class))
    exported = np.sort(np.load(options.selection / "indices.npy"))
    if not np.array_equal(own, exported):
        sys.exit(f"{dataset_class.__module__} selects other pictures than {options.selection} has")


def script(path, arguments, changes, options):
    """One of the main programs that read their options from the command line."""
    sys.argv = [path.name, *map(str, arguments)]
    program = changed_module(path, changes)
    program.save_checkpoint = lambda *_: None
    check_selection(program.IMBALANCECIFAR100, options)
    return program


def trained(program, scale):
    """What a script's network answers after the last epoch."""
    found = []

    def validate(loader, network, criterion, epoch, options, *_):
        if epoch + 1 == options.epochs:
            network.eval()
            found.append(answers(network, loader))
        return 0.0

    program.validate = validate
    program.main()
    (logits, labels), = found
    return logits * scale, labels


def shared_arguments(options):
    return ["--dataset", "cifar100", "--imb_factor", "0.01", "--epochs", options.epochs, "--seed", options.seed,
            "-j", options.workers]


def ldam_drw(options):
    folder, schedule = options.clones / "LDAM-DRW", Schedule(options)
    sys.path.insert(0, str(folder))
    first = min(schedule.scaled(160), options.epochs - 1)
    schedule.places["stages.0.hooks.0.from"] = first
    program = script(
        folder / "cifar_train.py", [*shared_arguments(options), "--loss_type", "LDAM", "--train_rule", "DRW"],
        {"adjust_learning_rate": schedule.constants(), "main_worker": {160: first}}, options)
    return trained(program, 30), schedule.places, [options.epochs]


def cmo(options):
    folder, schedule = options.clones / "cmo", Schedule(options)
    sys.path.insert(0, str(folder))
    # Mixed are the epochs e with 3 < e < 200 − 3, counted from 0: the first and the last four rest, but for one.
    rest = schedule.scaled(4)
    schedule.places["stages.0.mixing.rest"] = rest
    program = script(
        folder / "cifar_train.py",
        [*shared_arguments(options), "--loss_type", "BS", "--data_aug", "CMO",
         f"--start_data_aug={rest - 1}", f"--end_data_aug={rest - 1}"],
        {"adjust_learning_rate": schedule.constants()}, options)
    return trained(program, 1), schedule.places, [options.epochs]


def gcl(options):
    folder, schedule = options.clones / "GCLLoss", Schedule(options)
    sys.path.insert(0, str(folder))
    # As longtail's recipe has it: first the ratio.
    second_epochs = max(1, rounded(30 * (options.epochs / 200)))
    schedule.places["stages.1.epochs"] = second_epochs
    arguments = [*shared_arguments(options), "--loss_type", "GCL"]
    first = script(
        folder / "cifar_train_backbone.py", arguments, {"adjust_learning_rate": schedule.constants()}, options)
    first.validate = lambda *_: (0.0, 0.0)
    first.save_checkpoint = lambda options, state, is_best: torch.save(state, "last.pth.tar")
    first.main()
    second = script(
        folder / "cifar_train_classifier.py", [*arguments, "--epochs", second_epochs, "--resume", "last.pth.tar"],
        {}, options)
    found = []

    def validate(loader, network, classifier, scaling, criterion, epoch, *_):
        if epoch + 1 == second_epochs:
            network.eval()
            found.append(answers(lambda pictures: classifier(network(pictures, get_feat=True)), loader))
        return 0.0, 0.0

    second.validate = validate
    second.main()
    (logits, labels), = found
    return (logits * 20, labels), schedule.places, [options.epochs, second_epochs]


class Views:
    """Several of one picture."""

    def __init__(self, *views):
        self.views = views

    def __call__(self, picture):
        return [view(picture) for view in self.views]


def head(width, hidden, dimension):
    return nn.Sequential(
        nn.Linear(width, hidden), nn.BatchNorm1d(hidden), nn.ReLU(inplace=True), nn.Linear(hidden, dimension))


def bcl_network(folder, options):
    from models import resnext
    small = changed_module(options.clones / "LDAM-DRW/models/resnet_cifar.py", {})

    def encoder():
        network = small.resnet32()
        network.linear = nn.Identity()
        return network

    resnext.model_dict["resnet32"] = [encoder, 64]
    network = resnext.BCLModel(num_classes=100, name="resnet32", feat_dim=128, use_norm=True)
    network.head, network.head_fc = head(64, 512, 128), head(64, 512, 128)
    return network


def bcl_transforms(options):
    from utils import GaussianBlur
    policy = changed_module(options.clones / "cmo/util/autoaug.py", {})
    classified = transforms.Compose([
        transforms.RandomCrop(32, padding=4), transforms.RandomHorizontalFlip(), policy.CIFAR10Policy(),
        transforms.ToTensor(), policy.Cutout(n_holes=1, length=16), NORMALIZE])
    compared = transforms.Compose([
        transforms.RandomResizedCrop(32, scale=(0.2, 1.0)), transforms.RandomHorizontalFlip(),
        transforms.RandomApply([transforms.ColorJitter(0.4, 0.4, 0.4, 0.1)], p=0.8),
        transforms.RandomGrayscale(p=0.2), transforms.RandomApply([GaussianBlur([0.1, 2.0])], p=0.5),
        transforms.ToTensor(), NORMALIZE])
    return Views(classified, compared, compared)


def bcl(options):
    folder, schedule = options.clones / "Balanced-Contrastive-Learning", Schedule(options)
    sys.path.insert(0, str(folder))
    from dataset.cifar import IMBALANCECIFAR100
    from loss.contrastive import BalSCL
    from loss.logitadjust import LogitAdjust
    train, adjust_rate, *_ = definitions(
        folder / "main.py", ["train", "adjust_lr", "AverageMeter", "accuracy"],
        {"torch": torch, "time": time, "math": math},
        mend=lambda text: text.replace("\n     tf_writer.", "\n    tf_writer."))
    check_selection(IMBALANCECIFAR100, options)
    network = bcl_network(folder, options)
    data = IMBALANCECIFAR100(root="", imb_factor=0.01, transform=bcl_transforms(options))
    loader = torch.utils.data.DataLoader(data, batch_size=256, shuffle=True, num_workers=options.workers)
    settings = types.SimpleNamespace(
        lr=0.15, epochs=options.epochs, warmup_epochs=schedule.warmup, cos=False, schedule=schedule.milestones,
        alpha=2.0, beta=0.6, cls_num=100, print_freq=20)
    optimizer = torch.optim.SGD(network.parameters(), settings.lr, momentum=0.9, weight_decay=5e-4)
    counts = data.get_cls_num_list()
    losses = LogitAdjust(counts), BalSCL(counts, 0.1)
    silent = sys.modules["tensorboardX"].SummaryWriter()
    for epoch in range(options.epochs):
        adjust_rate(optimizer, epoch, settings)
        train(loader, network, *losses, optimizer, epoch, settings, silent)
    network.eval()
    test = torchvision.datasets.CIFAR100(
        "", train=False, transform=transforms.Compose([transforms.ToTensor(), NORMALIZE]))
    test_loader = torch.utils.data.DataLoader(test, batch_size=256, num_workers=options.workers)
    return answers(lambda pictures: network(pictures)[1], test_loader), schedule.places, [options.epochs]


def ncl_configuration(folder, schedule, options):
    """The published one with contrast, on the selected pictures: a list of them stands where it has files."""
    from config import cfg, update_config
    positions, labels = (np.load(options.selection / f"{name}.npy") for name in ("indices", "labels"))
    test_labels = official_code.load(options.data / "test.bin")[1]
    for name, places, own in (("train", positions, labels), ("valid", range(len(test_labels)), test_labels)):
        listed = [{"fpath": f"{name}/{place}", "category_id": int(label)} for place, label in zip(places, own)]
        pathlib.Path(f"{name}.json").write_text(json.dumps({"annotations": listed, "num_classes": 100}))
    # The rate falls in the epochs 320 and 360, counted from 1; ours, like everybody's else, counted from 0.
    changes = {
        "OUTPUT_DIR": ".", "DATASET.TRAIN_JSON": "train.json", "DATASET.VALID_JSON": "valid.json",
        "TRAIN.MAX_EPOCH": schedule.epochs, "TRAIN.LR_SCHEDULER.LR_STEP": [own + 1 for own in schedule.milestones],
        "TRAIN.LR_SCHEDULER.WARM_EPOCH": schedule.warmup, "TRAIN.NUM_WORKERS": options.workers,
        "TEST.NUM_WORKERS": options.workers}
    update_config(cfg, types.SimpleNamespace(
        cfg=str(folder / "config/CIFAR/CIFAR100/cifar100_im100_NCL_with_contrastive.yaml"),
        opts=[word for change in changes.items() for word in change]))
    return cfg


def read_listed_pictures(options):
    from dataset.baseset import BaseSet
    pictures = {part: official_code.load(options.data / f"{file}.bin")[0]
                for part, file in (("train", "train"), ("valid", "test"))}

    def picture(self, listed):
        part, place = listed["fpath"].split("/")
        return pictures[part][int(place)]

    BaseSet._get_image = picture


def ncl(options):
    folder, schedule = options.clones / "NCL", Schedule(options, published=400, milestones=(319, 359))
    sys.path.insert(0, str(folder / "lib"))
    from core.combiner import Combiner
    from core.function import multi_networks_train_model
    from dataset import MULTI_NETWORK_CIFAR_MOCO_AUGPLIS
    from loss import NIL_NBOD
    from utils.utils import get_category_list, get_multi_model_final, get_optimizer, get_scheduler
    cfg = ncl_configuration(folder, schedule, options)
    read_listed_pictures(options)
    training, test = (MULTI_NETWORK_CIFAR_MOCO_AUGPLIS(mode, cfg) for mode in ("train", "valid"))
    counts, _ = get_category_list(training.get_annotations(), 100, cfg)
    device, logger = torch.device("cpu"), types.SimpleNamespace(info=print)
    criterion = NIL_NBOD(para_dict={"num_classes": 100, "num_class_list": counts, "cfg": cfg, "device": device})
    network = get_multi_model_final(cfg, 100, counts, device, logger)
    combiner, optimizer = Combiner(cfg, device, counts), get_optimizer(cfg, network)
    scheduler, network = get_scheduler(cfg, optimizer), nn.DataParallel(network)
    loader = torch.utils.data.DataLoader(
        training, batch_size=cfg.TRAIN.BATCH_SIZE, shuffle=True, num_workers=options.workers, drop_last=True)
    for epoch in range(1, options.epochs + 1):
        scheduler.step()
        multi_networks_train_model(
            loader, network, epoch, options.epochs, optimizer, combiner, criterion, cfg, logger, rank=0)
    network.eval()
    experts = len(cfg.BACKBONE.MULTI_NETWORK_TYPE)

    def mean(pictures):
        views = [pictures] * experts
        features = network((views, views), label=views, feature_flag=True)
        return torch.stack(network(features, classifier_flag=True)[0]).mean(0)

    test_loader = torch.utils.data.DataLoader(test, batch_size=cfg.TEST.BATCH_SIZE, num_workers=options.workers)
    found = answers(mean, ((pictures, labels) for pictures, labels, _ in test_loader))
    return found, schedule.places, [options.epochs]


class NoFigures:
    """In the place of SADE's means of figures, which today's pandas does not allow."""

    def __init__(self, *_, **__):
        pass

    def reset(self):
        pass

    def update(self, *_):
        pass

    def result(self):
        return {}


def sade(options):
    folder, schedule = options.clones / "SADE-AgnosticLT", Schedule(options)
    sys.path.insert(0, str(folder))
    import utils
    utils.MetricTracker = NoFigures
    program = changed_module(folder / "train.py", {})
    check_selection(sys.modules["data_loader.imbalance_cifar"].IMBALANCECIFAR100, options)
    settings = json.loads((folder / "configs/config_cifar100_ir100_sade.json").read_text())
    settings["trainer"]["epochs"] = options.epochs
    settings["data_loader"]["args"]["num_workers"] = options.workers
    settings["lr_scheduler"]["args"].update(
        step1=schedule.milestones[0], step2=schedule.milestones[1], warmup_epoch=schedule.warmup)
    found = []

    def validate(self, epoch):
        if epoch == self.epochs:
            self.model.eval()
            found.append(answers(lambda pictures: self.model(pictures)["output"], self.valid_data_loader))
        return {"accuracy": 0.0}

    program.Trainer._valid_epoch = validate
    program.Trainer._save_checkpoint = lambda *_, **__: None
    program.main(program.ConfigParser(settings, run_id=""))
    return found[0], schedule.places, [options.epochs]


METHODS = {"ldam-drw": ldam_drw, "cmo": cmo, "gcl": gcl, "bcl": bcl, "ncl": ncl, "sade": sade}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("method", choices=METHODS)
    parser.add_argument("--clones", required=True, type=pathlib.Path)
    parser.add_argument("--data", required=True, type=pathlib.Path, help="with CIFAR-100's train.bin and test.bin")
    parser.add_argument("--selection", required=True, type=pathlib.Path)
    parser.add_argument("--epochs", type=int, default=10, help="of the first stage; at least 2")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--steps", type=int, help="batches of each epoch and of the test set, for a try")
    options = parser.parse_args()
    if options.epochs < 2:
        parser.error("--epochs: the schedules have at least 2")
    for name in ("clones", "data", "selection"):
        setattr(options, name, getattr(options, name).resolve())
    torch.set_num_threads(options.threads)
    # Workers have what is changed here.
    torch.multiprocessing.set_start_method("fork")
    official_code.run_on_cpu()
    official_code.read_binaries(options.data)
    if options.steps:
        official_code.shorten_epochs(options.steps)
    for seed in (random.seed, np.random.seed, torch.manual_seed):
        seed(options.seed)
    steps = official_code.Steps()
    # Some of the programs write beside them; what they print is a log.
    with tempfile.TemporaryDirectory() as scratch, contextlib.redirect_stdout(sys.stderr):
        os.chdir(scratch)
        (logits, labels), places, epochs = METHODS[options.method](options)
        os.chdir("/")
    if not logits.isfinite().all():
        sys.exit("training went out of range: answers are not finite")
    counts = np.bincount(np.load(options.selection / "labels.npy"), minlength=100)
    line = io.StringIO()
    with contextlib.redirect_stdout(line):
        report(options.method, logits, labels, counts)
    print(json.dumps(json.loads(line.getvalue()) | {"places": places, "stages": steps.stages(epochs)}))


if __name__ == "__main__":
    main()
