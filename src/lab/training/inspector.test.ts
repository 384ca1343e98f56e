import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lessonConfig } from '../../core/settings/run-config'
import { cifar10Manifest } from '../dataset/files/cifar10-manifest'
import { Inspector } from './inspector'

let folder = ''
let inspector: Inspector | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-inspector-'))
})
afterEach(async () => {
  await inspector?.close()
  await rm(folder, { recursive: true, force: true })
})

const query = (row: number): Parameters<Inspector['inspect']>[0] => ({
  network: { kind: 'untrained', config: lessonConfig },
  dataset: { folder: '', manifest: cifar10Manifest },
  split: 'test',
  row
})
const tensor = { name: 'input', shape: [1], values: 'AAAAAA==' }
const inspection = {
  image: '',
  label: 1,
  classes: ['a', 'b'],
  input: tensor,
  layers: [],
  logits: [0],
  probabilities: [1],
  loss: 0
}

/** A stand-in for the inspecting process, which counts how often it was started; `answer` sees `id` and `row`. */
async function start(answer: string, idleMs?: number): Promise<Inspector> {
  const file = join(folder, 'trainer.cjs')
  await writeFile(
    file,
    `require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'starts'))}, 'x')
const send = (message) => process.send(message)
const inspected = (id, step) =>
  send({ type: 'inspected', id, inspection: { ...${JSON.stringify(inspection)}, step } })
process.on('message', (message) => {
  if (message.type === 'control') process.exit(0)
  if (message.type !== 'inspect') return
  const { id, query: { row } } = message
  ${answer}
})
process.on('disconnect', () => process.exit(0))`
  )
  return (inspector = new Inspector(file, idleMs))
}
const starts = async (): Promise<number> => (await readFile(join(folder, 'starts'), 'utf8')).length

test('answers go to those who asked, in whatever order they come', async () => {
  const asked = await start(`
    if (row === 1) setTimeout(() => inspected(id, row), 50)
    else inspected(id, row)`)
  const answers = await Promise.all([1, 2, 3].map((row) => asked.inspect(query(row))))
  expect(answers.map(({ step }) => step)).toEqual([1, 2, 3])
  expect(await starts()).toBe(1)
})

test('the process ends when nobody asks any more, and another one starts at the next question', async () => {
  const asked = await start('inspected(id, row)', 20)
  await asked.inspect(query(1))
  const { pid } = asked
  expect(pid).toBeGreaterThan(0)
  await vi.waitUntil(() => asked.pid === undefined, { timeout: 120_000 })
  expect((await asked.inspect(query(2))).step).toBe(2)
  expect(asked.pid).not.toBe(pid)
  expect(await starts()).toBe(2)
})

test('an error is that of its question alone; a crash is that of all open ones, and of no later one', async () => {
  const asked = await start(`
    if (row === 1) send({ type: 'notInspected', id, error: { code: 'not-found', message: 'No.', hint: '' } })
    else if (row === 2) process.exit(134)
    else inspected(id, row)`)
  await expect(asked.inspect(query(1))).rejects.toMatchObject({ code: 'not-found' })
  await expect(asked.inspect(query(2))).rejects.toMatchObject({ code: 'trainer-crashed' })
  expect((await asked.inspect(query(3))).step).toBe(3)
})

test('closing fails what is open, and answers nothing any more', async () => {
  const asked = await start('void row')
  const open = expect(asked.inspect(query(1))).rejects.toMatchObject({ code: 'trainer-crashed' })
  await vi.waitUntil(() => asked.pid !== undefined, { timeout: 120_000 })
  await asked.close()
  await open
  await expect(asked.inspect(query(2))).rejects.toMatchObject({ code: 'cancelled' })
})
