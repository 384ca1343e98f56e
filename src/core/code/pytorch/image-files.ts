import type { DatasetInfo } from '../../data/dataset-info'
import type { RunConfig } from '../../settings/run-config'
import { blankLine, type CodeLine, codeLine as line, name } from '../code-line'
import { nameLines } from '../name-lines'
import { normalisationCode } from '../normalisation-code'
import { chainLines, hasChain } from './augmentation-lines'
import { augmentationLinesText } from './augmentation-lines.text'
import type { dataLinesText } from './data-lines.text'
import { imageFilesText } from './image-files.text'
import { pythonTuple } from './python-tuple'

/** A data set of records of a label and an image: CIFAR-10's binary layout with other sizes. */
export function imageFiles(
  config: RunConfig,
  dataset: DatasetInfo,
  words: Pick<ReturnType<typeof dataLinesText>, 'binaryNormalize' | 'mean' | 'std'>,
  /** The folder, in Python. */
  place = 'sys.argv[1]'
): readonly CodeLine[] {
  const say = imageFilesText(dataset)
  const {
    shape: [height, width, channels],
    labelBytes,
    splits
  } = dataset
  const { mean, std } = normalisationCode(config.model)
  const chain = augmentationLinesText(config, dataset)
  const changes = hasChain(config)
  return [
    line('pixels', words.binaryNormalize)`normalize = transforms.Normalize(`,
    line('pixels', words.mean)`    mean=${pythonTuple(mean)},`,
    line('pixels', words.std)`    std=${pythonTuple(std)})`,
    ...(changes
      ? [
          blankLine,
          ...chainLines(config, dataset, [
            line('pixels', chain.toFloat)`    transforms.ConvertImageDtype(torch.float32),`,
            line('pixels', chain.normalize)`    normalize,`
          ])
        ]
      : []),
    blankLine,
    line('trainSet', say.class)`class Images(Dataset):`,
    line('trainSet', say.init)`    def __init__(self, names):`,
    ...(changes ? [line('augmentation', chain.noTransform)`        self.transform = None`] : []),
    line('trainSet', say.files)`        files = [np.fromfile(`,
    line('trainSet', say.path)`            f'{${name(place)}}/{name}', np.uint8)`,
    line('trainSet', say.each)`            for name in names]`,
    line('trainSet', say.concatenate)`        records = np.concatenate(files)`,
    line('pixels', say.size)`        size = ${labelBytes} + ${channels} * ${height} * ${width}`,
    line('pixels', say.reshape)`        records = records.reshape(-1, size)`,
    line('pixels', say.labels)`        labels = records[:, :${labelBytes}].copy()`,
    line('pixels', say.view)`        labels = labels.view('${name(labelBytes === 1 ? 'u1' : '<u2')}')`,
    line('pixels', say.selfLabels)`        self.labels = labels.ravel()`,
    line('pixels', say.images)`        images = records[:, ${labelBytes}:]`,
    line('pixels', say.selfImages)`        self.images = images.reshape(`,
    line('pixels', say.imageShape)`            -1, ${channels}, ${height}, ${width})`,
    blankLine,
    line('trainSet', say.len)`    def __len__(self):`,
    line('trainSet', say.lenResult)`        return len(self.labels)`,
    blankLine,
    line('pixels', say.getItem)`    def __getitem__(self, row):`,
    line('pixels', say.image)`        image = torch.from_numpy(self.images[row])`,
    line('pixels', say.label)`        label = int(self.labels[row])`,
    ...(changes
      ? [
          line('augmentation', chain.hasTransform)`        if self.transform is not None:`,
          line('augmentation', chain.transformed)`            return self.transform(image), label`
        ]
      : []),
    line('pixels', say.result)`        return normalize(image / 255), label`,
    blankLine,
    line('trainSet', say.trainSet)`train_set = Images([`,
    ...nameLines('trainSet', '    ', splits.train.files, '])', say.trainFiles),
    ...(changes ? [line('augmentation', chain.giveTransform)`train_set.transform = train_transform`] : []),
    line('testSet', say.testSet)`test_set = Images([`,
    ...nameLines('testSet', '    ', splits.test.files, '])', say.testFiles)
  ]
}
