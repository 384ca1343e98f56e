import type { DatasetInfo } from '../data/dataset-info'
import { isLessonDataset } from '../data/is-lesson-dataset'
import { extent } from '../maths/extent'
import { kindOf, type LayerShape } from '../layers/layer-kinds'
import type { ModelSpec } from '../model/model-spec'
import type { RunConfig } from '../settings/run-config'
import { finishedLine } from '../training/running-loss'
import { type CodeLine, type CodePart, blankLine, call, codeLine, name } from './code-line'
import { nameLines } from './name-lines'
import { normalisationCode } from './normalisation-code'
import { pytorchNetwork, pytorchStart } from './pytorch-network'
import { pytorchOptimizer } from './pytorch-optimizer'
import type { Script } from './script'
import { scriptNames } from './script-names'

/**
 * The lesson as one PyTorch program with the values of a configuration. It needs torch and torchvision, and prints the
 * log that Tenfold prints. CIFAR-10 it downloads into `data` where it is not there yet; another data set it reads from
 * the folder that the command line names.
 * @param shapes of the network's layers, as far as their sizes fit
 */
export function pytorchScript(
  config: RunConfig,
  dataset: DatasetInfo,
  shapes: readonly LayerShape[]
): Script {
  return {
    fileName: `${scriptNames(dataset).script}.py`,
    parts: {
      data: data(config, dataset),
      network: pytorchNetwork(shapes, config.model.layers[shapes.length]),
      optimizer: pytorchOptimizer(config.optimizer),
      train: train(config, pytorchStart(shapes).train),
      evaluate: evaluate(config.model, dataset)
    }
  }
}

const line = codeLine

function data(config: RunConfig, dataset: DatasetInfo): readonly CodeLine[] {
  const { batchSize, workers, threads, validationSplit, trainImages } = config
  const loader = (
    made: string,
    set: string,
    link: 'trainSet' | 'testSet' | 'validationSplit'
  ): CodeLine[] => [
    line(link)`${name(made)} = DataLoader(`,
    line(link)`    ${name(set)},`,
    line('batchSize')`    batch_size=${batchSize},`,
    ...(link === 'trainSet' ? [line('shuffle')`    shuffle=True,`] : []),
    line('workers')`    num_workers=${workers})`
  ]
  const lesson = isLessonDataset(dataset)
  return [
    line('imports')`# pip install torch torchvision`,
    ...(lesson
      ? []
      : [
          line('imports')`# python ${name(`${scriptNames(dataset).script}.py`)} <folder of its .bin files>`,
          line('imports')`import sys`,
          line('imports')`import numpy as np`
        ]),
    line('imports')`import torch`,
    line('imports')`from torch import nn, optim`,
    line('imports')`from torch.utils.data import DataLoader`,
    ...(lesson ? [] : [line('imports')`from torch.utils.data import Dataset`]),
    ...(validationSplit > 0 ? [line('imports')`from torch.utils.data import random_split`] : []),
    ...(trainImages > 0 ? [line('imports')`from torch.utils.data import Subset`] : []),
    line('imports')`from torchvision import transforms`,
    ...(lesson ? [line('imports')`from torchvision.datasets import CIFAR10`] : []),
    blankLine,
    line('seed')`torch.manual_seed(${config.seed})`,
    ...(threads > 0 ? [line('threads')`torch.set_num_threads(${threads})`] : []),
    line('engine')`cuda = torch.cuda.is_available()`,
    line('engine')`device = 'cuda' if cuda else 'cpu'`,
    blankLine,
    ...(lesson ? cifar10(config.model) : binaryFiles(config.model, dataset)),
    ...(validationSplit > 0
      ? [
          line('validationSplit')`held = round(len(train_set) * ${validationSplit})`,
          line('validationSplit')`train_set, held_set = random_split(`,
          line('validationSplit')`    train_set, [len(train_set) - held, held])`
        ]
      : []),
    ...(trainImages > 0
      ? [
          line('trainImages')`few = min(${trainImages}, len(train_set))`,
          line('trainImages')`train_set = Subset(train_set, range(few))`
        ]
      : []),
    blankLine,
    ...loader('train_loader', 'train_set', 'trainSet'),
    ...loader('test_loader', 'test_set', 'testSet'),
    ...(validationSplit > 0 ? loader('held_loader', 'held_set', 'validationSplit') : []),
    line('classes')`classes = (`,
    ...nameLines('classes', '    ', dataset.classes, ')')
  ]
}

/** torchvision knows the lesson's data set. */
function cifar10(model: ModelSpec): readonly CodeLine[] {
  const { mean, std } = normalisationCode(model)
  const images = (made: string, train: string, link: 'trainSet' | 'testSet'): CodeLine[] => [
    line(link)`${name(made)} = CIFAR10(`,
    line(link)`    'data', train=${name(train)},`,
    line(link)`    download=True,`,
    line('pixels')`    transform=transform)`
  ]
  return [
    line('pixels')`transform = transforms.Compose([`,
    line('pixels')`    transforms.ToTensor(),`,
    line('pixels')`    transforms.Normalize(`,
    line('pixels')`        mean=${tuple(mean)},`,
    line('pixels')`        std=${tuple(std)}),`,
    line('pixels')`])`,
    ...images('train_set', 'True', 'trainSet'),
    ...images('test_set', 'False', 'testSet')
  ]
}

/** Records of a label and an image: CIFAR-10's binary layout with other sizes. */
function binaryFiles(
  model: ModelSpec,
  { shape: [height, width, channels], labelBytes, splits }: DatasetInfo
): readonly CodeLine[] {
  const { mean, std } = normalisationCode(model)
  const images = (made: string, files: readonly string[], link: 'trainSet' | 'testSet'): CodeLine[] => [
    line(link)`${name(made)} = Images([`,
    ...nameLines(link, '    ', files, '])')
  ]
  return [
    line('pixels')`normalize = transforms.Normalize(`,
    line('pixels')`    mean=${tuple(mean)},`,
    line('pixels')`    std=${tuple(std)})`,
    blankLine,
    line('trainSet')`class Images(Dataset):`,
    line('trainSet')`    def __init__(self, names):`,
    line('trainSet')`        files = [np.fromfile(`,
    line('trainSet')`            f'{sys.argv[1]}/{name}', np.uint8)`,
    line('trainSet')`            for name in names]`,
    line('trainSet')`        records = np.concatenate(files)`,
    line('pixels')`        size = ${labelBytes} + ${channels} * ${height} * ${width}`,
    line('pixels')`        records = records.reshape(-1, size)`,
    line('pixels')`        labels = records[:, :${labelBytes}].copy()`,
    line('pixels')`        labels = labels.view('${name(labelBytes === 1 ? 'u1' : '<u2')}')`,
    line('pixels')`        self.labels = labels.ravel()`,
    line('pixels')`        images = records[:, ${labelBytes}:]`,
    line('pixels')`        self.images = images.reshape(`,
    line('pixels')`            -1, ${channels}, ${height}, ${width})`,
    blankLine,
    line('trainSet')`    def __len__(self):`,
    line('trainSet')`        return len(self.labels)`,
    blankLine,
    line('pixels')`    def __getitem__(self, row):`,
    line('pixels')`        image = torch.from_numpy(self.images[row])`,
    line('pixels')`        label = int(self.labels[row])`,
    line('pixels')`        return normalize(image / 255), label`,
    blankLine,
    ...images('train_set', splits.train.files, 'trainSet'),
    ...images('test_set', splits.test.files, 'testSet')
  ]
}

/** A single element needs a comma of its own. */
const tuple = (values: readonly string[]): readonly CodePart[] =>
  call(`(${values.join(', ')}${values.length === 1 ? ',' : ''})`)

function train(config: RunConfig, start: readonly CodeLine[]): readonly CodeLine[] {
  const { epochs, logEvery, checkpointEvery } = config
  const hasModes = needsModes(config.model)
  return [
    line('mainGuard')`if __name__ == '__main__':`,
    ...start.map(indented),
    line('epochs')`    for epoch in range(${epochs}):`,
    ...(hasModes ? [line('modes')`        net.train()`] : []),
    line('logEvery')`        running_loss = 0.0`,
    line('batchSize')`        for i, data in enumerate(train_loader):`,
    line('batchSize')`            inputs = data[0].to(device)`,
    line('batchSize')`            labels = data[1].to(device)`,
    line('zeroGrad')`            optimizer.zero_grad()`,
    line('forward')`            outputs = net(inputs)`,
    line('loss')`            loss = criterion(outputs, labels)`,
    line('backward')`            loss.backward()`,
    line('optimizerStep')`            optimizer.step()`,
    line('logEvery')`            running_loss += loss.item()`,
    line('logEvery')`            if i % ${logEvery} == ${logEvery - 1}:`,
    line('logEvery')`                mean = running_loss / ${logEvery}`,
    line('logEvery')`                print(f'[{epoch + 1}, {i + 1:5d}]',`,
    line('logEvery')`                      f'loss: {mean:.3f}')`,
    line('logEvery')`                running_loss = 0.0`,
    line('checkpointEvery')`            before = epoch * len(train_loader)`,
    line('checkpointEvery')`            step = before + i + 1`,
    line('checkpointEvery')`            if step % ${checkpointEvery} == 0:`,
    line('checkpointEvery')`                weights = net.state_dict()`,
    line('checkpointEvery')`                torch.save(weights, 'step.pth')`,
    ...(config.validationSplit > 0 ? validation(hasModes) : []),
    line('finished')`    print('${finishedLine}')`
  ]
}

const indented = ({ link, parts }: CodeLine): CodeLine => ({ link, parts: [...name('    '), ...parts] })

/** At the end of each epoch. */
function validation(hasModes: boolean): readonly CodeLine[] {
  return [
    ...(hasModes ? [line('modes')`        net.eval()`] : []),
    line('validationSplit')`        correct = total = 0`,
    line('noGrad')`        with torch.no_grad():`,
    line('validationSplit')`            for inputs, labels in held_loader:`,
    line('predicted')`                outputs = net(inputs.to(device))`,
    line('predicted')`                guesses = outputs.argmax(dim=1).cpu()`,
    line('validationSplit')`                correct += (guesses == labels).sum().item()`,
    line('validationSplit')`                total += len(labels)`,
    line('validationSplit')`        print(f'validation: {correct / total:.1%}')`
  ]
}

function evaluate(model: ModelSpec, dataset: DatasetInfo): readonly CodeLine[] {
  const classes = dataset.classes.length
  const width = Math.max(5, extent(dataset.classes.map(({ length }) => length)).max)
  return [
    line('checkpoint')`    path = '${name(scriptNames(dataset).weights)}.pth'`,
    line('checkpoint')`    torch.save(net.state_dict(), path)`,
    line('checkpoint')`    net = Net().to(device)`,
    line('checkpoint')`    weights = torch.load(path)`,
    line('checkpoint')`    net.load_state_dict(weights)`,
    blankLine,
    ...(needsModes(model) ? [line('modes')`    net.eval()`] : []),
    line('matrix')`    matrix = torch.zeros(${classes}, ${classes}).int()`,
    line('noGrad')`    with torch.no_grad():`,
    line('testSet')`        for inputs, labels in test_loader:`,
    line('predicted')`            outputs = net(inputs.to(device))`,
    line('predicted')`            guesses = outputs.argmax(dim=1).cpu()`,
    line('matrix')`            for label, guess in zip(labels, guesses):`,
    line('matrix')`                matrix[label, guess] += 1`,
    blankLine,
    line('accuracy')`    correct = matrix.diag()`,
    line('accuracy')`    share = correct.sum() / matrix.sum()`,
    line('accuracy')`    print(f'Accuracy: {share.item():.1%}')`,
    line('perClass')`    shares = correct / matrix.sum(dim=1)`,
    line('perClass')`    for name, share in zip(classes, shares):`,
    line('perClass')`        print(f'{name:${name(String(width))}s} {share.item():.1%}')`
  ]
}

/** Whether training and prediction differ. */
function needsModes(model: ModelSpec): boolean {
  return model.layers.some((layer) => kindOf(layer).trainsDifferently)
}
