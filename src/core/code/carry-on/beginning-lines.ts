import { formatCount } from '../../format/format-number'
import { hasChain } from '../pytorch/augmentation-lines'
import { torchvisionSet } from '../pytorch/torchvision-set'
import type { CarriedTraining } from './carried-training'
import { when } from './script-lines'

/** Imports, options, and what a process finds out about itself. */
export function beginningLines(training: CarriedTraining): readonly string[] {
  const { config, dataset, position, orders, needsFolder } = training
  const set = torchvisionSet(dataset)
  const scheduled = config.schedule !== 'constant' || config.warmup > 0
  const data = needsFolder ? ' --data <folder of its .bin files>' : ''
  return [
    `# Carries a training of Tenfold on, from step ${formatCount(position.step)}. README.txt says what is the same and what is not.`,
    '#',
    `#     pip install torch torchvision${set?.className === 'SVHN' ? ' scipy' : ''}`,
    `#     python train_on.py${data}`,
    `#     torchrun --nproc_per_node=4 train_on.py${data}`,
    'import argparse',
    'import os',
    ...when(scheduled, 'import warnings'),
    ...when(config.validationSplit > 0 && hasChain(config), 'from copy import copy'),
    '',
    'import numpy as np',
    'import torch',
    'import torch.distributed as dist',
    'from torch import nn, optim',
    'from torch.nn.parallel import DistributedDataParallel',
    `from torch.utils.data import ${needsFolder || config.flip === 'alternating' ? 'DataLoader, Dataset, Subset' : 'DataLoader, Subset'}`,
    'from torchvision import transforms',
    ...(set === undefined ? [] : [`from torchvision.datasets import ${set.className}`]),
    '',
    'parser = argparse.ArgumentParser(description="Carries a training of Tenfold on.")',
    "parser.add_argument('--epochs', type=int,",
    `                    default=${Math.max(1, orders.left)},`,
    '                    help="how many to train, the rest of one under way included (default: %(default)s)")',
    ...(needsFolder
      ? [
          "parser.add_argument('--data', required=True,",
          `                    help="the folder of the data set's .bin files")`
        ]
      : [
          "parser.add_argument('--data', default='data',",
          '                    help="the folder of the data set, downloaded if need be (default: %(default)s)")'
        ]),
    "parser.add_argument('--device',",
    '                    help="such as cuda, cuda:1 or cpu (default: a graphics card if there is one)")',
    'options = parser.parse_args()',
    'here = os.path.dirname(os.path.abspath(__file__))',
    '',
    '# torchrun tells each of its processes which one it is, and how many there are. Alone, a process is the first of one.',
    "together = 'RANK' in os.environ",
    "rank = int(os.environ.get('RANK', 0))",
    "world = int(os.environ.get('WORLD_SIZE', 1))",
    "local_rank = int(os.environ.get('LOCAL_RANK', 0))",
    'device = options.device',
    'if device is None:',
    "    device = 'cuda' if torch.cuda.is_available() else 'cpu'",
    "if together and device == 'cuda':",
    "    device = f'cuda:{local_rank}'",
    "cuda = device.startswith('cuda')",
    '# Each process draws its own random numbers, for what is left to chance: augmentation and dropout.',
    `torch.manual_seed(${config.seed} + rank)`,
    "if together and __name__ == '__main__':",
    '    if cuda:',
    '        torch.cuda.set_device(device)',
    "    dist.init_process_group('nccl' if cuda else 'gloo')",
    ...when(config.threads > 0, `torch.set_num_threads(${config.threads})`)
  ]
}
