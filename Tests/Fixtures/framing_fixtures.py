#!/usr/bin/env python3
"""Writes framing/: pictures of several shapes, what torchvision's transforms make of them on Pillow's pictures
(framing.npz), and SHA-256 sums of what they make of some pictures of the bundled image folder (real.json).

    framing_fixtures.py FOLDER     (torchvision 0.29.2, Pillow 12.3.0, NumPy 2.4.6; FOLDER holds gtsrb-1per-track)

Pillow before 13 always resizes columns before rows. Version 13.0 resizes rows first where that takes more away
(old height - new height > 2 * (old width - new width) and above 0), which moves some bytes of tall pictures by one.

framing.npz holds, by `NAME OPERATION`: `resize-center-crop` and `five-crop` of Resize(48) and a side of 40, in
torchvision's order of the five; `resized-crop TOP LEFT HEIGHT WIDTH`, which is what RandomResizedCrop(40) does once it has
drawn a part; and `resize 48 crop TOP LEFT`, which is what RandomCrop(40) does after Resize(48).
"""
import hashlib
import json
import os
import sys

import numpy
import torch
from PIL import Image, ImageOps

# torchvision's operators in C++ want the PyTorch that they were built with; its transforms of pictures need none of them.
operators = torch.library.Library("torchvision", "DEF")
for name in ("nms", "qnms"):
    operators.define(f"{name}(Tensor boxes, Tensor scores, float threshold) -> Tensor")

from torchvision.transforms import functional  # noqa: E402
from torchvision.transforms.functional import InterpolationMode  # noqa: E402

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "framing")
random = numpy.random.RandomState(12)
BILINEAR = InterpolationMode.BILINEAR


def scene(height, width):
    """Gradients with noise: every pixel counts."""
    y, x = numpy.mgrid[0:height, 0:width].astype(float)
    planes = [255 * x / width, 255 * y / height, 127 + 120 * numpy.sin((x + 2 * y) / 9)]
    noise = random.normal(0, 12, (height, width, 3))
    return (numpy.stack(planes, -1) + noise).clip(0, 255).round().astype(numpy.uint8)


def write_pictures():
    Image.fromarray(scene(61, 97)).save("wide.png")
    Image.fromarray(scene(131, 59)).save("tall.png")
    Image.fromarray(scene(17, 29)).save("small.png")
    Image.fromarray(scene(48, 48)).save("square.png")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(scene(57, 90)).save("turned.png", exif=exif)
    y, x = numpy.mgrid[0:300, 0:420].astype(float)
    smooth = numpy.stack([255 * x / 420, 255 * y / 300, 90 + 0 * x], -1).round().astype(numpy.uint8)
    Image.fromarray(smooth).save("large.jpg", quality=92)
    turned = Image.Exif()
    turned[0x0112] = 8
    Image.fromarray(smooth).save("large-turned.jpg", quality=92, exif=turned)


def framed(name, image):
    image = ImageOps.exif_transpose(image).convert("RGB")
    whole = functional.resize(image, 48, BILINEAR, antialias=True)
    yield f"{name} resize-center-crop", functional.center_crop(whole, [40, 40])
    yield f"{name} five-crop", functional.five_crop(whole, [40, 40])
    for top, left in ((0, 0), (3, 7), (8, 5)):
        if top + 40 <= whole.height and left + 40 <= whole.width:
            yield f"{name} resize 48 crop {top} {left}", functional.crop(whole, top, left, 40, 40)
    height, width = image.height, image.width
    for part in ((0, 0, height, width), (1, 2, height // 2, width // 2), (height - 9, 3, 9, 11)):
        cut = functional.resized_crop(image, *part, [40, 40], BILINEAR, antialias=True)
        yield f"{name} resized-crop {' '.join(map(str, part))}", cut


def array(result):
    if isinstance(result, tuple):
        return numpy.stack([numpy.asarray(one) for one in result])
    return numpy.asarray(result)


def main(folder):
    os.makedirs(here, exist_ok=True)
    os.chdir(here)
    write_pictures()
    arrays = {}
    for name in sorted(os.listdir(".")):
        if name.endswith(".png"):
            image = Image.open(name)
            arrays.update((key, array(result)) for key, result in framed(name, image))
    numpy.savez_compressed("framing.npz", **arrays)
    sums = {}
    pictures = sorted(os.path.relpath(os.path.join(at, name), folder)
                      for at, _, names in os.walk(folder) for name in names if name.endswith(".png"))
    for path in pictures[::120]:
        for key, result in framed(path, Image.open(os.path.join(folder, path))):
            sums[key] = hashlib.sha256(array(result).tobytes()).hexdigest()
    with open("real.json", "w") as file:
        json.dump(sums, file, indent=1, sort_keys=True)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
