import { execFile } from 'node:child_process'
import { runInNewContext } from 'node:vm'
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops'
import { describe, expect, test } from 'vitest'
import { findTorch } from '../../scripts/test-setup/find-torch.mjs'
import { required } from '../../src/core/base/required'
import { z } from '../../src/core/base/schema'
import { type CodeLine, lineText } from '../../src/core/code/code-line'
import type { Dialect } from '../../src/core/code/dialect'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { writeScript } from '../../src/core/lesson/write-script'
import { lessonConfig } from '../../src/core/settings/run-config'
import { WeightAverage } from '../../src/core/training/weight-average'

const python = await findTorch('torch')
const decay = 0.8
const steps = 47

/** Two parameters after a step. */
const weightsAfter = (step: number): readonly (readonly number[])[] => [
  [Math.sin(step), Math.cos(3 * step), step / 10],
  [Math.cos(step) - 2, Math.sin(2 * step)]
]
const inTime = Array.from({ length: steps }, (_, i) => weightsAfter(i + 1))

function expectAverage(found: readonly (readonly number[])[]): void {
  const average = new WeightAverage(decay, undefined)
  inTime.forEach((weights, i) => {
    if ((i + 1) % 10 !== 0) return
    average.update(
      weights.map((values, k) => ({
        name: `weight ${k}`,
        shape: [values.length],
        values: new Float32Array(values)
      }))
    )
  })
  const expected = required(average.weights, 'an average').map(({ values }) => [...values])
  expect(found.map((values) => values.length)).toEqual(expected.map((values) => values.length))
  const pairs = expected.flatMap((values, k) => values.map((value, i) => [value, found[k]?.[i] ?? NaN]))
  for (const [ours, theirs] of pairs) expect(theirs).toBeCloseTo(Number(ours), 5)
}

/** The lines of a script's training loop that are about the average. */
function linesAbout(dialect: Dialect): { readonly make: string; readonly move: string } {
  const { train } = writeScript(dialect, { ...lessonConfig, ema: decay }, lessonDataset).parts
  const about = train.filter(({ link }) => link === 'ema')
  const isMove = about.findIndex((line) => lineText(line).includes('step %'))
  const text = (lines: readonly CodeLine[]): string => lines.map(lineText).join('\n')
  expect(isMove).toBeGreaterThan(0)
  return { make: text(about.slice(0, isMove)), move: text(about.slice(isMove)) }
}

describe('the average that a script’s own lines keep', () => {
  test('in TensorFlow.js', () => {
    const { make, move } = linesAbout('tfjs')
    const model = {
      now: inTime[0],
      getWeights: (): tf.Tensor[] => required(model.now, 'weights').map((values) => tf.tensor1d([...values]))
    }
    const code = `${make}
for (let step = 1; step <= ${steps}; step++) {
model.now = inTime[step - 1]
${move}
}
average.map((weight) => [...weight.dataSync()])`
    const found: unknown = runInNewContext(code, { tf, model, inTime })
    expectAverage(z.array(z.array(z.number())).parse(JSON.parse(JSON.stringify(found))))
  })

  test.skipIf(python === undefined)('in PyTorch (skipped without a python3 that has torch)', async () => {
    const { make, move } = linesAbout('pytorch')
    const program = `import json, torch
from torch import nn, optim
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(3))
        self.register_buffer('statistic', torch.zeros(2))
net = Net()
in_time = json.loads('${JSON.stringify(inTime)}')
if True:
${make}
    for step in range(1, ${steps} + 1):
        if True:
            weight, statistic = in_time[step - 1]
            net.weight.data = torch.tensor(weight)
            net.statistic.copy_(torch.tensor(statistic))
${move}
print(json.dumps([average.module.weight.tolist(), average.module.statistic.tolist()]))`
    const printed = await new Promise<string>((resolve, reject) => {
      const child = execFile(python ?? '', ['-'], (error, stdout, stderr) => {
        if (error === null) resolve(stdout)
        else reject(new Error(stderr))
      })
      child.stdin?.end(program)
    })
    expectAverage(z.array(z.array(z.number())).parse(JSON.parse(printed)))
  })
})
