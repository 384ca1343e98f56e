import type { RunConfig } from '../../core/run-config'
import { type CodeLine, codeLine } from './code-line'
import { optimizerLines } from './optimizer-code'

/** The lesson's PyTorch lines for the data and the loader, with the values of a configuration. */
export function dataCode(config: RunConfig): readonly CodeLine[] {
  const held = config.validationSplit
  return [
    codeLine('pixels')`transform = Compose([`,
    codeLine('pixels')`  ToTensor(),`,
    codeLine('pixels')`  Normalize((0.5,)*3, (0.5,)*3)])`,
    codeLine('trainSet')`train = CIFAR10('.', train=True,`,
    codeLine('trainSet')`  transform=transform)`,
    codeLine('testSet')`test = CIFAR10('.', train=False,`,
    codeLine('testSet')`  transform=transform)`,
    ...(held === 0
      ? []
      : [
          codeLine('validationSplit')`train, held = random_split(train,`,
          codeLine('validationSplit')`  [${decimal(1 - held)}, ${decimal(held)}])`
        ]),
    codeLine('trainSet')`loader = DataLoader(train,`,
    codeLine('batchSize')`  batch_size=${config.batchSize},`,
    codeLine('workers')`  num_workers=${config.workers},`,
    codeLine('trainSet')`  shuffle=True)`,
    codeLine('testSet')`test_loader = DataLoader(test,`,
    codeLine('testSet')`  batch_size=${config.batchSize})`,
    codeLine('classes')`classes = ('plane', 'car', 'bird',`,
    codeLine('classes')`  'cat', 'deer', 'dog', 'frog',`,
    codeLine('classes')`  'horse', 'ship', 'truck')`
  ]
}

/** The training loop. learningRate: what it is now, which may differ from the configuration's */
export function trainCode(config: RunConfig, learningRate: number): readonly CodeLine[] {
  return [
    codeLine('seed')`torch.manual_seed(${config.seed})`,
    codeLine('loss')`criterion = CrossEntropyLoss()`,
    ...optimizerLines(config.optimizer, learningRate, false),
    codeLine('epochs')`for epoch in range(${config.epochs}):`,
    codeLine('logEvery')`  running = 0.0`,
    codeLine('batchSize')`  for i, data in enumerate(loader):`,
    codeLine('batchSize')`    x, y = data`,
    codeLine('zeroGrad')`    optimizer.zero_grad()`,
    codeLine('forward')`    out = net(x)`,
    codeLine('loss')`    loss = criterion(out, y)`,
    codeLine('backward')`    loss.backward()`,
    codeLine('optimizerStep')`    optimizer.step()`,
    codeLine('logEvery')`    running += loss.item()`,
    codeLine('logEvery')`    if i % ${config.logEvery} == ${config.logEvery - 1}:`,
    codeLine('logEvery')`      at = f'[{epoch+1}, {i+1:5}]'`,
    codeLine('logEvery')`      mean = running / ${config.logEvery}`,
    codeLine('logEvery')`      print(at, f'loss: {mean:.3f}')`,
    codeLine('logEvery')`      running = 0.0`
  ]
}

/** Saving, loading and testing. */
export function evaluateCode(classes: number): readonly CodeLine[] {
  return [
    codeLine('checkpoint')`torch.save(net.state_dict(),`,
    codeLine('checkpoint')`  'cifar_net.pth')`,
    codeLine('checkpoint')`net.load_state_dict(`,
    codeLine('checkpoint')`  torch.load('cifar_net.pth'))`,
    codeLine('matrix')`matrix = torch.zeros(${classes}, ${classes})`,
    codeLine('noGrad')`with torch.no_grad():`,
    codeLine('testSet')`  for x, y in test_loader:`,
    codeLine('predicted')`    p = net(x).argmax(dim=1)`,
    codeLine('matrix')`    for t, c in zip(y, p):`,
    codeLine('matrix')`      matrix[t, c] += 1`,
    codeLine('accuracy')`right = matrix.diag()`,
    codeLine('accuracy')`total = matrix.sum()`,
    codeLine('accuracy')`accuracy = right.sum() / total`,
    codeLine('perClass')`recall = right / matrix.sum(dim=1)`
  ]
}

const decimal = (share: number): string => String(Number(share.toFixed(4)))
