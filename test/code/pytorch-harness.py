"""Runs the network and the optimizer of generated PyTorch scripts on given images and weights.

Reads from stdin JSON: images and labels (base64), and cases, each with the text of the script's network and optimizer
and of its training loop, the weights in TensorFlow's layout, and what the layers are. Prints for each case the number of
parameters, the shapes in the state dict, the scores of the first batch, the loss of each step, and which weights have
moved.
"""
import base64
import json
import sys
import textwrap

import numpy as np
import torch

asked = json.load(sys.stdin)
batch = asked["batch"]
images = np.frombuffer(base64.b64decode(asked["images"]), np.uint8).reshape(-1, 3, 32, 32)
labels = torch.from_numpy(np.frombuffer(base64.b64decode(asked["labels"]), np.uint8).astype(np.int64))
x = torch.from_numpy(((images / np.float32(255)) - np.float32(0.5)) / np.float32(0.5)).float()


def to_torch(values, shape, parts, depthwise):
    """TensorFlow's layout to PyTorch's; parts: the shapes whose values, side by side, a dense layer takes."""
    values = np.frombuffer(base64.b64decode(values), np.float32).reshape(shape)
    if depthwise:
        return values.transpose(2, 3, 0, 1).reshape(-1, 1, *shape[:2])
    if len(shape) == 4:
        return values.transpose(3, 2, 0, 1)
    if len(shape) != 2:
        return values
    ends = np.cumsum([np.prod(part) for part in parts])
    return np.concatenate([channels_first(rows, part) for rows, part in zip(np.split(values, ends[:-1]), parts)]).T


def channels_first(rows, shape):
    """The rows of a dense layer's kernel in the order in which PyTorch flattens such an image."""
    if len(shape) == 1:
        return rows
    return rows.reshape(*shape, -1).transpose(2, 0, 1, 3).reshape(rows.shape)


def lines_before_step(code):
    """What the script's loop does between the gradients and the step, such as clipping."""
    lines = code.splitlines()
    stripped = [line.strip() for line in lines]
    begin, end = stripped.index("loss.backward()") + 1, stripped.index("optimizer.step()")
    return compile(textwrap.dedent("\n".join(lines[begin:end])), "before the step", "exec")


answers = []
for case in asked["cases"]:
    scope = {"__name__": "script"}
    exec(compile(case["code"], case["name"], "exec"), scope)
    scope["train_set"] = [(None, label) for label in asked["trainingLabels"]]
    exec(compile(textwrap.dedent(case["weighs"]), "class weights", "exec"), scope)
    net, optimizer, criterion = scope["net"], scope["optimizer"], scope["criterion"]
    own = {name: value for name, value in net.state_dict().items() if not name.endswith("num_batches_tracked")}
    given = [torch.from_numpy(to_torch(*weight).copy()) for weight in case["weights"]]
    for value, new in zip(own.values(), given, strict=True):
        assert value.shape == new.shape, (value.shape, new.shape)
        value.copy_(new)
    net.eval()
    with torch.no_grad():
        logits = net(x[:batch]).flatten().tolist()
    net.train()
    before_step = lines_before_step(case["train"])
    losses = []
    for i in range(0, len(labels), batch):
        optimizer.zero_grad()
        loss = criterion(net(x[i : i + batch]), labels[i : i + batch])
        loss.backward()
        exec(before_step, scope)
        optimizer.step()
        losses.append(loss.item())
    answers.append(
        {
            "parameters": sum(p.numel() for p in net.parameters()),
            "shapes": {name: list(value.shape) for name, value in own.items()},
            "logits": logits,
            "losses": losses,
            "moved": [not torch.equal(value, before) for value, before in zip(own.values(), given)],
        }
    )
print(json.dumps(answers))
