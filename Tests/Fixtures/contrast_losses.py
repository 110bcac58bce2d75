"""Contrast of views as mixture_fixtures.py writes it: BCL, PaCo and GPaCo, with their projection heads."""
import torch
import torch.nn.functional as F

from mixture_inputs import VIEW_PRIOR, draw, layers, outcome
from torch_fixtures import array, arrays


def normalized_head(p, x):
    """Linear, batch norm, ReLU, linear, onto the sphere."""
    hidden = F.batch_norm(F.linear(x, p[0], p[1]), None, None, p[2], p[3], training=True)
    return F.normalize(F.linear(F.relu(hidden), p[4], p[5]), dim=1)


def deep_head(p, x):
    hidden = F.relu(F.linear(F.relu(F.linear(x, p[0], p[1])), p[2], p[3]))
    return F.normalize(F.linear(hidden, p[4], p[5]), dim=1)


NORMALIZED = ["0.weight", "0.bias", "1.weight", "1.bias", "3.weight", "3.bias"]
DEEP = ["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"]


def balanced_contrast():
    labels = torch.tensor([0, 2, 0, 1])
    views = [draw(42 + v, 4, 6) for v in range(3)]
    torch.manual_seed(46)
    samples, centers = layers((6, 5), 5, (5, 4)), layers((6, 5), 5, (5, 4))
    weight, bias = layers((6, 3))
    # Batch norm sees all three views together.
    f = normalized_head(samples, torch.cat(views))[4:]
    u = torch.cat([f, normalized_head(centers, weight)])
    y = torch.cat([labels, labels])
    all_y = torch.cat([y, torch.arange(3)])
    count = torch.bincount(all_y, minlength=3).double()
    losses = []
    for i in range(8):
        denominator, positives = 0.0, []
        for j in range(11):
            if j == i:
                continue
            score = f[i] @ u[j] / 0.2
            same = bool(all_y[j] == y[i])
            denominator = denominator + torch.exp(score) / (count[all_y[j]] - int(same))
            if same:
                positives.append(score)
        losses.append(-sum(s - torch.log(denominator) for s in positives) / len(positives))
    contrast = torch.stack(losses).reshape(2, 4).mean(0)
    logits = F.linear(views[0], weight, bias) + torch.log(VIEW_PRIOR)
    values = 2 * F.cross_entropy(logits, labels, reduction="none") + 0.6 * contrast
    leaves = {f"view{v}": views[v] for v in range(3)}
    leaves |= {"projection." + n: p for n, p in zip(NORMALIZED, samples)}
    leaves |= {"centers." + n: p for n, p in zip(NORMALIZED, centers)}
    leaves |= {"classifier.weight": weight, "classifier.bias": bias}
    return {"labels": labels.tolist(), "arrays": outcome(values, leaves)}


def parametric_values(g, anchors, y, entries, entry_y, alpha, beta, gamma, temperature, smooth=0.0):
    """One row for each anchor, which is itself the entry of the same place."""
    classes = g.shape[1]
    values = []
    for b in range(len(anchors)):
        scores = entries @ anchors[b] / temperature
        others = [j for j in range(len(entries)) if j != b]
        total = torch.exp(g[b]).sum() + gamma * torch.exp(scores[others]).sum()
        weights = [
            beta * (1 - smooth if c == y[b] else smooth / (classes - 1)) for c in range(classes)]
        positives = [j for j in others if entry_y[j] == y[b]]
        part = sum(w * (g[b, c] - torch.log(total)) for c, w in enumerate(weights))
        part = part + alpha * sum(scores[j] - torch.log(total) for j in positives)
        values.append(-part / (sum(weights) + alpha * len(positives)))
    return torch.stack(values)


def parametric(general):
    """Three steps of gradient descent on the projection head with a queue of eight keys."""
    torch.manual_seed(51 + general)
    names = DEEP if general else NORMALIZED
    apply = deep_head if general else normalized_head
    head = layers((6, 6), (6, 6), (6, 4)) if general else layers((6, 6), 6, (6, 4))
    weight, bias = layers((6, 3))
    slow = [p.detach().clone() for p in head]
    initial = {n: p.detach().clone() for n, p in zip(names, head)}
    queue, queue_y, steps = torch.zeros(0, 4, dtype=torch.float64), [], []
    for step, labels in enumerate([[0, 1, 0], [2, 0, 1], [1, 1, 2]]):
        x, x_key = draw(60 + 2 * step, 3, 6), draw(61 + 2 * step, 3, 6)
        y = torch.tensor(labels)
        q = apply(head, x)
        if general:
            k = apply(head, x_key)
            anchors, anchor_y = torch.cat([q, k]), torch.cat([y, y])
            features = torch.cat([x, x_key])
        else:
            slow = [0.9 * s + 0.1 * p.detach() for s, p in zip(slow, head)]
            k = apply(slow, x_key).detach()
            anchors, anchor_y, features = q, y, x
        g = F.linear(features, weight, bias) + torch.log(VIEW_PRIOR)
        entries = torch.cat([q, k, queue])
        entry_y = labels + labels + queue_y
        values = parametric_values(
            g, anchors, anchor_y, entries, entry_y, alpha=0.3, beta=0.8, gamma=0.7,
            temperature=0.2, smooth=0.1 if general else 0.0)
        values = values.reshape(-1, 3).mean(0)
        gradients = torch.autograd.grad(values.mean(), head + [weight, x, x_key], allow_unused=True)
        steps.append({
            "labels": labels,
            "arrays": arrays({
                "query": x, "key": x_key, "values": values, "weight_gradient": gradients[-3],
                "query_gradient": gradients[-2],
                "key_gradient": torch.zeros_like(x_key) if general == 0 else gradients[-1]})})
        with torch.no_grad():
            for p, gradient in zip(head, gradients):
                p -= 0.1 * gradient
        queue = torch.cat([queue, k.detach()])[-8:]
        queue_y = (queue_y + labels)[-8:]
    return {
        "head": arrays(initial), "classifier": arrays({"weight": weight, "bias": bias}),
        "steps": steps, "final": arrays(dict(zip(names, head))), "queue": array(queue),
        "queue_labels": queue_y}
