import { cifar10Classes } from '../image-set'
import { inferShapes } from '../infer-shapes'
import type { ModelSpec } from '../model-spec'
import type { RunConfig } from '../run-config'
import { finishedLine } from '../running-loss'
import { type CodeLine, blankLine, codeLine } from './code-line'
import { pytorchNetwork } from './pytorch-network'
import { pytorchOptimizer } from './pytorch-optimizer'
import type { Script } from './script'

/**
 * The lesson as one PyTorch program with the values of a configuration. It needs torch and torchvision, downloads
 * CIFAR-10 into `data` where it is not there yet, and prints the log that Tenfold prints.
 * @throws LabError 'invalid-input' when the network's sizes do not fit
 */
export function pytorchScript(config: RunConfig): Script {
  return {
    fileName: 'cifar.py',
    parts: {
      data: data(config),
      network: pytorchNetwork(inferShapes(config.model)),
      optimizer: pytorchOptimizer(config.optimizer),
      train: train(config),
      evaluate: evaluate(config.model)
    }
  }
}

const line = codeLine

function data(config: RunConfig): readonly CodeLine[] {
  const { batchSize, workers, threads, validationSplit, trainImages } = config
  const loader = (
    name: string,
    set: string,
    link: 'trainSet' | 'testSet' | 'validationSplit'
  ): CodeLine[] => [
    line(link)`${name} = DataLoader(${set},`,
    line('batchSize')`    batch_size=${batchSize},`,
    ...(link === 'trainSet' ? [line('shuffle')`    shuffle=True,`] : []),
    line('workers')`    num_workers=${workers})`
  ]
  return [
    line('imports')`# pip install torch torchvision`,
    line('imports')`import torch`,
    line('imports')`from torch import nn, optim`,
    line('imports')`from torch.utils.data import DataLoader`,
    ...(validationSplit > 0 ? [line('imports')`from torch.utils.data import random_split`] : []),
    ...(trainImages > 0 ? [line('imports')`from torch.utils.data import Subset`] : []),
    line('imports')`from torchvision import transforms`,
    line('imports')`from torchvision.datasets import CIFAR10`,
    blankLine,
    line('seed')`torch.manual_seed(${config.seed})`,
    ...(threads > 0 ? [line('threads')`torch.set_num_threads(${threads})`] : []),
    line('engine')`device = torch.device('cuda' if`,
    line('engine')`    torch.cuda.is_available() else 'cpu')`,
    blankLine,
    line('pixels')`transform = transforms.Compose([`,
    line('pixels')`    transforms.ToTensor(),`,
    line('pixels')`    transforms.Normalize((0.5, 0.5, 0.5),`,
    line('pixels')`                         (0.5, 0.5, 0.5)),`,
    line('pixels')`])`,
    line('trainSet')`train_set = CIFAR10('data', train=True,`,
    line('trainSet')`    download=True, transform=transform)`,
    line('testSet')`test_set = CIFAR10('data', train=False,`,
    line('testSet')`    download=True, transform=transform)`,
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
    line('classes')`classes = ('plane', 'car', 'bird', 'cat',`,
    line('classes')`    'deer', 'dog', 'frog', 'horse',`,
    line('classes')`    'ship', 'truck')`
  ]
}

function train(config: RunConfig): readonly CodeLine[] {
  const { epochs, logEvery } = config
  const hasModes = needsModes(config.model)
  return [
    line('mainGuard')`if __name__ == '__main__':`,
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
    ...(config.validationSplit > 0 ? validation(hasModes) : []),
    line('finished')`    print('${finishedLine}')`
  ]
}

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

function evaluate(model: ModelSpec): readonly CodeLine[] {
  const classes = cifar10Classes.length
  return [
    line('checkpoint')`    path = 'cifar_net.pth'`,
    line('checkpoint')`    torch.save(net.state_dict(), path)`,
    line('checkpoint')`    net = Net().to(device)`,
    line('checkpoint')`    net.load_state_dict(torch.load(path))`,
    blankLine,
    ...(needsModes(model) ? [line('modes')`    net.eval()`] : []),
    line('matrix')`    matrix = torch.zeros(${classes}, ${classes}, dtype=int)`,
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
    line('perClass')`        print(f'{name:5s} {share.item():.1%}')`
  ]
}

/** Whether training and prediction differ: they do where layers drop values or normalise over the batch. */
function needsModes(model: ModelSpec): boolean {
  return model.layers.some(({ type }) => type === 'dropout' || type === 'batchNorm')
}
