#!/usr/bin/env python3
"""Writes pictures/: small JPEG and PNG files of all kinds, and pictures.npz with what Pillow makes of them.

    picture_fixtures.py          (Pillow 13.0.0, NumPy 2.4.6)

pictures.npz holds, by name: the RGB pixels of each file as Pillow decodes and, where EXIF says so, turns
it; resized and rotated versions of one picture.
"""
import os
import struct

import numpy
from PIL import Image, ImageOps, PngImagePlugin

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pictures")
random = numpy.random.RandomState(0)


def smooth(height, width, channels=3):
    """A picture that JPEG keeps well: two gradients and a soft blob."""
    y, x = numpy.mgrid[0:height, 0:width].astype(float)
    planes = [
        255 * x / (width - 1),
        255 * y / (height - 1),
        255 * numpy.exp(-((x - width / 3) ** 2 + (y - height / 2) ** 2) / 60),
        200 - 100 * x / (width - 1),
    ]
    return numpy.stack(planes[:channels], -1).round().astype(numpy.uint8)


def noise(height, width, channels=3):
    return random.randint(0, 256, (height, width, channels)).astype(numpy.uint8)


def png_files():
    rgb = noise(9, 13)
    Image.fromarray(rgb).save("rgb.png")
    Image.fromarray(rgb[..., 0]).save("grey.png")
    Image.fromarray(numpy.dstack([rgb, noise(9, 13, 1)])).save("rgba.png")
    Image.fromarray(rgb[..., :2], "LA").save("grey-alpha.png")
    Image.fromarray(rgb[..., 0] > 127).save("one-bit.png")
    Image.fromarray(rgb).quantize(7).save("palette.png")
    Image.fromarray(rgb).quantize(7).save("palette-transparent.png", transparency=2)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(rgb).save("turned.png", exif=exif)
    # 16 bits a channel, which Pillow cannot write: the high byte is what an 8-bit reader shows.
    Image.fromarray((rgb[..., 0].astype(numpy.uint16) * 257)).save("grey-16.png")


def jpeg_files():
    rgb = smooth(21, 34)
    Image.fromarray(rgb).save("baseline.jpg", quality=90)
    Image.fromarray(rgb).save("progressive.jpg", quality=90, progressive=True, subsampling=0)
    Image.fromarray(rgb[..., 0]).save("grey.jpg", quality=90)
    Image.fromarray(smooth(21, 34, 4), "CMYK").save("cmyk.jpg", quality=95)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        Image.fromarray(rgb).save(f"orientation-{orientation}.jpg", quality=90, exif=exif)


def colour_space_files():
    """Chunks that say how samples relate to light, which Pillow does not act upon."""
    gamma = PngImagePlugin.PngInfo()
    gamma.add(b"gAMA", struct.pack(">I", 100000))
    for name in ("rgb", "grey", "palette", "rgba", "grey-16"):
        Image.open(f"{name}.png").save(f"{name}-gamma.png", pnginfo=gamma)
    both = PngImagePlugin.PngInfo()
    both.add(b"gAMA", struct.pack(">I", 30000))
    primaries = (31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)
    both.add(b"cHRM", struct.pack(">8I", *primaries))
    Image.open("rgb.png").save("rgb-wide.png", pnginfo=both)


def junk_files():
    """Bytes between the segments of a JPEG, which decoders skip."""

    def write(name, source, marker, junk):
        data = open(source, "rb").read()
        place = data.index(bytes([0xFF, marker]))
        open(name, "wb").write(data[:place] + junk + data[place:])

    write("junk-before-tables.jpg", "baseline.jpg", 0xDB, bytes(range(1, 21)))
    write("junk-before-frame.jpg", "baseline.jpg", 0xC0, bytes(range(1, 100)))
    write("junk-before-scan.jpg", "baseline.jpg", 0xDA, bytes(300))
    write("junk-before-orientation.jpg", "orientation-6.jpg", 0xE1, b"junk")


def decoded(name):
    image = ImageOps.exif_transpose(Image.open(name))
    if image.mode.startswith("I"):
        return numpy.repeat((numpy.asarray(image) >> 8).astype(numpy.uint8)[..., None], 3, -1)
    return numpy.asarray(image.convert("RGB"))


def transformed(arrays):
    source = numpy.concatenate([noise(20, 31), smooth(20, 31)], 0)
    arrays["source"] = source
    image = Image.fromarray(source)
    for width, height in ((31, 12), (8, 8), (64, 64), (5, 77), (31, 39), (30, 41)):
        resized = image.resize((width, height), Image.Resampling.BILINEAR)
        arrays[f"resized-{width}x{height}"] = numpy.asarray(resized)
        resized = image.resize((width, height), Image.Resampling.BICUBIC)
        arrays[f"bicubic-{width}x{height}"] = numpy.asarray(resized)
    square = noise(32, 32)
    arrays["square"] = square
    for angle in (-15.0, -7.3, 0.01, 3.25, 14.999, 45.0, 90.0, 123.4):
        turned = Image.fromarray(square).rotate(angle, Image.Resampling.NEAREST)
        arrays[f"rotated {angle}"] = numpy.asarray(turned)
    arrays["oblong"] = noise(10, 24)
    turned = Image.fromarray(arrays["oblong"]).rotate(12.5, Image.Resampling.NEAREST)
    arrays["oblong rotated 12.5"] = numpy.asarray(turned)


def main():
    os.makedirs(here, exist_ok=True)
    os.chdir(here)
    png_files()
    jpeg_files()
    colour_space_files()
    junk_files()
    arrays = {
        name: decoded(name) for name in sorted(os.listdir(".")) if name.endswith((".png", ".jpg"))
    }
    transformed(arrays)
    numpy.savez_compressed("pictures.npz", **arrays)


if __name__ == "__main__":
    main()
