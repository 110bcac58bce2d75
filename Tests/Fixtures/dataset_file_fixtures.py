#!/usr/bin/env python3
"""Writes arrays/*.mat with SciPy 1.17.1: arrays of some types in a plain and a compressed file, and three pictures as SVHN
has them; and arrays/*.bz2 with Python's bz2: three digits as USPS has them, and text of runs and of chance."""
import bz2
import os

import numpy
from scipy.io import savemat

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "arrays")
arrays = {
    "bytes": numpy.arange(24, dtype=numpy.uint8).reshape(2, 3, 4),
    "doubles": numpy.array([0.5, -1.5, 7]),
    "integers": numpy.array([[3], [-4]], dtype=numpy.int32),
    "words": "text",
    "structure": {"a": 1.0},
}
for name, compressed in (("plain", False), ("compressed", True)):
    savemat(os.path.join(here, name + ".mat"), arrays, do_compression=compressed)
row, column, channel, picture = numpy.mgrid[0:32, 0:32, 0:3, 0:3]
pictures = (40 * picture + 7 * row + 3 * column + channel) % 256
savemat(os.path.join(here, "svhn.mat"), {
    "X": pictures.astype(numpy.uint8), "y": numpy.array([[1], [10], [9]], dtype=numpy.uint8)}, do_compression=True)
digits = "".join(f"{label} " + " ".join(f"{place}:{value}" for place in range(1, 257)) + "\n"
                 for label, value in ((4, -1), (1, 0.25), (10, 1)))
with open(os.path.join(here, "usps.bz2"), "wb") as file:
    file.write(bz2.compress(digits.encode()))
# What Tests/ArrayFilesTests/ZIP/BZIP2FileTests.swift makes again: a run of 300, a count of bytes, an empty stream.
numbers = bytes((index * index // 7) % 251 for index in range(5000))
with open(os.path.join(here, "streams.bz2"), "wb") as file:
    for content in (b"a" * 300, numbers, b""):
        file.write(bz2.compress(content, 1))
