import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { Evaluating } from './evaluating.svelte'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'

const examples = (total: number) => ({ total, examples: [], images: '' })
const evaluation = { split: 'test', classes: ['a'], confusion: [[1]], loss: 1, durationMs: 1 }

test('progress is there while an evaluation runs', async () => {
  const evaluating = new Evaluating(new FakeLab({ evaluateRun: () => ({ evaluation }) }), new Notices())
  const done = evaluating.evaluate('a')
  expect(evaluating.progressOf('a')).toEqual({ runId: 'a', done: 0, total: 0 })
  evaluating.receive({ runId: 'a', done: 5, total: 10 })
  expect(evaluating.progressOf('a')?.done).toBe(5)
  expect(evaluating.progressOf('b')).toBeUndefined()
  await done
  expect(evaluating.progressOf('a')).toBeUndefined()
})

test('an evaluation that the lab began by itself shows too, until its last image', () => {
  const evaluating = new Evaluating(new FakeLab({}), new Notices())
  evaluating.receive({ runId: 'a', done: 5, total: 10 })
  expect(evaluating.progressOf('a')?.done).toBe(5)
  evaluating.receive({ runId: 'a', done: 10, total: 10 })
  expect(evaluating.progressOf('a')).toBeUndefined()
})

test('a cancelled evaluation ends without an error', async () => {
  const fake = new FakeLab({
    evaluateRun: () => {
      throw new LabError('cancelled', 'Cancelled.', '')
    }
  })
  const notices = new Notices()
  const evaluating = new Evaluating(fake, notices)
  await evaluating.evaluate('a')
  expect(evaluating.progressOf('a')).toBeUndefined()
  expect(notices.all).toEqual([])
})

test('the images shown are those of the cell asked for last', async () => {
  const answers: ((value: unknown) => void)[] = []
  const fake = new FakeLab({ getExamples: () => new Promise((resolve) => answers.push(resolve)) })
  const evaluating = new Evaluating(fake, new Notices())
  const first = evaluating.loadExamples('a', 1, { kind: 'cell', trueClass: 0, predictedClass: 1 })
  const second = evaluating.loadExamples('a', 1, { kind: 'cell', trueClass: 2, predictedClass: 3 })
  await Promise.resolve()
  answers[1]?.(examples(2))
  await second
  answers[0]?.(examples(1))
  await first
  expect(evaluating.examples?.total).toBe(2)
})

test('the same cell of the same evaluation is asked for once', async () => {
  const fake = new FakeLab({ getExamples: () => examples(3) })
  const evaluating = new Evaluating(fake, new Notices())
  const cell = { kind: 'cell', trueClass: 0, predictedClass: 1 } as const
  await evaluating.loadExamples('a', 1, cell)
  await evaluating.loadExamples('a', 1, cell)
  expect(fake.calls).toHaveLength(1)
  await evaluating.loadExamples('a', 2, cell)
  expect(fake.calls).toHaveLength(2)
})

test('a result that the disk did not take is told with its accuracy', async () => {
  const unkept = { code: 'storage', message: 'The disk is full.', hint: 'Free some space.' }
  const notices = new Notices()
  await new Evaluating(
    new FakeLab({ evaluateRun: () => ({ evaluation, unkept, dataset: { name: 'CIFAR-10', hash: 'abc' } }) }),
    notices
  ).evaluate('a')
  const [notice] = notices.all
  expect(notice).toMatchObject({ kind: 'error', hint: 'Free some space.' })
  expect(notice?.message).toMatch(/100\.0 %.*The disk is full/)
})

test('a cell shows its images, unless the hardest of a class are looked at', () => {
  const evaluating = new Evaluating(new FakeLab({}), new Notices())
  const cell = { trueClass: 3, predictedClass: 5 }
  evaluating.look('unsure')
  expect(evaluating.choice(cell)).toEqual({ kind: 'unsure' })
  evaluating.select(cell)
  expect(evaluating.choice(cell)).toEqual({ kind: 'cell', ...cell })
  evaluating.look('hardest')
  evaluating.select(cell)
  expect(evaluating.choice(cell)).toEqual({ kind: 'hardest', trueClass: 3 })
})
