#!/usr/bin/env python3
"""The Python side of the loading benchmark: every picture of a folder once through a DataLoader of two worker processes, as
training code on ImageNet is written, and pictures a second as JSON.

  pillow       Pillow decodes, crops and resizes as torchvision's transforms do on its pictures
  torchvision  torchvision.io decodes to a tensor, its transforms crop and resize that (where it is installed)
"""
import argparse, json, math, pathlib, random, time

import numpy as np
import torch
from PIL import Image

MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)


def crop_box(width, height):
    """RandomResizedCrop's part: 8 to 100 % of the area, sides of 3/4 to 4/3."""
    for _ in range(10):
        area = width * height * random.uniform(0.08, 1)
        ratio = math.exp(random.uniform(math.log(3 / 4), math.log(4 / 3)))
        w, h = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
        if 0 < w <= width and 0 < h <= height:
            return random.randint(0, width - w), random.randint(0, height - h), w, h
    side = min(width, height)
    return (width - side) // 2, (height - side) // 2, side, side


class Pictures(torch.utils.data.Dataset):
    def __init__(self, folder, training):
        self.paths = sorted(str(path) for path in pathlib.Path(folder).rglob("*.jpg"))
        self.training = training

    def __len__(self):
        return len(self.paths)


class PillowPictures(Pictures):
    def __getitem__(self, index):
        with Image.open(self.paths[index]) as picture:
            picture = picture.convert("RGB")
        if self.training:
            left, top, w, h = crop_box(*picture.size)
            picture = picture.crop((left, top, left + w, top + h)).resize((224, 224), Image.Resampling.BILINEAR)
            if random.random() < 0.5:
                picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        else:
            scale = 256 / min(picture.size)
            picture = picture.resize([round(side * scale) for side in picture.size], Image.Resampling.BILINEAR)
            left, top = ((side - 224) // 2 for side in picture.size)
            picture = picture.crop((left, top, left + 224, top + 224))
        values = (np.asarray(picture, np.float32) / 255 - MEAN) / STD
        return torch.from_numpy(values.transpose(2, 0, 1).copy())


class TensorPictures(Pictures):
    def __getitem__(self, index):
        from torchvision import io
        from torchvision.transforms import v2
        picture = io.decode_jpeg(io.read_file(self.paths[index]), mode=io.ImageReadMode.RGB)
        if self.training:
            left, top, w, h = crop_box(picture.shape[2], picture.shape[1])
            picture = v2.functional.resized_crop(picture, top, left, h, w, [224, 224], antialias=True)
            if random.random() < 0.5:
                picture = picture.flip(2)
        else:
            picture = v2.functional.center_crop(v2.functional.resize(picture, [256], antialias=True), [224, 224])
        values = picture.float() / 255
        return (values - torch.from_numpy(MEAN)[:, None, None]) / torch.from_numpy(STD)[:, None, None]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["training", "evaluation"])
    parser.add_argument("decoder", choices=["pillow", "torchvision"])
    parser.add_argument("folder")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(1)
    kind = PillowPictures if options.decoder == "pillow" else TensorPictures
    pictures = kind(options.folder, options.task == "training")
    loader = torch.utils.data.DataLoader(pictures, batch_size=128, num_workers=options.workers)
    start, total = time.perf_counter(), 0.0
    for batch in loader:
        total += float(batch[0, 0, 0, 0])
    seconds = time.perf_counter() - start
    print(json.dumps({"pictures": len(pictures), "seconds": seconds, "picturesPerSecond": len(pictures) / seconds,
                      "checksum": total}))


if __name__ == "__main__":
    main()
