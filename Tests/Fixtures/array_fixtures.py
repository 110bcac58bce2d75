"""Writes the files in arrays/ that ArrayFilesTests reads: python3 array_fixtures.py

Needs numpy and safetensors (2.4.6 and 0.8.0 were used). The tests restate the contents.
"""

import gzip
import struct
import zipfile
from pathlib import Path

import numpy as np
from numpy.lib import format as npy
from safetensors.numpy import save_file

FOLDER = Path(__file__).parent / "arrays"
FOLDER.mkdir(exist_ok=True)


def save(name, array, version=(1, 0)):
    with open(FOLDER / name, "wb") as file:
        npy.write_array(file, np.asanyarray(array), version=version)


cube = np.arange(24).reshape(3, 4, 2)
save("c-order-f4.npy", (np.arange(6) / 4).reshape(2, 3).astype("<f4"))
save("fortran-f8.npy", np.asfortranarray(cube.astype("<f8")))
save("fortran-4d-u1.npy", np.asfortranarray(np.arange(120).reshape(2, 3, 4, 5).astype("u1")))
save("big-endian-fortran-f8.npy", np.asfortranarray(cube.astype(">f8")))
save("big-endian-i2.npy", np.array([-2, 1, 258], ">i2"))
save("big-endian-u4.npy", np.array([1, 2**32 - 2], ">u4"))
save("version-2-i8.npy", np.array([[-1], [2**62]]), version=(2, 0))
save("version-3-u8.npy", np.array([2**64 - 1, 5], "u8"), version=(3, 0))
save("bool.npy", np.array([True, False, True]))
save("half.npy", np.array([0, -0.0, 1, -2.5, 65504, 2**-24, -(2**-14), np.inf, np.nan], "f2"))
save("scalar-i1.npy", np.array(-7, "i1"))
save("empty.npy", np.zeros((0, 3), "f4"))
save("object.npy", np.array([{}], dtype=object))
save("structured.npy", np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
save("text.npy", np.array(["ab"]))
save("complex.npy", np.array([1j]))

arrays = {
    "logits": (np.arange(12) / 8).reshape(3, 4).astype("f4"),
    "labels": np.array([0, 2, 1]),
}
np.savez(FOLDER / "stored.npz", **arrays)
np.savez_compressed(FOLDER / "deflated.npz", **arrays)
with zipfile.ZipFile(FOLDER / "zip64.npz", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.comment = b"a comment with PK\x05\x06 inside it"
    for name, array in arrays.items():
        with archive.open(name + ".npy", "w", force_zip64=True) as file:
            npy.write_array(file, array)
with zipfile.ZipFile(FOLDER / "bzip2.npz", "w", zipfile.ZIP_BZIP2) as archive:
    archive.writestr("a.npy", b"anything")

# One axis or two, text and numbers; the text is longer than what is looked at for a header.
np.savez_compressed(
    FOLDER / "columns.npz",
    paths=np.array([f"cat/{number}.png" for number in range(600)]),
    ids=np.arange(600) * 3,
    loss=np.arange(600) / 8,
    known=np.arange(600) % 2 == 0,
    grid=np.arange(600).reshape(300, 2),
    bytes=np.array([b"a", b"bc"]),
)

# Every type, in no particular order: the writer's order of tensors is part of the comparison.
tensors = {
    "layer.weight": (np.arange(6) / 4).reshape(2, 3).astype("f4"),
    "layer.bias": np.array([0.5, -0.5], "f4"),
    "count": np.array(7),
    "half": np.array([1, -2], "f2"),
    "mask": np.array([True, False, True]),
    "bytes": np.arange(5, dtype="u1"),
    "double": np.array([1 / 3]),
    "short": np.array([-3], "i2"),
    "empty": np.zeros((0, 4), "f4"),
    "unsigned": np.array([2**64 - 1], "u8"),
    "tiny": np.array([-1], "i1"),
    "word": np.array([65535], "u2"),
    "int": np.array([-5], "i4"),
    "uint": np.array([5], "u4"),
}
save_file(tensors, FOLDER / "all-types.safetensors")
save_file({"a": np.arange(3, dtype="f4")}, FOLDER / "metadata.safetensors",
          metadata={"note": 'a "quoted" line\nand é'})

images = struct.pack(">BBBBIII", 0, 0, 8, 3, 2, 2, 3) + bytes(range(12))
(FOLDER / "images.idx").write_bytes(images)
(FOLDER / "images.idx.gz").write_bytes(gzip.compress(images, mtime=0))
(FOLDER / "two-members.gz").write_bytes(
    gzip.compress(b"first ", mtime=0) + gzip.compress(b"second", mtime=0))
