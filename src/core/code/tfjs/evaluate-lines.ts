import type { DatasetInfo } from '../../data/dataset-info'
import { extent } from '../../maths/extent'
import { blankLine, type CodeLine, codeLine as line, name } from '../code-line'
import { scriptNames } from '../script-names'
import { evaluateLinesText } from './evaluate-lines.text'

/** Saves the network, loads it again, and tests it. */
export function evaluateLines(dataset: DatasetInfo): readonly CodeLine[] {
  const width = Math.max(5, extent(dataset.classes.map(({ length }) => length)).max)
  const say = evaluateLinesText(dataset, width)
  return [
    line('checkpoint', say.path)`const path = '${name(scriptNames(dataset).weights)}.json'`,
    line('checkpoint', say.save)`await model.save(toFile(path))`,
    line('checkpoint', say.read)`const saved = JSON.parse(readFileSync(path, 'utf8'))`,
    line('checkpoint', say.bytes)`const bytes = Buffer.from(saved.weightData, 'base64')`,
    line('checkpoint', say.buffer)`saved.weightData = new Uint8Array(bytes).buffer`,
    line('checkpoint', say.source)`const source = tf.io.fromMemory(saved)`,
    line('checkpoint', say.load)`const net = await tf.loadLayersModel(source)`,
    blankLine,
    line('matrix', say.matrix)`const matrix = classes.map(() => classes.map(() => 0))`,
    line('testSet', say.batches)`for (const { x, y } of batches(testBytes, testRows)) {`,
    line('predicted', say.tidy)`  const [labels, predicted] = tf.tidy(() =>`,
    line('predicted', say.both)`    [y, net.predict(x)].map((scores) =>`,
    line('predicted', say.argMax)`      scores.argMax(1).arraySync()))`,
    line('matrix', say.eachImage)`  labels.forEach((label, i) => {`,
    line('matrix', say.count)`    matrix[label][predicted[i]]++`,
    line('matrix', say.eachImageEnd)`  })`,
    line('testSet', say.dispose)`  tf.dispose([x, y])`,
    line('testSet', say.batchesEnd)`}`,
    blankLine,
    line('accuracy', say.sum)`const sum = (counts) => counts.reduce((a, b) => a + b)`,
    line('accuracy', say.percent)`const percent = (part, all) =>`,
    line('accuracy', say.percentText)`  (100 * part / all).toFixed(1) + '%'`,
    line('accuracy', say.correct)`const correct = matrix.map((row, i) => row[i])`,
    line('accuracy', say.total)`const total = sum(matrix.map(sum))`,
    line('accuracy', say.print)`console.log('Accuracy:', percent(sum(correct), total))`,
    line('perClass', say.eachClass)`classes.forEach((name, i) => {`,
    line('perClass', say.share)`  const share = percent(correct[i], sum(matrix[i]))`,
    line('perClass', say.printClass)`  console.log(name.padEnd(${name(String(width))}), share)`,
    line('perClass', say.eachClassEnd)`})`
  ]
}
