#!/usr/bin/env python3
"""Writes corruptions/: what the program of Hendrycks and Dietterich makes of pictures (github.com/hendrycks/robustness at
8190fe3, folder ImageNet-C/create_c, which FOLDER holds).

    corruption_fixtures.py FOLDER
    (NumPy 2.4.6, SciPy 1.17.1, scikit-image 0.26.0, OpenCV 5.0.0, Pillow 13.0.0, Wand with ImageMagick 6.9.11)

The authors' functions are run as they stand, by names that later versions of the libraries no longer have. Random numbers
come from NumPy's legacy generator, seeded with 100 * number + severity for each picture, so that whoever has that generator
gets the same pictures; of impulse noise, whose library draws otherwise, only the statistics are kept.

cifar.npz: `NAME`, [5, 32, 32, 3], of picture 3; imagenet.npz: `NAME`, [5, 14, 14, 3], every 16th pixel of 224 x 224.
statistics.json: mean and variance of all values of 1,000 pictures by severity, of the corruptions with random numbers.
Photographs of frost are made up, for the real ones are not ours to give away: see `photograph`.
"""
import json
import os
import sys
import tempfile

import numpy
import scipy.ndimage
import skimage.filters
from PIL import Image

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "corruptions")

numpy.float_ = numpy.float64
numpy.fromstring = numpy.frombuffer
sys.modules["scipy.ndimage.interpolation"] = scipy.ndimage
filtered = skimage.filters.gaussian
skimage.filters.gaussian = lambda picture, sigma, multichannel=False, **others: filtered(
    picture, sigma, channel_axis=-1 if multichannel else None, **others)

NAMES = """gaussian_noise shot_noise impulse_noise defocus_blur glass_blur motion_blur zoom_blur snow frost fog brightness
contrast elastic_transform pixelate jpeg_compression speckle_noise gaussian_blur spatter saturate""".split()
STEADY = "defocus_blur zoom_blur brightness contrast pixelate jpeg_compression gaussian_blur saturate".split()


def picture(number, side=32):
    """Waves and blocks by whole numbers, alike in every language."""
    y, x, channel = numpy.mgrid[0:side, 0:side, 0:3]
    wave = (x * (5 + number % 7) + y * (3 + number % 5) + channel * 40 + number * 11) % 256
    wave = numpy.where(wave < 128, wave, 255 - wave)
    block = ((x // 8 + y // 8 + number) % 3) * 45
    return (wave + block).astype(numpy.uint8)


def photograph(number, height=480, width=640):
    y, x, channel = numpy.mgrid[0:height, 0:width, 0:3]
    return ((x * x // 64 + y * (number + 2) + (x * y // 128) % 64 + channel * 16) % 256).astype(numpy.uint8)


def program(folder, name, end):
    with open(os.path.join(folder, name)) as file:
        text = file.read()
    text = text[text.index("# /////////////// Distortion Helpers"):text.index(end)]
    space = {"np": numpy, "os": os}
    exec(compile(text, name, "exec"), space)
    return space


def corrupted(space, name, number, severity, side=32):
    numpy.random.seed(100 * number + severity)
    return numpy.uint8(space[name](Image.fromarray(picture(number, side)), severity))


def main():
    folder = os.path.abspath(sys.argv[1])
    place = tempfile.mkdtemp()
    os.chdir(place)
    for number, name in enumerate(["1.png", "2.png", "3.png", "4.png", "5.png", "6.png"]):
        # OpenCV reads by content: the fourth and fifth are called .jpg.
        Image.fromarray(photograph(number)).save("frost" + name)
        if number >= 3:
            os.rename("frost" + name, f"frost{number + 1}.jpg")
    small = program(folder, "make_cifar_c.py", "import collections")
    large = program(folder, "make_imagenet_c.py", "# /////////////// Further Setup")
    numpy.savez_compressed(os.path.join(here, "cifar.npz"), **{
        name: numpy.stack([corrupted(small, name, 3, severity) for severity in range(1, 6)])
        for name in NAMES if name != "impulse_noise"})
    numpy.savez_compressed(os.path.join(here, "imagenet.npz"), **{
        name: numpy.stack([corrupted(large, name, 3, severity, 224)[::16, ::16] for severity in range(1, 6)])
        for name in NAMES if name != "impulse_noise"})
    statistics = {}
    for name in NAMES:
        if name in STEADY:
            continue
        statistics[name] = []
        for severity in range(1, 6):
            values = numpy.stack([corrupted(small, name, number, severity) for number in range(1000)]).astype(float)
            statistics[name].append({"mean": values.mean(), "variance": values.var()})
        print(name, statistics[name])
    with open(os.path.join(here, "statistics.json"), "w") as file:
        json.dump(statistics, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
