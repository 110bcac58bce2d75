"""Writes the files in checkpoints/ that TorchTests reads: python3 checkpoint_fixtures.py

Needs torch and numpy (2.13.0 and 2.4.6 were used). expected.json has what is in full.pt and its
variants: type, shape and elements of each tensor.
"""

import argparse
import collections
import io
import json
import os
import pathlib
import pickle
import struct
import zipfile

import numpy as np
import torch

FOLDER = pathlib.Path(__file__).parent / "checkpoints"
FOLDER.mkdir(exist_ok=True)


def state_dictionary():
    base = torch.arange(24, dtype=torch.float32) / 8
    state = collections.OrderedDict()
    state["conv.weight"] = base.reshape(2, 3, 2, 2)
    state["conv.channels_last"] = base.reshape(2, 3, 2, 2).contiguous(
        memory_format=torch.channels_last)
    state["transposed"] = base.reshape(4, 6).t()
    state["slice"] = base.reshape(4, 6)[1:3, 1::2]
    state["expanded"] = base[5:6].reshape(1, 1).expand(2, 3)
    state["scalar"] = torch.tensor(7)
    state["empty"] = torch.zeros(0, 3)
    state["parameter"] = torch.nn.Parameter(torch.tensor([1.5, -2.5]))
    for name in ["float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8",
                 "bool"]:
        state[name] = torch.tensor([0, 1, 3], dtype=getattr(torch, name))
    state._metadata = collections.OrderedDict([("", {"version": 1})])
    return state


def described(tensors):
    return {
        name: {
            "type": str(tensor.dtype).removeprefix("torch."),
            "shape": list(tensor.shape),
            "values": tensor.detach().double().flatten().tolist(),
        }
        for name, tensor in tensors.items()
    }


state = state_dictionary()
full = {
    "epoch": 186,
    "arch": "resnet32",
    "best_acc1": torch.tensor(0.5).item(),
    "args": argparse.Namespace(lr=0.1, schedule=[160, 180], resume=None, cosine=True),
    "state_dict": state,
    "optimizer": torch.optim.SGD([torch.nn.Parameter(torch.ones(2))], 0.1).state_dict(),
}
(FOLDER / "expected.json").write_text(json.dumps(described(state), indent=1) + "\n")
torch.save(full, FOLDER / "full.pt")
torch.save(full, FOLDER / "full-legacy.pth", _use_new_zipfile_serialization=False)
for protocol in [3, 4, 5]:
    torch.save(full, FOLDER / f"protocol-{protocol}.pt", pickle_protocol=protocol)
torch.serialization.set_crc32_options(False)
torch.save(full, FOLDER / "without-checksums.pt")
torch.serialization.set_crc32_options(True)
torch.save(state, FOLDER / "bare.pt")

parallel = collections.OrderedDict((f"module.{name}", state[name]) for name in ["scalar", "slice"])
torch.save({"net": parallel, "acc": 92.5}, FOLDER / "parallel.pt")
torch.save(
    {"state_dict_model": {"module.a": torch.ones(1)}, "state_dict_classifier": {"b": torch.ones(2)}},
    FOLDER / "two-parts.pt")
torch.save({name: torch.tensor([1, 60000], dtype=getattr(torch, name))
            for name in ["uint16", "uint32", "uint64"]}, FOLDER / "unsigned.pt")

numbers = {
    "float64": np.float64(0.25), "float32": np.float32(0.5), "int64": np.int64(-3),
    "uint64": np.uint64(2**64 - 1), "bool": np.bool_(True), "type": np.dtype("int32"),
    "counts": np.array([500, 480, 3]), "big_endian": np.array([1, 2], ">i4"),
    "device": torch.device("cpu"), "size": torch.Size([2, 3]), "element_type": torch.float32,
    "huge": 2**80, "negative": -(2**40), "bytes": b"\x00\xff", "set": {1},
    "path": pathlib.PurePosixPath("runs/a"), "losses": [0.5] * 20, "nested": {"a": {"b": ()}},
    "weight": torch.ones(2),
}
torch.save(numbers, FOLDER / "numbers.pt")
torch.save(numbers, FOLDER / "numbers-legacy.pth", _use_new_zipfile_serialization=False)


def rewritten(source, target, change):
    """A copy of a zip checkpoint whose entries are changed by change(name, bytes)."""
    with zipfile.ZipFile(FOLDER / source) as old, zipfile.ZipFile(FOLDER / target, "w") as new:
        for entry in old.infolist():
            content = change(entry.filename, old.read(entry))
            if content is not None:
                new.writestr(zipfile.ZipInfo(entry.filename), content, zipfile.ZIP_DEFLATED)


# As a big-endian machine writes it; torch.ones(4) of float32 and int16 in separate storages.
torch.save({"a": torch.tensor([1.0, -2.5]), "b": torch.tensor([258], dtype=torch.int16)},
           FOLDER / "big-endian.pt")


def swapped(name, content):
    if name.endswith("/byteorder"):
        return b"big"
    if name.endswith("/data/0"):
        return np.frombuffer(content, "<f4").astype(">f4").tobytes()
    if name.endswith("/data/1"):
        return np.frombuffer(content, "<i2").astype(">i2").tobytes()
    return content


(FOLDER / "big-endian.pt").rename(FOLDER / "little.tmp")
rewritten("little.tmp", "big-endian.pt", swapped)
(FOLDER / "little.tmp").unlink()
rewritten("bare.pt", "missing-storage.pt",
          lambda name, content: None if name.endswith("/data/0") else content)
rewritten("bare.pt", "short-storage.pt",
          lambda name, content: content[:-4] if name.endswith("/data/0") else content)


# What attackers send.
class Call:
    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


class Model(torch.nn.Module):
    pass


torch.save({"state_dict": Call(os.system, "touch attacked")}, FOLDER / "system.pt")
torch.save(Call(eval, "1"), FOLDER / "eval-legacy.pth", _use_new_zipfile_serialization=False)
torch.save(Call(getattr, torch.device("cpu"), "type"), FOLDER / "getattr.pt", pickle_protocol=4)
torch.save(Model(), FOLDER / "whole-model.pt")


def with_pickle(name, program):
    with zipfile.ZipFile(FOLDER / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("archive/data.pkl"), program, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("archive/data/0"), bytes(8))


TENSOR = (b"ctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\n"
          b"X\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x02tQ")


def integer(value):
    return b"\x8a\x08" + struct.pack("<q", value)


def view(offset, shape, strides):
    """A program that makes a tensor of float32 on a storage of two elements."""
    return (b"\x80\x02" + TENSOR + integer(offset) + b"(" + b"".join(map(integer, shape)) + b"t("
            + b"".join(map(integer, strides)) + b"t\x89NtR.")


with_pickle("outside-offset.pt", view(2, [1], [1]))
with_pickle("outside-stride.pt", view(0, [2], [2]))
with_pickle("negative-stride.pt", view(1, [2], [-1]))
with_pickle("negative-extent.pt", view(0, [-1], [1]))
with_pickle("overflow.pt", view(0, [2**62, 2**62], [0, 0]))
with_pickle("overflow-zero.pt", view(0, [2**62, 2**62, 0], [0, 0, 0]))
with_pickle("stretched.pt", view(0, [10**9, 10**9], [0, 0]))
with_pickle("nested-tuples.pt", b"\x80\x02)" + b"\x85" * 200_000 + b".")
with_pickle("nested-lists.pt", b"\x80\x02" + b"]" * 200_000 + b"a" * 199_999 + b".")
with_pickle("itself.pt", b"\x80\x02}q\x00X\x01\x00\x00\x00ah\x00s.")
with_pickle("laughs.pt", b"\x80\x02]" + b"".join(
    b"q" + bytes([level]) + b"0](h" + bytes([level]) + b"h" + bytes([level]) + b"e"
    for level in range(60)) + b".")
with_pickle("copies.pt", b"\x80\x02(" + b"NN\x86" * 50_000 + b"lq\x00"
            + b"ccollections\nOrderedDict\nh\x00\x85R0" * 1000 + b".")
with_pickle("claims-text.pt", b"\x80\x02\x8d" + b"\xff" * 8 + b"a.")
with_pickle("claims-integer.pt", b"\x80\x02\x8b\xff\xff\xff\x7fa.")
with_pickle("instance.pt", b"(ios\nsystem\n.")
with_pickle("extension.pt", b"\x80\x02\x82\x01.")
with_pickle("underflow.pt", b"\x80\x02(0R.")
with_pickle("torchscript.pt", b"\x80\x02}.")
with zipfile.ZipFile(FOLDER / "torchscript.pt", "a") as archive:
    archive.writestr(zipfile.ZipInfo("archive/constants.pkl"), b"\x80\x02).")
