"""Reports 11 to 14: decoded pixels equal Pillow's, whatever the mode, the orientation or the gamma."""

import os
import shutil

def cases(run, copy, wanted):
    for report, folder in ((11, "11-modes"), (12, "12-cmyk"), (13, "13-exif"), (15, "15-corrupt/extraneous")):
        if wanted and str(report) not in wanted:
            continue
        place = os.path.join(copy, folder)
        source = "pics" if os.path.isdir(os.path.join(place, "pics")) else "."
        command = f"data export --data image-folder:{source} (pixels of {folder})"
        if not os.path.isdir(place):
            yield report, command, "skipped", f"{folder} is not there"
            continue
        try:
            import numpy
            from PIL import Image, ImageOps
        except ImportError as problem:
            yield report, command, "skipped", str(problem)
            continue
        names = sorted(
            os.path.join(root, name) for root, _, files in os.walk(os.path.join(place, source)) for name in files
            if os.path.basename(root) == "a" or name.startswith("bad"))
        for name in names:
            yield compare(report, run, place, name, numpy, Image, ImageOps)


def compare(report, run, place, name, numpy, Image, ImageOps):
    """One picture alone in its class, beside another class, as only the training part is exported."""
    short = os.path.relpath(name, place)
    with Image.open(name) as opened:
        picture = ImageOps.exif_transpose(opened)
        deep = picture.mode.startswith("I")
        if deep:
            # 65535 is white.
            values = numpy.asarray(picture).astype(numpy.float64) / 257
            right = numpy.repeat(numpy.rint(values).astype(numpy.uint8)[..., None], 3, axis=2)
        else:
            right = numpy.asarray(picture.convert("RGB"))
    folder = os.path.join(place, "single")
    for part in ("train", "test"):
        for label in ("a", "b"):
            os.makedirs(os.path.join(folder, part, label))
            shutil.copy(name, os.path.join(folder, part, label, "0" + os.path.splitext(name)[1]))
    command = f"data export --data image-folder:… ({short})"
    result = run(["data", "export", "--data", "image-folder:single", "--split", "train", "--output",
                  "single-out"], place)
    try:
        if result.code != 0:
            return report, command, f"ended with {result.code}", str(result)
        found = numpy.load(os.path.join(place, "single-out", "images.npy"))[0]
        if found.shape[2] == 1:
            found = numpy.repeat(found, 3, axis=2)
        if found.shape != right.shape:
            return report, command, f"shape {found.shape}", f"{right.shape} is right"
        difference = int(numpy.abs(found.astype(int) - right.astype(int)).max())
        allowed = 1 if deep else 0
        return report, command, None if difference <= allowed else f"differs by {difference}", "equal to Pillow"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(os.path.join(place, "single-out"), ignore_errors=True)
