"""Runs what Tenfold exported in the programs that it was exported for, on all images of a test set.

Reads JSON from stdin: the code of a network and its optimizer, the files, and how many images and of which shape they hold.
Writes the scores of each program and the losses of further steps beside them, as float32, and saves the weights again.
"""
import json
import sys

import numpy as np
import onnxruntime
import torch
from safetensors.torch import load_file, save_file

asked = json.load(sys.stdin)
folder, batch = asked["folder"], asked["batch"]


def read(name, kind):
    return np.fromfile(f"{folder}/{name}", kind)


def write(name, values):
    np.asarray(values, np.float32).tofile(f"{folder}/{name}")


def normalised(images):
    return ((images / np.float32(255)) - np.float32(0.5)) / np.float32(0.5)


images = read("test-images", np.uint8).reshape(-1, 3, 32, 32)
x = normalised(images)
scope = {"__name__": "script"}
exec(compile(asked["code"], "the script", "exec"), scope)
net, optimizer, criterion = scope["net"], scope["optimizer"], scope["criterion"]

state = torch.load(f"{folder}/net.pth", weights_only=True)
tensors = load_file(f"{folder}/net.safetensors")
assert list(state) == list(tensors) and all(torch.equal(state[name], tensors[name]) for name in state)
net.load_state_dict(state)
net.eval()
with torch.no_grad():
    write("torch", torch.cat([net(part) for part in torch.from_numpy(x).split(1000)]).numpy())
torch.save(net.state_dict(), f"{folder}/again.pth")
save_file(net.state_dict(), f"{folder}/again.safetensors")

for name, given in (("plain", x), ("prepared", np.ascontiguousarray(images.transpose(0, 2, 3, 1)))):
    session = onnxruntime.InferenceSession(f"{folder}/{name}.onnx")
    write(name, np.concatenate([session.run(["scores"], {"image": part})[0] for part in np.split(given, 10)]))

saved = torch.load(f"{folder}/training.pth", weights_only=True)
net.load_state_dict(saved["model_state_dict"])
optimizer.load_state_dict(saved["optimizer_state_dict"])
net.train()
further = torch.from_numpy(normalised(read("further-images", np.uint8).reshape(-1, 3, 32, 32)))
labels = torch.from_numpy(read("further-labels", np.uint8).astype(np.int64))
losses = []
for first in range(0, len(labels), batch):
    optimizer.zero_grad()
    loss = criterion(net(further[first : first + batch]), labels[first : first + batch])
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
write("losses", losses)
print(json.dumps({"torch": torch.__version__, "onnxruntime": onnxruntime.__version__}))
