"""Writes small files as PyTorch writes them, and what they hold.

    /usr/bin/python3 make-torch-files.py files
    /usr/local/bin/python3.11 make-torch-files.py files

The version of PyTorch is part of every name. `torch-<version>.json` says what is in each file that can be read; the others are
to be refused. Where safetensors is installed, its files are written too.
"""
import collections
import json
import pickle
import re
import sys
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import nn

warnings.filterwarnings('ignore')
target = Path(sys.argv[1])
version = re.match(r'\d+\.\d+', torch.__version__)[0]
torch.manual_seed(7)
expected = {}


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 2, 3)
        self.bn1 = nn.BatchNorm2d(2)
        self.fc1 = nn.Linear(8, 3)

    def forward(self, x):
        x = torch.relu(self.bn1(self.conv1(x)))
        return self.fc1(torch.max_pool2d(x, 3).flatten(1))


def coarse(tensor):
    """Few digits, so that the expected values are short."""
    return torch.round(tensor * 128) / 128 if tensor.is_floating_point() else tensor


def train(net, optimizer, steps=2):
    for _ in range(steps):
        images, labels = torch.randn(4, 3, 8, 8), torch.tensor([0, 1, 2, 1])
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(images), labels).backward()
        optimizer.step()
    net.load_state_dict({name: coarse(tensor) for name, tensor in net.state_dict().items()})


def described(tensors):
    return [
        {
            'name': name,
            'type': str(tensor.dtype)[6:],
            'shape': list(tensor.shape),
            'values': [float(value) for value in tensor.detach().double().flatten()],
        }
        for name, tensor in tensors.items()
    ]


def save(name, value, tensors=None, path='', numbers=None, **options):
    file = f'{name}-torch-{version}.pth'
    torch.save(value, target / file, **options)
    if tensors is not None:
        expected[file] = {'path': path, 'numbers': numbers or {}, 'tensors': described(tensors)}


net = Net()
optimizer = torch.optim.Adam(net.parameters(), lr=0.001)
train(net, optimizer)
weights = net.state_dict()
old = {'_use_new_zipfile_serialization': False}

save('state-dict', weights, weights)
save('state-dict-legacy', weights, weights, **old)
save('protocol-4', weights, weights, pickle_protocol=4)
save('protocol-5-legacy', weights, weights, pickle_protocol=5, **old)

for kind in [torch.float16, torch.bfloat16, torch.float64]:
    narrow = {name: tensor.to(kind) if tensor.is_floating_point() else tensor for name, tensor in weights.items()}
    save(str(kind)[6:], narrow, narrow)
    save(f'{str(kind)[6:]}-legacy', narrow, narrow, **old)

whole = {
    'float': torch.tensor([[0.5, -1.5]]),
    'scalar': torch.tensor(2.5),
    'empty': torch.zeros(0, 4),
    'int64': torch.tensor([2**52 + 1, -3]),
    'int32': torch.tensor([2**31 - 1, -(2**31)], dtype=torch.int32),
    'int16': torch.tensor([-5, 6], dtype=torch.int16),
    'int8': torch.tensor([-128, 127], dtype=torch.int8),
    'uint8': torch.tensor([0, 255], dtype=torch.uint8),
    'bool': torch.tensor([True, False]),
    'subnormal': torch.tensor([2**-24, -0.0, 65504.0], dtype=torch.float16),
}
save('types', whole, whole)
save('types-legacy', whole, whole, **old)

table = torch.arange(24.0).reshape(2, 3, 4)
views = {
    'table': table,
    'transposed': table.permute(2, 0, 1),
    'part': table[1:, 1:, ::2],
    'column': table[:, :, 3],
    'expanded': torch.tensor([1.0, 2.0])[:, None].expand(2, 3),
    'one': table[1, 2, 3],
    'channels_last': torch.arange(16.0).reshape(1, 4, 2, 2).to(memory_format=torch.channels_last),
    'tied': table,
}
save('views', views, views)
save('views-legacy', views, views, **old)

scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, [3, 5])
adam = {
    'epoch': 12,
    'loss': 0.25,
    'arch': 'net',
    'model_state_dict': weights,
    'optimizer_state_dict': optimizer.state_dict(),
    'scheduler': scheduler.state_dict(),
}
save('checkpoint-adam', adam, weights, 'model_state_dict', {'epoch': 12, 'loss': 0.25})
save('checkpoint-adam-legacy', adam, weights, 'model_state_dict', {'epoch': 12, 'loss': 0.25}, **old)
momentum = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
train(net, momentum)
weights = net.state_dict()
averaged = torch.optim.swa_utils.AveragedModel(net)
save(
    'checkpoint-sgd',
    {'step': 2, 'net': weights, 'optimizer': momentum.state_dict(), 'ema': averaged.state_dict()},
    weights, 'net', {'step': 2},
)
save('data-parallel', nn.DataParallel(net).state_dict(), weights)
inner = averaged.module.state_dict()
save('averaged', averaged.state_dict(), {'n_averaged': averaged.n_averaged, **inner})
save('parameters', dict(net.named_parameters()), dict(net.named_parameters()))
marked = nn.Parameter(torch.tensor([1.0, 2.0]))
marked.role = 'bias'
tagged = torch.tensor([3.0])
tagged.role = 'scale'
save('attributes', {'bias': marked, 'scale': tagged}, {'bias': marked, 'scale': tagged})
save(
    'extras',
    {
        'epoch': np.int64(3), 'accuracy': np.float64(0.75), 'best': np.bool_(True), 'curve': np.arange(4.0),
        'counts': collections.Counter('abca'), 'shape': torch.Size([3, 2]), 'device': torch.device('cpu'),
        'type': torch.float32, 'layout': torch.strided, 'classes': {'cat', 'dog'}, 'seed': 2**60, 'none': None,
        'rng': torch.get_rng_state()[:16].clone(), 'state_dict': {'fc.weight': torch.ones(2, 2)},
    },
    {'fc.weight': torch.ones(2, 2)}, 'state_dict', {'epoch': 3, 'accuracy': 0.75},
)

save('refused-network', net)
save('refused-network-legacy', nn.ReLU(), **old)
save('refused-sparse', {'weight': torch.eye(3).to_sparse()})
save('refused-quantized', {'weight': torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)})
save('refused-complex', {'weight': torch.ones(2, dtype=torch.complex64)})
save('refused-nan', {'weight': torch.tensor([1.0, float('nan')])})
save('refused-too-large', {'weight': torch.tensor([1e300], dtype=torch.float64)})
save('refused-tensor', torch.ones(2))
torch.jit.script(nn.Linear(2, 2)).save(str(target / f'refused-script-torch-{version}.pth'))
(target / f'refused-pickle-torch-{version}.pth').write_bytes(pickle.dumps(weights, 2))

if version != '1.13':
    new = {'float': torch.ones(2), 'uint16': torch.tensor([1, 65535], dtype=torch.uint16)}
    save('refused-negated', {'weight': torch.imag(torch.tensor([1 + 2j]).conj())})
    save('refused-uint16', new)
    torch.serialization.set_crc32_options(False)
    save('without-checksums', weights, weights)
    torch.serialization.set_crc32_options(True)

(target / f'torch-{version}.json').write_text(json.dumps(expected))

try:
    from safetensors.torch import save_file
except ImportError:
    sys.exit()
tied = {name: tensor.contiguous().clone() for name, tensor in weights.items()}
kept = {}
for name, tensors, metadata in [
    ('state-dict', tied, {'format': 'pt'}),
    ('types', {**whole, 'bfloat16': torch.tensor([1.5, -0.007812], dtype=torch.bfloat16), 'float64': torch.tensor([0.125], dtype=torch.float64)}, None),
    ('refused-nan', {'weight': torch.tensor([1.0, float('nan')])}, None),
    ('refused-complex', {'weight': torch.ones(2, dtype=torch.complex64)}, None),
]:
    file = f'{name}.safetensors'
    save_file(tensors, target / file, metadata)
    (target / file).chmod(0o644)
    if not name.startswith('refused'):
        kept[file] = {'metadata': metadata or {}, 'tensors': described(tensors)}
(target / 'safetensors.json').write_text(json.dumps(kept))
