"""How well a given uncertainty ranks answers: AUROC by all pairs, AURC by all coverages, in plain NumPy.

    python uncertainty_ranking.py       needs numpy; prints what UncertaintyMeasureTests expects
"""

import numpy as np

i = np.arange(240)
# Three classes; the labels are wrong where the largest is not theirs.
z = np.stack([(i * 37 % 65) / 16, (i * 53 % 61) / 15, (i * 29 % 67) / 17], 1)
labels = i * 41 % 3
z = z.astype(np.float32).astype(np.float64)
e = np.exp(z - z.max(1, keepdims=True))
p = e / e.sum(1, keepdims=True)
correct = p.argmax(1) == labels
confidence = p.max(1)
# Many ties, negative numbers, and larger where the answer is wrong.
uncertainty = (i * 17 % 23) / 4.0 - 3 + np.where(correct, -1.0, 0.5)


def auroc(sureness, correct, weight):
    """Share of pairs of a right and a wrong answer in which the right one is surer, equals counted half."""
    right, wrong = correct.nonzero()[0], (~correct).nonzero()[0]
    won = (sureness[right][:, None] > sureness[wrong]) + 0.5 * (sureness[right][:, None] == sureness[wrong])
    mass = weight[right][:, None] * weight[wrong]
    return (won * mass).sum() / mass.sum()


def aurc(sureness, correct, weight):
    """Mean over the answers kept of the share of errors among the surest; ties have their mean error."""
    error = np.array([np.average(~correct[sureness == s], weights=weight[sureness == s]) for s in sureness])
    order = np.argsort(-sureness, kind="stable")
    kept = np.cumsum(weight[order])
    return np.average(np.cumsum((weight * error)[order]) / kept, weights=weight[order])


for name, sureness in [("confidence", confidence), ("uncertainty", -uncertainty)]:
    one = np.ones(len(i))
    print(name, "auroc", repr(float(auroc(sureness, correct, one))), "aurc", repr(float(aurc(sureness, correct, one))))
# Samples of class 0 count half, those of class 2 as two.
weight = np.array([0.5, 1, 2])[labels]
print("weighted auroc", repr(float(auroc(-uncertainty, correct, weight))))
print("weighted aurc without ties",
      repr(float(aurc(-uncertainty - i * 1e-6, correct, weight))))
print("accuracy", repr(float(correct.mean())), "labels", np.bincount(labels).tolist())
