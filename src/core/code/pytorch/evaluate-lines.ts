import type { DatasetInfo } from '../../data/dataset-info'
import { extent } from '../../maths/extent'
import type { ModelSpec } from '../../model/model-spec'
import { blankLine, type CodeLine, codeLine as line, name } from '../code-line'
import { scriptNames } from '../script-names'
import { evaluateLinesText } from './evaluate-lines.text'
import { needsModes } from './needs-modes'

/** Saves the weights, loads them again, and tests the network. */
export function evaluateLines(model: ModelSpec, dataset: DatasetInfo): readonly CodeLine[] {
  const classes = dataset.classes.length
  const width = Math.max(5, extent(dataset.classes.map(({ length }) => length)).max)
  const say = evaluateLinesText(dataset, width)
  return [
    line('checkpoint', say.path)`    path = '${name(scriptNames(dataset).weights)}.pth'`,
    line('checkpoint', say.save)`    torch.save(net.state_dict(), path)`,
    line('checkpoint', say.freshNet)`    net = Net().to(device)`,
    line('checkpoint', say.load)`    weights = torch.load(path)`,
    line('checkpoint', say.loadWeights)`    net.load_state_dict(weights)`,
    blankLine,
    ...(needsModes(model) ? [line('modes', say.evalMode)`    net.eval()`] : []),
    line('matrix', say.matrix)`    matrix = torch.zeros(${classes}, ${classes}).int()`,
    line('noGrad', say.noGrad)`    with torch.no_grad():`,
    line('testSet', say.batches)`        for inputs, labels in test_loader:`,
    line('predicted', say.outputs)`            outputs = net(inputs.to(device))`,
    line('predicted', say.predicted)`            predicted = outputs.argmax(dim=1).cpu()`,
    line('matrix', say.pairs)`            for label, prediction in zip(labels, predicted):`,
    line('matrix', say.count)`                matrix[label, prediction] += 1`,
    blankLine,
    line('accuracy', say.correct)`    correct = matrix.diag()`,
    line('accuracy', say.share)`    share = correct.sum() / matrix.sum()`,
    line('accuracy', say.print)`    print(f'Accuracy: {share.item():.1%}')`,
    line('perClass', say.shares)`    shares = correct / matrix.sum(dim=1)`,
    line('perClass', say.eachClass)`    for name, share in zip(classes, shares):`,
    line('perClass', say.printClass)`        print(f'{name:${name(String(width))}s} {share.item():.1%}')`
  ]
}
