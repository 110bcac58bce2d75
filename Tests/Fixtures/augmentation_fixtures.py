#!/usr/bin/env python3
"""Writes augmentations.npz: what Pillow makes of small pictures.

    augmentation_fixtures.py          (Pillow 13.0.0, NumPy 2.4.6, x86-64)

The pictures are "picture 0" … ; the others are named "<operation> <arguments> of <picture number>", arguments
as in the tests. "auto-augment <pair> <sign of step 1><sign of step 2>" holds both steps of a pair, from
Pillow's functions and table 7 of Cubuk et al. (2019) with the magnitudes of the port
DeepVoltaire/AutoAugment; "rand-augment <operation> <strength> <sign> <interpolation>" one operation with the
levels that timm maps strengths to; "hue <turn>" is what torchvision's adjust_hue does to a Pillow picture.
"""
import colorsys
import os

import numpy
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

random = numpy.random.RandomState(1)
fill = (124, 116, 104)
resampling = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
}


def noise(height, width, low=0, high=256):
    return random.randint(low, high, (height, width, 3)).astype(numpy.uint8)


def smooth(height, width):
    y, x = numpy.mgrid[0:height, 0:width].astype(float)
    planes = [
        255 * x / (width - 1), 255 * y / (height - 1),
        255 * numpy.exp(-((x - width / 3) ** 2 + (y - height / 2) ** 2) / 30),
    ]
    return numpy.stack(planes, -1).round().astype(numpy.uint8)


def colors(count):
    """Rows of all kinds of colours: greys, primaries, ties between channels, hues around the circle."""
    rows = [[0, 0, 0], [255, 255, 255], [128, 128, 128], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
    rows += [[a, b, c] for a in (0, 127, 255) for b in (0, 128, 255) for c in (0, 1, 254)]
    for step in range(count - len(rows)):
        rows.append([round(255 * v) for v in colorsys.hsv_to_rgb(step / 97, (step % 7) / 6, 1)])
    return numpy.array(rows[:count], numpy.uint8).reshape(-1, 10, 3)


pictures = [
    noise(13, 17), smooth(9, 20), noise(16, 16, 60, 190), colors(150), noise(32, 32),
    numpy.full((7, 5, 3), (200, 9, 77), numpy.uint8), noise(2, 3), noise(1, 1), noise(3, 3),
]
# One channel of two pictures, for grey.
greys = [pictures[0][..., 0], pictures[1][..., 2]]


def affine(image, matrix, interpolation, color=fill):
    if image.mode == "L":
        color = Image.new("RGB", (1, 1), color).convert("L").getpixel((0, 0))
    return image.transform(
        image.size, Image.Transform.AFFINE, matrix, resampling[interpolation], fillcolor=color)


def turned(image, degrees, interpolation):
    color = fill
    if image.mode == "L":
        color = Image.new("RGB", (1, 1), color).convert("L").getpixel((0, 0))
    return image.rotate(degrees, resampling[interpolation], fillcolor=color)


def points(image):
    yield "invert", ImageOps.invert(image)
    yield "auto-contrast", ImageOps.autocontrast(image)
    yield "equalize", ImageOps.equalize(image)
    for bits in range(1, 9):
        yield f"posterize {bits}", ImageOps.posterize(image, bits)
    for threshold in (0.0, 85.25, 128.0, 256.0):
        yield f"solarize {threshold}", ImageOps.solarize(image, threshold)


def enhancements(image):
    for factor in (0.0, 0.1, 0.37, 0.6, 1.0, 1.2, 1.9, 3.5):
        yield f"brightness {factor}", ImageEnhance.Brightness(image).enhance(factor)
        yield f"contrast {factor}", ImageEnhance.Contrast(image).enhance(factor)
        yield f"color {factor}", ImageEnhance.Color(image).enhance(factor)
        yield f"sharpness {factor}", ImageEnhance.Sharpness(image).enhance(factor)


def hues(image):
    for turn in (-0.5, -0.1, 0.0, 0.033, 0.25, 0.5):
        hue, saturation, value = image.convert("HSV").split()
        turned = numpy.asarray(hue) + numpy.int32(turn * 255).astype(numpy.uint8)
        bands = (Image.fromarray(turned), saturation, value)
        yield f"hue {turn}", Image.merge("HSV", bands).convert("RGB")


def movements(image):
    width, height = image.size
    for name in resampling:
        for amount in (-0.3, 0.1333, 0.29):
            yield f"shear-x {amount} {name}", affine(image, (1, amount, 0, 0, 1, 0), name)
            yield f"shear-y {amount} {name}", affine(image, (1, 0, 0, amount, 1, 0), name)
        for share in (-0.45, 0.25, 0.4):
            yield f"translate-x {share} {name}", affine(image, (1, 0, share * width, 0, 1, 0), name)
            yield f"translate-y {share} {name}", affine(image, (1, 0, 0, 0, 1, share * height), name)
        for degrees in (-29.5, 6.75, 30.0, 90.0, 180.0, 360.0, 0.001):
            yield f"rotate {degrees} {name}", turned(image, degrees, name)


def softened(image):
    """What contrastive views have beside crops and jitter."""
    yield "grayscale", image.convert("L").convert(image.mode)
    for deviation in (0.1, 0.77, 1.3, 2.0, 6.5):
        yield f"blur {deviation}", image.filter(ImageFilter.GaussianBlur(deviation))


def auto_augment(arrays, number):
    """Every pair of the policy, both steps, with both signs of both."""
    pairs = """invert 7 contrast 6; rotate 2 translateX 9; sharpness 1 sharpness 3; shearY 8 translateY 9;
        autocontrast 8 equalize 2; shearY 7 posterize 7; color 3 brightness 7; sharpness 9 brightness 9;
        equalize 5 equalize 1; contrast 7 sharpness 5; color 7 translateX 8; equalize 7 autocontrast 8;
        translateY 3 sharpness 6; brightness 6 color 8; solarize 2 invert 3; equalize 0 autocontrast 0;
        equalize 8 equalize 4; color 9 equalize 6; autocontrast 4 solarize 8; brightness 3 color 0;
        solarize 5 autocontrast 3; translateY 9 translateY 9; autocontrast 2 solarize 3; equalize 8 invert 3;
        translateY 9 autocontrast 1"""
    grey = (128, 128, 128)

    def step(image, operation, level, sign):
        width, height = image.size
        slope = sign * numpy.linspace(0, 0.3, 10)[level]
        shift = sign * numpy.linspace(0, 150 / 331, 10)[level]
        factor = 1 + sign * numpy.linspace(0, 0.9, 10)[level]
        bits = int(numpy.round(numpy.linspace(8, 4, 10))[level])
        functions = {
            "shearX": lambda: affine(image, (1, slope, 0, 0, 1, 0), "bicubic", grey),
            "shearY": lambda: affine(image, (1, 0, 0, slope, 1, 0), "bicubic", grey),
            "translateX": lambda: affine(image, (1, 0, shift * width, 0, 1, 0), "nearest", grey),
            "translateY": lambda: affine(image, (1, 0, 0, 0, 1, shift * height), "nearest", grey),
            "rotate": lambda: image.rotate(numpy.linspace(0, 30, 10)[level], fillcolor=grey),
            "color": lambda: ImageEnhance.Color(image).enhance(factor),
            "contrast": lambda: ImageEnhance.Contrast(image).enhance(factor),
            "sharpness": lambda: ImageEnhance.Sharpness(image).enhance(factor),
            "brightness": lambda: ImageEnhance.Brightness(image).enhance(factor),
            "posterize": lambda: ImageOps.posterize(image, bits),
            "solarize": lambda: ImageOps.solarize(image, numpy.linspace(256, 0, 10)[level]),
            "autocontrast": lambda: ImageOps.autocontrast(image),
            "equalize": lambda: ImageOps.equalize(image),
            "invert": lambda: ImageOps.invert(image),
        }
        return functions[operation]()

    image = Image.fromarray(pictures[number])
    for index, pair in enumerate(pairs.split(";")):
        first, first_level, second, second_level = pair.split()
        for signs in ("++", "+-", "-+", "--"):
            result = step(image, first, int(first_level), 1 if signs[0] == "+" else -1)
            result = step(result, second, int(second_level), 1 if signs[1] == "+" else -1)
            arrays[f"auto-augment {index} {signs}"] = numpy.asarray(result)


def rand_augment(arrays, number):
    """Every operation at two strengths."""
    image = Image.fromarray(pictures[number])
    width, height = image.size

    def added(amount):
        return image.point([min(255, i + amount) if i < 128 else i for i in range(256)] * 3)

    for strength in (0.8731, 1.0):
        factor = strength * 1.8 + 0.1
        plain = {
            "autoContrast": ImageOps.autocontrast(image),
            "equalize": ImageOps.equalize(image),
            "invert": ImageOps.invert(image),
            "posterize": ImageOps.posterize(image, int(strength * 4)),
            "solarize": ImageOps.solarize(image, int(strength * 256)),
            "solarizeAdd": added(int(strength * 110)),
            "color": ImageEnhance.Color(image).enhance(factor),
            "contrast": ImageEnhance.Contrast(image).enhance(factor),
            "brightness": ImageEnhance.Brightness(image).enhance(factor),
            "sharpness": ImageEnhance.Sharpness(image).enhance(factor),
        }
        for name, result in plain.items():
            arrays[f"rand-augment {name} {strength}"] = numpy.asarray(result)
        for sign, letter in ((1, "+"), (-1, "-")):
            for kind in ("bilinear", "bicubic"):
                slope, shift = sign * (strength * 0.3), sign * (strength * 0.45)
                moved = {
                    "rotate": turned(image, sign * (strength * 30), kind),
                    "shearX": affine(image, (1, slope, 0, 0, 1, 0), kind),
                    "shearY": affine(image, (1, 0, 0, slope, 1, 0), kind),
                    "translateX": affine(image, (1, 0, shift * width, 0, 1, 0), kind),
                    "translateY": affine(image, (1, 0, 0, 0, 1, shift * height), kind),
                }
                for name, result in moved.items():
                    arrays[f"rand-augment {name} {strength} {letter} {kind}"] = numpy.asarray(result)


def cutouts(arrays, number):
    """The mask of the Cutout that SHIKE and BalPoE carry, on a picture of 17 × 13 (width × height)."""
    for row, column, length in ((0, 0, 8), (6, 8, 8), (12, 16, 7), (3, 14, 16), (5, 5, 2)):
        result = pictures[number].copy()
        height, width = result.shape[:2]
        top, bottom = numpy.clip([row - length // 2, row + length // 2], 0, height)
        left, right = numpy.clip([column - length // 2, column + length // 2], 0, width)
        result[top:bottom, left:right] = 0
        arrays[f"cutout {row} {column} {length}"] = result


def main():
    arrays = {f"picture {number}": picture for number, picture in enumerate(pictures)}
    for number, picture in enumerate(pictures):
        image = Image.fromarray(picture)
        for operations in (points, enhancements, hues, movements, softened):
            # The 32 × 32 picture is for what depends on the count of pixels.
            if number == 4 and operations is not points:
                continue
            for name, result in operations(image):
                arrays[f"{name} of {number}"] = numpy.asarray(result)
    for number, picture in enumerate(greys):
        arrays[f"grey {number}"] = picture[..., None]
        image = Image.fromarray(picture)
        for operations in (points, enhancements, movements, softened):
            for name, result in operations(image):
                arrays[f"{name} of grey {number}"] = numpy.asarray(result)[..., None]
    auto_augment(arrays, 0)
    rand_augment(arrays, 0)
    cutouts(arrays, 0)
    file = os.path.join(os.path.dirname(os.path.abspath(__file__)), "augmentations.npz")
    numpy.savez_compressed(file, **arrays)


if __name__ == "__main__":
    main()
