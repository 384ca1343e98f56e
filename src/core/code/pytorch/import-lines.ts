import type { DatasetInfo } from '../../data/dataset-info'
import type { RunConfig } from '../../settings/run-config'
import { type CodeLine, codeLine as line, name } from '../code-line'
import { scriptNames } from '../script-names'
import { hasChain } from './augmentation-lines'
import { augmentationLinesText } from './augmentation-lines.text'
import type { dataLinesText } from './data-lines.text'
import { folderImports } from './image-folder'
import { readsFrom } from './reads-from'
import { torchvisionSet } from './torchvision-set'
import { torchvisionSetText } from './torchvision-set.text'

type Words = ReturnType<typeof dataLinesText>

/** What the script installs and imports. */
export function importLines(config: RunConfig, dataset: DatasetInfo, say: Words): readonly CodeLine[] {
  const { validationSplit, trainImages, flip } = config
  const kind = readsFrom(dataset)
  const set = torchvisionSet(dataset)
  const own = set === undefined ? undefined : torchvisionSetText(dataset, set)
  return [
    own !== undefined && set?.className === 'SVHN'
      ? line('imports', own.install)`# pip install torch torchvision scipy`
      : line('imports', say.install)`# pip install torch torchvision`,
    ...(kind === 'files'
      ? [
          line(
            'imports',
            say.usage
          )`# python ${name(`${scriptNames(dataset).script}.py`)} <folder of its .bin files>`,
          line('imports', say.sys)`import sys`,
          line('imports', say.numpy)`import numpy as np`
        ]
      : []),
    ...(dataset.folder !== undefined && kind === 'folder'
      ? folderImports(dataset, dataset.folder, say.sys)
      : []),
    ...(validationSplit > 0 && hasChain(config)
      ? [line('imports', augmentationLinesText(config, dataset).copy)`from copy import copy`]
      : []),
    ...(kind === 'folder' ? [line('imports', say.pil)`from PIL import Image, ImageOps`] : []),
    line('imports', say.torch)`import torch`,
    line('imports', say.modules)`from torch import nn, optim`,
    line('imports', say.dataLoader)`from torch.utils.data import DataLoader`,
    ...(kind !== 'files' && flip !== 'alternating'
      ? []
      : [line('imports', say.dataset)`from torch.utils.data import Dataset`]),
    ...(validationSplit > 0
      ? [line('imports', say.randomSplit)`from torch.utils.data import random_split`]
      : []),
    ...(trainImages > 0 ? [line('imports', say.subset)`from torch.utils.data import Subset`] : []),
    line('imports', say.transforms)`from torchvision import transforms`,
    ...(own !== undefined && set !== undefined
      ? [line('imports', own.importClass)`from torchvision.datasets import ${name(set.className)}`]
      : []),
    ...(kind === 'folder'
      ? [line('imports', say.imageFolder)`from torchvision.datasets import ImageFolder`]
      : [])
  ]
}
