"""The cases: number of the report, folder of the inputs, arguments, and what is right.

Reference values: NumPy in double precision (accuracy, ECE of 15 bins of equal width, NLL) and SciPy (temperatures).
"""

from expectations import (
    both, class_table, classes, either, figures, refused, samples, says, silent_about,
)

RIGHT = dict(samples=300, classes=4, accuracy=0.75, ece=0.0857585)
ROUNDED = dict(samples=300, classes=4, accuracy=0.75)
SMALL = dict(samples=3, classes=3, accuracy=1)


def describe(folder, source, *options):
    size = [] if "--image-size" in options else ["--image-size", "16"]
    return ["data", "describe", "--data", f"{folder}:{source}", "--format", "csv", *size, *options]


def metrics(*arguments):
    return ["metrics", *arguments, "--format", "json"]


def numbers(path, *arguments):
    return metrics("--logits", path, "--labels", "y.npy", *arguments)


CASES = []


def case(report, folder, arguments, right):
    CASES.append((report, folder, arguments, right))


def folder_case(report, folder, name, right, *options):
    case(report, folder, describe("image-folder", name, *options), right)


def list_case(report, location, right, *options):
    case(report, "18-lists", describe("image-list", location, *options), right)


# 1: empty class folders.
folder_case(1, "01-empty-class", "pics", refused("pics/yak", "no picture"))
folder_case(1, "01-empty-class", "onlytxt", refused("onlytxt/yak"))
folder_case(1, "01-empty-class", "zip", either(refused("__MACOSX"), classes(cat=(5, 1), dog=(5, 1)), samples(12)))

# 2: a test part without a class, or with others.
folder_case(2, "02-test-lacks-class", "d", both(says("warning", "r180"), class_table({
    "r0": (6, 6), "r180": (6, 0), "r270": (6, 6), "r90": (6, 6)})))
folder_case(2, "02-test-lacks-class", "f", refused("Cat"))

# 3: held-out folders by other names.
folder_case(3, "03-valid-name", "valid", either(classes(cat=(6, 6), dog=(6, 6)), says("valid")))
folder_case(3, "03-valid-name", "validation", either(classes(cat=(6, 6), dog=(6, 6)), says("validation")))
folder_case(3, "03-valid-name", "three", says("val"))

# 4: parts that were taken for classes.
folder_case(4, "04-split-as-class", "capital", classes(cat=(6, 6), dog=(6, 6)))
folder_case(4, "04-split-as-class", "training", classes(cat=(6, 6), dog=(6, 6)))
folder_case(4, "04-split-as-class", "valtest", refused("val", "train"))
folder_case(4, "04-split-as-class", "vehicles", refused("train", "class"))
folder_case(4, "04-split-as-class", "vehicles-nested", refused("train", "class"))

# 5: files of desktops and tools.
folder_case(5, "05-hidden", "pics", both(samples(12), silent_about("checkpoints", "DS_Store")))

# 6: levels.
folder_case(6, "06-levels", "flat", refused("flat"))
folder_case(6, "06-levels", "wrapped", refused("wrapped", "dataset"))
folder_case(6, "06-levels", "imagenet", refused("imagenet"))
folder_case(6, "06-levels", "mixed", says("warning", "2"))

# 7: names that are numbers.
folder_case(7, "07-numeric", "pics", says('0,"0"', '2,"10"|2,"2"'))

# 8: other endings.
folder_case(8, "08-endings", "pics", says("bmp", "webp", "tif", "dog", "15 of 19"))
folder_case(8, "08-endings", "onlybmp", refused("onlybmp/cow"))

# 9, 10: contents that are not what the ending says.
for name, words in [
    ("bmp", "42 4d|BMP"), ("webp", "52 49 46 46|WebP"), ("gif", "47 49 46 38|GIF"),
    ("heic", "00 00 00 18|HEI"), ("html", "3c 21 44 4f|HTML"), ("lfs", "76 65 72 73|git"),
    ("empty", "empty"),
]:
    folder_case(9, "09-wrong-ending", name, refused(f"{name}/cat/x.jpg", words))
folder_case(9, "09-wrong-ending", "pngjpg", samples(12))
folder_case(10, "09-wrong-ending", "apng", samples(11))

# 15: damaged and harmless pictures.
for name in ("extraneous", "junkhdr", "rstjunk", "rstok", "trailing", "twojpegs", "exifbad", "fill",
             "pngtextcrc", "pngtrailing", "pngnoiend"):
    folder_case(15, "15-corrupt", name, samples(13))
for name in ("truncated", "zeros", "noeoi", "onlyheader", "lead"):
    folder_case(15, "15-corrupt", name, refused(f"{name}/cat/bad.jpg"))
for name in ("pngcrc", "pngtrunc"):
    folder_case(15, "15-corrupt", name, refused(f"{name}/cat/bad.png|{name}/cat/bad.jpg"))

# 17: sizes.
folder_case(17, "17-sizes", "bomb", refused("bomb/cat/bomb.png", "60000"))
folder_case(17, "17-sizes", "onepixel", samples(15))
folder_case(17, "17-sizes", "zero", refused("zero/cat/z.png"))

# 18, 19: lists.
for name in ("space.txt", "tab.txt", "crlf.txt", "cr.txt", "bom.txt", "bom.csv"):
    list_case(19, name, samples(18))
list_case(19, "backslash.txt", either(samples(18), refused("backslash.txt", "line 1")))
list_case(19, "utf16.txt", refused("utf16.txt", "UTF-16"))
list_case(19, "multi.txt", refused("multi.txt", "line 1"))
list_case(19, "names.txt", refused("names.txt", "line 1"))
list_case(19, "nolabel.txt", refused("nolabel.txt", "line 1"))
list_case(19, "onebased.txt", either(says("1"), refused("onebased.txt", "1")))
list_case(19, "negative.txt", refused("negative.txt", "-1"))
list_case(19, "header.csv", either(says("fox"), refused("header.csv", "class")))
list_case(19, "header2.csv", says("fox"))
list_case(19, "three.csv", both(says("fox"), silent_about('"train"')))
list_case(19, "index.csv", either(says("fox"), refused("index.csv")))
list_case(19, "labelfirst.csv", either(says("fox"), refused("labelfirst.csv")))
list_case(19, "semicolon.csv", either(says("fox"), refused("semicolon.csv")))
list_case(19, "names.csv", says("wolf, grey"))
list_case(19, "empty.txt", refused("empty.txt", "empty"))
list_case(46, "train=trainnum.txt,test=leak.txt", says("warning", "test"))
list_case(46, "dup.txt", either(says("warning", "another class"), refused("dup.txt", "label")))

# 20, 21: nesting and links.
folder_case(20, "20-cvat", "d", classes(cat=(5, 1), dog=(6, 1)))
folder_case(21, "21-links", "loop", either(samples(12), refused("loop")))
folder_case(21, "21-links", "loop2", either(samples(24), refused("loop2")))
folder_case(21, "21-links", "broken", refused("broken/a/gone.png"))

# 22, 45: classes with few pictures.
folder_case(45, "22-batch", "tail20", says("c04"))
folder_case(45, "22-batch", "one", says("warning"))
folder_case(45, "22-batch", "single", says("warning"))
folder_case(22, "22-batch", "n17", samples(21))

# 23: dialects of tables.
for name in ("blank", "bom", "crlf", "noeol", "quoted", "quotedcomma", "quotednewline", "savetxt",
             "savetxt_head", "sci", "spaces", "bomnohead"):
    case(23, "23-csv", metrics("--probabilities", f"{name}.csv", "--labels", "labels.csv"), figures(**ROUNDED))
case(23, "23-csv", metrics("--probabilities", "quotedcommalabel.csv", "--labels", "quotedcommalabel.csv"),
     figures(**ROUNDED))
case(23, "23-csv", metrics("--probabilities", "tab.tsv", "--labels", "labels.csv"), figures(**ROUNDED))
for name, words in [
    ("bool", "False"), ("missing", "line 7"), ("na", "NA"), ("nan", "nan"), ("percent", "%"),
    ("percentnum", "2.0902"), ("short", "line 7"), ("semi", "semicolon|;"), ("semicomma", "semicolon|;"),
    ("headonly", "no samples|no rows"), ("empty", "no rows|empty"), ("latin1", "UTF-8"), ("utf16", "UTF-"),
    ("fortran", "D-02"), ("unicode-minus", "−"), ("tabs", "tab"), ("comment", "comment.csv"), ("dup", "a"),
]:
    case(23, "23-csv", metrics("--probabilities", f"{name}.csv", "--labels", "labels.csv"),
         either(refused(f"{name}.csv", words), figures(**ROUNDED)) if name in ("dup", "comment")
         else refused(f"{name}.csv", words))

# 24, 42: columns that are no scores.
SMALL_OR_REFUSED = either(figures(**SMALL), refused("index|column"))
case(24, "24-pandas", metrics("--logits", "min/index.csv", "--labels", "min/y.csv"), SMALL_OR_REFUSED)
case(24, "24-pandas", metrics("--logits", "min/all.csv", "--labels", "min/all.csv:target"),
     figures(samples=4, classes=3, accuracy=1))
case(24, "24-pandas", metrics("--predictions", "min/folder"), figures(samples=4, classes=3, accuracy=1))
case(24, "24-pandas", metrics("--logits", "min/logits.csv", "--labels", "min/labels.csv"),
     either(figures(**SMALL), refused("header")))
for name in ("logits_names_index", "logits_index", "logits_noindex", "idlabel", "predlabel"):
    labels = f"{name}.csv" if name in ("idlabel", "predlabel") else "y.npy"
    case(24, "24-pandas", metrics("--logits", f"{name}.csv", "--labels", labels),
         either(figures(**RIGHT), refused("column|header")))
case(24, "24-pandas", metrics("--logits", "logits_names.csv", "--labels", "y.npy"), figures(**RIGHT))
case(24, "24-pandas", metrics("--logits", "intnames_label.csv", "--labels", "intnames_label.csv"),
     either(figures(**RIGHT), refused("header")))
for name in ("target", "y_true", "Label", "y", "class", "gt", "true_label", "labels", "label"):
    case(24, "24-pandas", metrics("--logits", f"all_{name}.csv", "--labels", f"all_{name}.csv:{name}"),
         figures(**RIGHT))
case(24, "24-pandas", metrics("--logits", "labelfirst.csv", "--labels", "labelfirst.csv"), figures(**RIGHT))
for name in ("labels_float", "labels_noindex"):
    case(24, "24-pandas", metrics("--logits", "logits_names.csv", "--labels", f"{name}.csv"),
         either(figures(**RIGHT), refused(f"{name}.csv", "header")))
case(24, "24-pandas", metrics("--logits", "logits_names.csv", "--labels", "labels_noindex.csv:0"), figures(**RIGHT))
for name in ("labels_index", "labels_named_index", "labels_series"):
    case(24, "24-pandas", metrics("--logits", "logits_names.csv", "--labels", f"{name}.csv"),
         either(figures(**RIGHT), refused(f"{name}.csv")))
case(42, "24-pandas", metrics("--logits", "filename.csv", "--labels", "filename.csv"),
     either(figures(**RIGHT), refused("filename.csv", "column")))
case(42, "24-pandas", metrics("--logits", "filename.csv", "--labels", "filename.csv", "--columns", "cat,dog,owl,yak"),
     figures(**RIGHT))
case(42, "24-pandas", metrics("--logits", "idlabel.csv", "--labels", "idlabel.csv", "--columns", "cat,dog,owl,yak"),
     figures(**RIGHT))
case(24, "24-pandas",
     ["calibrate", "fit", "--method", "temperature", "--validation", "fold3", "--output", "indexed.json"],
     either(says("4 classes|cat"), refused("column")))
case(24, "24-pandas",
     ["calibrate", "fit", "--method", "temperature", "--validation", "fold1", "--output", "numbers.json"],
     either(says("."), refused("header")))

# 25: names.
for name in ("raw3", "rawfile"):
    folder_case(25, "25-names", name, refused("UTF-8|encod|decod"))
folder_case(25, "25-names", "nfd", samples(24))

# 28, 29: probabilities, and what the numbers are.
for name in ("p32", "p16", "p999"):
    case(28, "28-probs", metrics("--probabilities", f"{name}.npy", "--labels", "y.npy"), figures(**ROUNDED))
# One entry became -1e-07, so its row lacks what stood there.
case(28, "28-probs", metrics("--probabilities", "neg.npy", "--labels", "y.npy"), refused("neg.npy, row 2", "sum"))
case(28, "28-probs", metrics("--probabilities", "hardwrong.npy", "--labels", "y.npy"), figures(ece=1, nll=46.0517))
case(28, "28-probs", metrics("--probabilities", "p2dec.npy", "--labels", "y.npy"),
     both(refused("p2dec.npy", "rounded"), silent_about("are these logits")))
for name in ("logitsasprob", "percent", "logp", "sig"):
    case(28, "28-probs", metrics("--probabilities", f"{name}.npy", "--labels", "y.npy"), refused(f"{name}.npy"))
case(29, "29-kind", metrics("--predictions", "t"), both(says("warning", "probabilit"), figures(samples=300)))

# 31: calibration sets without a class.
for name in ("noclass2", "nolast"):
    case(31, "31-missing", ["calibrate", "fit", "--method", "temperature", "--validation", name, "--output", "t.json",
                            "--overwrite"], says("class"))

# 32, 33: absent classes, few samples.
case(32, "32-absent", metrics("--predictions", "one"), figures(balanced_accuracy=0.64865))
case(32, "32-absent", metrics("--predictions", "two"), figures(balanced_accuracy=0.69575))

# 35: the edges of numbers.
for name in ("off4", "off6", "off7", "f64"):
    case(35, "35-inf", numbers(f"{name}.npy"), figures(nll=0.7300685, **RIGHT))
case(35, "35-inf", numbers("allneginf.npy"), refused("allneginf.npy", "row 3", "-inf"))
case(35, "35-inf", numbers("nanlast.npy"), refused("row 299, column 3"))
case(35, "35-inf", numbers("posinf.npy"), refused("row 3, column 1"))
case(35, "35-inf", numbers("neginf.npy"), figures(samples=300, accuracy=0.75))
