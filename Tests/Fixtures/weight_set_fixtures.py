"""Writes the files in weight-sets/: python3 weight_set_fixtures.py

Needs torch (2.13.0 was used). Each holds weights of one small network, a hidden layer of two units over
8×8×3 pictures and a classifier of four classes, as programs of the field save them: behind wrappers, or
several sets in one file. All numbers of a set are the same, which tells the sets apart.
"""

import collections
import pathlib

import torch

FOLDER = pathlib.Path(__file__).parent / "weight-sets"
FOLDER.mkdir(exist_ok=True)
SHAPES = {"hidden.weight": [2, 192], "hidden.bias": [2], "classifier.weight": [4, 2],
          "classifier.bias": [4]}
RAW, EMA, STUDENT, TEACHER = 0.25, 0.5, 0.75, 1.0


def weights(value, prefix="", names=None):
    names = names or {}
    return collections.OrderedDict(
        (prefix + names.get(name, name), torch.full(shape, value)) for name, shape in SHAPES.items())


def save(name, content):
    torch.save(content, FOLDER / f"{name}.pt")


# Behind wrappers.
for name, prefix in {
    "compiled": "_orig_mod.", "compiled-parallel": "_orig_mod.module.",
    "parallel-compiled": "module._orig_mod.", "net": "net.", "encoder-q": "encoder_q.",
    "deep": "module.my_system._orig_mod.net.",
}.items():
    save(name, weights(RAW, prefix))
head = {"classifier.weight": "fc.weight", "classifier.bias": "fc.bias"}
backbone = {name: f"trunk._orig_mod.{name}" for name in SHAPES if name.startswith("hidden")}
save("compiled-part", {"state_dict": weights(RAW, "model.", {**head, **backbone})})
averaged = weights(RAW, "module.")
averaged["n_averaged"] = torch.tensor(3)
save("averaged", averaged)

# One set under the name of an average.
save("state-dict-ema", {"state_dict_ema": weights(EMA)})
save("ema-model", {"ema_model": weights(EMA, "module.")})

# Several sets.
optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(2))], 0.1, momentum=0.9).state_dict()
save("timm", {"epoch": 3, "state_dict": weights(RAW), "state_dict_ema": weights(EMA),
              "optimizer": optimizer})
save("nested-ema", {"model": weights(RAW), "ema": {"module": weights(EMA), "updates": 7}})
save("lightning-ema", {"state_dict": {**weights(RAW, "model."), **weights(EMA, "ema_model.")}})
save("bare-ema", {**weights(RAW), **weights(EMA, "ema.")})
save("dino", {"student": weights(STUDENT, "module.backbone."), "teacher": weights(TEACHER, "backbone."),
              "dino_loss": {"center": torch.zeros(1, 4)}})
save("distillation", {"state_dict": {**weights(STUDENT, "student."), **weights(TEACHER, "teacher.")}})
save("moco", {"arch": "two-layer", "state_dict": {
    **weights(RAW, "module.encoder_q."), **weights(EMA, "module.encoder_k."),
    "module.queue": torch.zeros(2, 16), "module.queue_ptr": torch.zeros(1, dtype=torch.long)}})
save("best-last", {"best": weights(RAW), "last": weights(EMA)})
save("two-models", {"model": weights(RAW), "net": weights(EMA)})
# Names that say nothing: only the network that they fit tells that there are two.
save("left-right", {**weights(RAW, "left."), **weights(EMA, "right.")})

# No numbers.
nan = weights(RAW)
nan["hidden.weight"][1, 5] = float("nan")
save("nan", nan)
large = weights(RAW)
large["classifier.bias"] = torch.full([4], 1e300, dtype=torch.float64)
save("too-large", large)
