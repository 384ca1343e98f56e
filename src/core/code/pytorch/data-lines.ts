import type { DatasetInfo } from '../../data/dataset-info'
import type { RunConfig } from '../../settings/run-config'
import { blankLine, call, type CodeLine, codeLine as line } from '../code-line'
import { nameLines } from '../name-lines'
import { normalisationCode } from '../normalisation-code'
import { alternatingLines, heldLines } from './augmentation-lines'
import { dataLinesText } from './data-lines.text'
import { imageFolder } from './image-folder'
import { imageFiles } from './image-files'
import { importLines } from './import-lines'
import { pythonTuple } from './python-tuple'
import { readsFrom } from './reads-from'
import { torchvisionLines } from './torchvision-lines'
import { torchvisionSet } from './torchvision-set'

type Words = ReturnType<typeof dataLinesText>

/**
 * Imports, seed, device, data sets and loaders.
 * @param isMixed whether the first training images are to be of all classes
 */
export function dataLines(config: RunConfig, dataset: DatasetInfo, isMixed: boolean): readonly CodeLine[] {
  const say = dataLinesText(config, dataset)
  const { threads, validationSplit, trainImages } = config
  return [
    ...importLines(config, dataset, say),
    blankLine,
    line('seed', say.seed)`torch.manual_seed(${config.seed})`,
    ...(threads > 0 ? [line('threads', say.threads)`torch.set_num_threads(${threads})`] : []),
    line('engine', say.cuda)`cuda = torch.cuda.is_available()`,
    line('engine', say.device)`device = 'cuda' if cuda else 'cpu'`,
    blankLine,
    ...imageLines(config, dataset, isMixed),
    ...(validationSplit > 0
      ? [
          line('validationSplit', say.held)`held = round(len(train_set) * ${validationSplit})`,
          line('validationSplit', say.split)`train_set, held_set = random_split(`,
          line('validationSplit', say.sizes)`    train_set, [len(train_set) - held, held])`,
          ...heldLines(config, dataset, readsFrom(dataset) === 'files' ? 'None' : 'transform')
        ]
      : []),
    ...(trainImages > 0
      ? [
          line('trainImages', say.few)`few = min(${trainImages}, len(train_set))`,
          line('trainImages', say.subsetLine)`train_set = Subset(train_set, range(few))`
        ]
      : []),
    ...alternatingLines(config, dataset),
    blankLine,
    ...loaders(config, say),
    line('classes', say.classes)`classes = (`,
    ...nameLines('classes', '    ', dataset.classes, ')', say.classNames)
  ]
}

/**
 * The training and test images.
 * @param place the folder of torchvision's or binary files, in Python; where the script always looks if it is left out
 */
export function imageLines(
  config: RunConfig,
  dataset: DatasetInfo,
  isMixed: boolean,
  place?: string
): readonly CodeLine[] {
  const say = dataLinesText(config, dataset)
  const chain = { transform: plainChain(config, say), train: say.trainTransform, test: say.testTransform }
  const set = torchvisionSet(dataset)
  if (set !== undefined) return torchvisionLines(config, dataset, set, chain, place)
  if (dataset.folder === undefined) return imageFiles(config, dataset, say, place)
  return imageFolder(config, dataset, dataset.folder, chain, isMixed)
}

/** From a picture to the network's numbers. */
function plainChain(config: RunConfig, say: Words): readonly CodeLine[] {
  const { mean, std } = normalisationCode(config.model)
  return [
    line('pixels', say.compose)`transform = transforms.Compose([`,
    line('pixels', say.toTensor)`    transforms.ToTensor(),`,
    line('pixels', say.normalize)`    transforms.Normalize(`,
    line('pixels', say.mean)`        mean=${pythonTuple(mean)},`,
    line('pixels', say.std)`        std=${pythonTuple(std)}),`,
    line('pixels', say.composeEnd)`])`
  ]
}

function loaders({ batchSize, workers, validationSplit }: RunConfig, say: Words): readonly CodeLine[] {
  const size = call(`batch_size=${batchSize},`)
  const processes = call(`num_workers=${workers})`)
  return [
    line('trainSet', say.trainLoader)`train_loader = DataLoader(`,
    line('trainSet', say.trainLoaderSet)`    train_set,`,
    line('batchSize', say.trainBatchSize)`    ${size}`,
    line('shuffle', say.shuffle)`    shuffle=True,`,
    line('workers', say.trainWorkers)`    ${processes}`,
    line('testSet', say.testLoader)`test_loader = DataLoader(`,
    line('testSet', say.testLoaderSet)`    test_set,`,
    line('batchSize', say.testBatchSize)`    ${size}`,
    line('workers', say.testWorkers)`    ${processes}`,
    ...(validationSplit > 0
      ? [
          line('validationSplit', say.heldLoader)`held_loader = DataLoader(`,
          line('validationSplit', say.heldLoaderSet)`    held_set,`,
          line('batchSize', say.heldBatchSize)`    ${size}`,
          line('workers', say.heldWorkers)`    ${processes}`
        ]
      : [])
  ]
}
