"""Runs the network and the optimizer of generated PyTorch scripts on given images and weights.

Reads from stdin JSON: images and labels (base64), and cases, each with the text of the script's network and optimizer and
of its training loop, the file with the weights, and perhaps one with a training that goes on. Prints for each case the
number of parameters, the shapes in the state dict, the scores of the first batch, the loss of each step that follows, and
which weights have moved.
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


def lines_before_step(code):
    """What the script's loop does between the gradients and the step, such as clipping."""
    lines = code.splitlines()
    stripped = [line.strip() for line in lines]
    begin, end = stripped.index("loss.backward()") + 1, stripped.index("optimizer.step()")
    return compile(textwrap.dedent("\n".join(lines[begin:end])), "before the step", "exec")


def in_double(net, criterion, optimizer):
    """Lets them train in float64: in float32 a value beside a kink, as of ReLU, may fall on either side of it, which moves the
    losses behind batch normalisation by 5e-4 from one version of PyTorch to the next."""
    net.double()
    criterion.double()
    for state in optimizer.state.values():
        for name, value in state.items():
            if torch.is_tensor(value) and value.is_floating_point():
                state[name] = value.double()


answers = []
for case in asked["cases"]:
    scope = {"__name__": "script"}
    exec(compile(case["code"], case["name"], "exec"), scope)
    scope["train_set"] = [(None, label) for label in asked["trainingLabels"]]
    exec(compile(textwrap.dedent(case["weighs"]), "class weights", "exec"), scope)
    net, optimizer, criterion = scope["net"], scope["optimizer"], scope["criterion"]
    net.load_state_dict(torch.load(case["weights"], weights_only=True))
    net.eval()
    with torch.no_grad():
        logits = net(x[:batch]).flatten().tolist()
    training = case.get("training")
    if training is not None:
        # PyTorch 1's own check refuses numbers that are no tensors.
        saved = torch.load(training, weights_only=not torch.__version__.startswith("1."))
        net.load_state_dict(saved["model_state_dict"])
        optimizer.load_state_dict(saved["optimizer_state_dict"])
    in_double(net, criterion, optimizer)
    own = {name: value for name, value in net.state_dict().items() if not name.endswith("num_batches_tracked")}
    given = [value.clone() for value in own.values()]
    net.train()
    before_step = lines_before_step(case["train"])
    losses = []
    for i in range(0, len(labels), batch):
        optimizer.zero_grad()
        loss = criterion(net(x[i : i + batch].double()), labels[i : i + batch])
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
