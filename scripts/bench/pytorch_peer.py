"""PyTorch beside Tenfold: the same network and settings, timed in the same run.

    python3 pytorch_peer.py FOLDER     FOLDER: data_batch_1.bin ... data_batch_5.bin of CIFAR-10

Reads one JSON request a line, answers with one JSON line. The first request asks what there is:

    {"about": true, "device": "cpu"}
    -> {"torch": "2.9.0", "python": "3.12.1", "capability": "AVX2", "gpu": null, "script": true}
    {"variant": "script" | "preloaded", "batch": 4, "steps": 300, "threads": 1, "workers": 0, "device": "cpu"}
    -> {"seconds": 1.234}

`script` feeds the network as the lesson does: a Dataset of PIL images, ToTensor and Normalize for each image, a
DataLoader. `preloaded` keeps all images as one normalised tensor on the device: PyTorch at its best without changing
what is computed.
"""
import importlib.util
import json
import platform
import re
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = x.view(-1, 16 * 5 * 5)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)


def read_training_images(folder):
    """-> u8[50000, 3, 32, 32], i64[50000]"""
    rows = [np.fromfile(f"{folder}/data_batch_{i}.bin", dtype=np.uint8).reshape(-1, 3073) for i in range(1, 6)]
    rows = np.concatenate(rows)
    return rows[:, 1:].reshape(-1, 3, 32, 32), rows[:, 0].astype(np.int64)


def script_batches(images, labels, batch, workers):
    import torchvision.transforms as transforms
    from PIL import Image
    from torch.utils.data import DataLoader, Dataset

    pictures = np.ascontiguousarray(images.transpose(0, 2, 3, 1))
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,) * 3, (0.5,) * 3)])

    class Pictures(Dataset):
        def __len__(self):
            return len(pictures)

        def __getitem__(self, i):
            return transform(Image.fromarray(pictures[i])), int(labels[i])

    while True:
        yield from DataLoader(Pictures(), batch_size=batch, shuffle=True, num_workers=workers)


def preloaded_batches(images, labels, batch, device):
    x = torch.from_numpy(images).to(device).float().div_(255).sub_(0.5).div_(0.5)
    y = torch.from_numpy(labels).to(device)
    while True:
        order = torch.randperm(len(y), device=device)
        for rows in order.split(batch):
            yield x[rows], y[rows]


def train(request, batches, net, criterion, optimizer, device):
    for _ in range(request["steps"]):
        x, y = next(batches)
        optimizer.zero_grad()
        loss = criterion(net(x.to(device)), y.to(device))
        loss.backward()
        optimizer.step()
        loss.item()


def about(device):
    capability = re.search(r"CPU capability usage: (\S+)", torch.__config__.show())
    return {
        "torch": torch.__version__,
        "python": platform.python_version(),
        "capability": capability.group(1) if capability else "no vectors",
        "gpu": torch.cuda.get_device_name() if device == "cuda" else None,
        "script": all(importlib.util.find_spec(name) is not None for name in ("torchvision", "PIL")),
    }


def main():
    images, labels = read_training_images(sys.argv[1])
    sources = {}
    for line in sys.stdin:
        request = json.loads(line)
        if "about" in request:
            print(json.dumps(about(request["device"])), flush=True)
            continue
        torch.set_num_threads(request["threads"])
        device = torch.device(request.get("device", "cpu"))
        key = (request["variant"], request["batch"], request.get("workers", 0), str(device))
        if key not in sources:
            torch.manual_seed(1)
            net = Net().to(device)
            batches = (
                script_batches(images, labels, request["batch"], request.get("workers", 0))
                if request["variant"] == "script"
                else preloaded_batches(images, labels, request["batch"], device)
            )
            sources[key] = (
                batches,
                net,
                nn.CrossEntropyLoss(),
                optim.SGD(net.parameters(), lr=0.001, momentum=0.9),
                device,
            )
        if device.type == "cuda":
            torch.cuda.synchronize()
        begin = time.perf_counter()
        train(request, *sources[key])
        print(json.dumps({"seconds": time.perf_counter() - begin}), flush=True)


if __name__ == "__main__":
    main()
