#!/usr/bin/env python3
"""Foregrounds of pictures, changed and pasted: writes foreground_fixtures.json beside this script.

Written out with NumPy from what the authors' code does (Zhang, Wei, Zhou, Wu, AAAI 2021,
github.com/zhangyongshun/BagofTricks-LT at ce7859a: lib/utils/cam_based_sampling.py, get_CAM_with_groundtruth of
lib/net/network.py), with its steps on whole arrays; in place of OpenCV's fixed-point numbers, resizing and warping are in
float64 and rounded. "published" pastes the changed foreground alone, about the middle of all of it. Made with NumPy 2.
"""
import json
from pathlib import Path

import numpy as np

HEIGHT, WIDTH = 9, 11


def resized(levels, height, width):
    """Bilinear between the middles of pixels, the outermost ones going on."""
    def weights(new, old):
        matrix = np.zeros((new, old))
        for i in range(new):
            at = np.clip((i + 0.5) * old / new - 0.5, 0, old - 1)
            first = int(np.floor(at))
            matrix[i, first] += 1 - (at - first)
            matrix[i, min(first + 1, old - 1)] += at - first
        return matrix
    full = weights(height, levels.shape[0]) @ levels.astype(float) @ weights(width, levels.shape[1]).T
    return np.floor(full + 0.5).astype(np.uint8)


def warped(image, matrix):
    """warpAffine with a constant border of 0: `matrix` takes old places to new ones."""
    height, width = image.shape[:2]
    padded = np.zeros((height + 4, width + 4) + image.shape[2:])
    padded[2:-2, 2:-2] = image
    back = np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))
    result = np.zeros(image.shape)
    for y in range(height):
        for x in range(width):
            old = back @ [x, y, 1]
            left, top = int(np.floor(old[0])), int(np.floor(old[1]))
            if not (-1 <= left < width and -1 <= top < height):
                continue
            u, v = old[0] - left, old[1] - top
            patch = padded[top + 2:top + 4, left + 2:left + 4]
            result[y, x] = ((patch[0, 0] * (1 - u) + patch[0, 1] * u) * (1 - v)
                            + (patch[1, 0] * (1 - u) + patch[1, 1] * u) * v)
    return np.floor(result + 0.5).astype(np.uint8)


def rotation(x, y, degrees, scale):
    a, b = scale * np.cos(np.radians(degrees)), scale * np.sin(np.radians(degrees))
    return np.array([[a, b, (1 - a) * x - b * y], [-b, a, b * x + (1 - a) * y]])


def lines(mask, axis, form):
    found = np.where(mask.any(axis=axis))[0]
    return int(found[0]), int(found[-1] if form == "published" else found[1])


def code(image, levels, changed, covered):
    """The authors' steps: zero what is ignored, put back what is kept, add where there is nothing."""
    ignored = np.where(levels < np.mean(levels) * 3 / 4.0)
    other = changed.copy()
    other[ignored] = 0
    other[covered] = changed[covered]
    base = image.copy()
    base[np.where(other)] = 0
    return base + other


def case(image, raw, kind, form, **values):
    activations = raw - raw.min()
    levels = resized(np.uint8(255 * (activations / activations.max())), HEIGHT, WIDTH)
    mask = levels >= np.mean(levels) * 3 / 4.0
    kept = np.where(mask, levels, 0).astype(np.uint8)
    rows, columns = lines(mask, 1, form), lines(mask, 0, form)
    if kind == "turned":
        x, y = sum(columns) / 2, sum(rows) / 2
        values.update(x=x, y=y)
        matrix = rotation(x, y, values["degrees"], values["scale"])
    elif kind == "moved":
        matrix = np.array([[1, 0, values["x"]], [0, 1, values["y"]]], dtype=float)
    if kind == "mirrored":
        changed, covered = image[:, ::-1].copy(), np.where(mask[:, ::-1])
    else:
        changed, covered = warped(image, matrix), np.where(warped(kept, matrix))
    if form == "code":
        result = code(image, levels, changed, covered)
    else:
        result = image.copy()
        result[covered] = changed[covered]
    return {
        "kind": kind, "form": form, "raw": raw.flatten().tolist(), "rawHeight": raw.shape[0],
        "rawWidth": raw.shape[1], "levels": levels.flatten().tolist(), "mask": mask.flatten().tolist(),
        "rows": list(rows), "columns": list(columns), "result": result.flatten().tolist(), **values,
    }


def main():
    random = np.random.default_rng(20)
    image = random.integers(0, 256, (HEIGHT, WIDTH, 3)).astype(np.uint8)
    image[2, 3] = 0
    y, x = np.mgrid[0:4, 0:5]
    bump = np.exp(-((y - 1.6) ** 2 + (x - 2.7) ** 2) / 1.8).astype(np.float32)
    noisy = (bump + 0.2 * random.random((4, 5))).astype(np.float32)
    cases = []
    for form in ("code", "published"):
        cases += [
            case(image, bump, "turned", form, degrees=-37, scale=1.15),
            case(image, noisy, "turned", form, degrees=20, scale=0.83),
            case(image, bump, "moved", form, x=3, y=-2), case(image, noisy, "moved", form, x=-1, y=0),
            case(image, bump, "mirrored", form), case(image, noisy, "mirrored", form),
        ]
    fixture = {"height": HEIGHT, "width": WIDTH, "image": image.flatten().tolist(), "cases": cases}
    Path(__file__).with_name("foreground_fixtures.json").write_text(json.dumps(fixture) + "\n")


if __name__ == "__main__":
    main()
