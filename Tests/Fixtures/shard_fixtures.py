#!/usr/bin/env python3
"""Writes Tests/Fixtures/shards: tar archives in every dialect, by Python's tarfile, and what is in them."""
import io, json, pathlib, tarfile

folder = pathlib.Path(__file__).resolve().parent / "shards"
folder.mkdir(exist_ok=True)
long_name = "a/" + "very-" * 30 + "long/name-ä.txt"
contents = {"first.txt": b"one", "empty.txt": b"", "folder/second.txt": b"x" * 513, long_name: b"deep"}
for name, dialect in (("ustar", tarfile.USTAR_FORMAT), ("gnu", tarfile.GNU_FORMAT), ("pax", tarfile.PAX_FORMAT)):
    with tarfile.open(folder / f"{name}.tar", "w", format=dialect) as archive:
        for path, data in contents.items():
            if name == "ustar" and path == long_name:
                path = "b" * 120 + "/short.txt"
            entry = tarfile.TarInfo(path)
            entry.size, entry.mtime = len(data), 1_700_000_000
            archive.addfile(entry, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "first.txt"
        archive.addfile(link)
listing = {}
for name in ("ustar", "gnu", "pax"):
    with tarfile.open(folder / f"{name}.tar") as archive:
        listing[name] = [{"name": entry.name, "offset": entry.offset_data, "length": entry.size}
                         for entry in archive if entry.isfile()]
(folder / "tar.json").write_text(json.dumps(listing, indent=1, sort_keys=True, ensure_ascii=False) + "\n")

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError:
    print("without pyarrow the Parquet files stay as they are")
else:
    import random
    random.seed(0)
    count = 60
    # Few different values, so that dictionaries are made; one row without a picture.
    pictures = [bytes(random.randrange(256) for _ in range(5 + 7 * (row % 11))) for row in range(count)]
    rows = [None if row == 17 else {"bytes": pictures[row % 20], "path": f"{row}.jpg"} for row in range(count)]
    labels = [(row * 7) % 5 for row in range(count)]
    names = [f"class {label}" for label in labels]
    table = pa.table({
        "image": pa.array(rows, pa.struct([("bytes", pa.binary()), ("path", pa.string())])),
        "label": pa.array(labels, pa.int64()), "small": pa.array(labels, pa.int32()),
        "name": pa.array(names, pa.string()), "several": pa.array([[1, 2]] * count, pa.list_(pa.int64())),
    })
    for name, options in {
        "plain": dict(compression="none", use_dictionary=False),
        "dictionary": dict(compression="none"),
        "snappy": dict(compression="snappy", row_group_size=23, data_page_size=300, use_dictionary=False),
        "gzip-v2": dict(compression="gzip", row_group_size=23, data_page_version="2.0", data_page_size=300),
        "zstd": dict(compression="zstd"),
    }.items():
        pq.write_table(table, folder / f"{name}.parquet", **options)
    (folder / "parquet.json").write_text(json.dumps({
        "bytes": [row["bytes"].hex() if row else None for row in rows], "labels": labels, "names": names,
    }, indent=0, sort_keys=True) + "\n")

    # Pictures of one colour (40 × label, number, 7), as Hugging Face exports a data set.
    from PIL import Image
    features = {"info": {"features": {"image": {"_type": "Image"}, "label": {"names": ["ant", "bee", "cow"], "_type": "ClassLabel"}}}}
    parts = folder / "parts"
    parts.mkdir(exist_ok=True)
    number = 0
    for name, size in (("train-00000-of-00002", 4), ("train-00001-of-00002", 5), ("test-00000-of-00001", 3)):
        rows, labels = [], []
        for _ in range(size):
            label = number % 3
            file = io.BytesIO()
            Image.new("RGB", (8, 8), (40 * label, number, 7)).save(file, "PNG")
            rows.append({"bytes": file.getvalue(), "path": None})
            labels.append(label)
            number += 1
        table = pa.table({"image": pa.array(rows, pa.struct([("bytes", pa.binary()), ("path", pa.string())])),
                          "label": pa.array(labels, pa.int64())})
        pq.write_table(table.replace_schema_metadata({"huggingface": json.dumps(features)}),
                       parts / f"{name}.parquet", row_group_size=2)
