import { execFile } from 'node:child_process'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { findTorch } from '../../scripts/test-setup/find-torch.mjs'
import { z } from '../../src/core/base/schema'
import { lineText } from '../../src/core/code/code-line'
import type { Dialect } from '../../src/core/code/dialect'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { writeScript } from '../../src/core/lesson/write-script'
import { inferShapes } from '../../src/core/model/infer-shapes'
import { defaultOptimizers } from '../../src/core/optimizers/optimizer-kinds'
import { rateFactor } from '../../src/core/schedules/rate-factor'
import { scheduleNames } from '../../src/core/schedules/schedule-kinds'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import { trainingSize } from '../../src/core/training/training-size'

const python = await findTorch('torch')
const rates = z.array(z.array(z.number()))

/** Trainings of few steps, with every schedule, with and without a warm-up. */
const cases: readonly RunConfig[] = scheduleNames.flatMap((schedule) =>
  (schedule === 'one-cycle' ? [0] : [0, 0.3]).flatMap((warmup) =>
    [1, 7, 61].map((images) => ({
      ...lessonConfig,
      optimizer: { ...defaultOptimizers.sgd, learningRate: 0.05 },
      schedule,
      warmup,
      trainImages: images
    }))
  )
)
const scheduled = cases.filter(({ schedule, warmup }) => schedule !== 'constant' || warmup > 0)
const stepsOf = (config: RunConfig): number =>
  trainingSize(config, lessonDataset.splits.train.images).totalSteps

function expectRates(found: readonly (readonly number[])[]): void {
  expect(found).toHaveLength(scheduled.length)
  scheduled.forEach((config, i) => {
    const steps = stepsOf(config)
    const factor = rateFactor(config, steps)
    const expected = Array.from({ length: steps }, (_, step) => 0.05 * factor(step))
    const name = `${config.schedule}, warm-up ${config.warmup}, ${steps} steps`
    expect(found[i], name).toHaveLength(steps)
    expected.forEach((rate, step) => {
      expect(Math.abs((found[i]?.[step] ?? NaN) - rate), `${name}: ${step}`).toBeLessThan(1e-12)
    })
  })
}

const linesAbout = (dialect: Dialect, config: RunConfig): string =>
  writeScript(dialect, config, lessonDataset, inferShapes(config.model))
    .parts.optimizer.filter(({ link }) => link === 'schedule' || link === 'warmup')
    .map(lineText)
    .join('\n')

describe('the learning rates of a script’s own lines', () => {
  test('in TensorFlow.js', () => {
    const found = scheduled.map((config) => {
      const trainRows = { length: config.trainImages }
      const code = `${linesAbout('tfjs', config)}\nArray.from({ length: ${stepsOf(config)} }, (_, step) => rateAt(step))`
      return z.array(z.number()).parse(runInNewContext(code, { trainRows }))
    })
    expectRates(found)
  })

  test.skipIf(python === undefined)('in PyTorch (skipped without a python3 that has torch)', async () => {
    const program = [
      'import json, warnings, torch',
      'from torch import nn, optim',
      'warnings.simplefilter("ignore")',
      'found = []',
      ...scheduled.flatMap((config) => [
        `train_loader = range(${stepsOf(config) / config.epochs})`,
        'optimizer = optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.05)',
        linesAbout('pytorch', config),
        ...(linesAbout('pytorch', config) === '' ? ['scheduler = None'] : []),
        'rates = []',
        `for step in range(${stepsOf(config)}):`,
        '    rates.append(optimizer.param_groups[0]["lr"])',
        '    optimizer.step()',
        '    if scheduler is not None: scheduler.step()',
        'found.append(rates)'
      ]),
      'print(json.dumps(found))'
    ].join('\n')
    const printed = await new Promise<string>((resolve, reject) => {
      const child = execFile(python ?? '', ['-'], (error, stdout, stderr) => {
        if (error === null) resolve(stdout)
        else reject(new Error(stderr))
      })
      child.stdin?.end(program)
    })
    expectRates(rates.parse(JSON.parse(printed)))
  })
})
