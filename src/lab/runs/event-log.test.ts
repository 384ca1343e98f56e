import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunEvent } from '../../core/run-event'
import { EventLogWriter, readEventLog } from './event-log'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-events-'))
  path = join(folder, 'events.jsonl')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const event = (step: number): RunEvent => ({ type: 'log', at: 1, step, epoch: 1, batch: step, loss: 2.3 })

test('what is appended is read back, in order, however the writes overlapped', async () => {
  const writer = await EventLogWriter.open(path, 0)
  const writes = Array.from({ length: 50 }, (_, i) => writer.append([event(2 * i + 1), event(2 * i + 2)]))
  await Promise.all(writes)
  await writer.close()
  const { events } = await readEventLog(path)
  expect(events).toEqual(Array.from({ length: 100 }, (_, i) => event(i + 1)))
})

test('a log that does not exist yet is empty', async () => {
  expect(await readEventLog(path)).toEqual({ events: [], bytes: 0 })
})

test('a torn last line counts as never written, and is cut off before the next one', async () => {
  await writeFile(path, `${JSON.stringify(event(1))}\n{"type":"log","at":1,"st`)
  const { events, bytes } = await readEventLog(path)
  expect(events).toEqual([event(1)])
  const writer = await EventLogWriter.open(path, bytes)
  await writer.append([event(2)])
  await writer.close()
  expect((await readEventLog(path)).events).toEqual([event(1), event(2)])
  expect(await readFile(path, 'utf8')).toBe(`${JSON.stringify(event(1))}\n${JSON.stringify(event(2))}\n`)
})

test('a damaged line in the middle is reported with its number', async () => {
  await writeFile(path, `${JSON.stringify(event(1))}\n`)
  await appendFile(path, 'rubbish\n')
  await appendFile(path, `${JSON.stringify(event(3))}\n`)
  await expect(readEventLog(path)).rejects.toMatchObject({ code: 'data-corrupt' })
  await expect(readEventLog(path)).rejects.toThrow('Line 2')
})
