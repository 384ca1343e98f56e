import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunEvent } from '../../core/run/run-event'
import { checkSeal } from '../storage/seal'
import { EventLogWriter, type LogMark, logStart, readEventLog, sealEventLog } from './event-log'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-log-'))
  path = join(folder, 'events.jsonl')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const event = (step: number): RunEvent => ({ type: 'log', at: 1, step, epoch: 1, batch: step, loss: 0.1 })
const damaged = { code: 'data-corrupt' }

async function append(events: readonly RunEvent[], from: LogMark = logStart): Promise<LogMark> {
  const writer = await EventLogWriter.open(path, from)
  await writer.append(events)
  const end = await writer.sync()
  await writer.close()
  return end
}

async function lines(): Promise<string[]> {
  return (await readFile(path, 'utf8')).trimEnd().split('\n')
}

const write = (written: readonly string[]): Promise<void> =>
  writeFile(path, written.map((line) => `${line}\n`).join(''))

test('events come back in order, however many were handed over at once', async () => {
  const writer = await EventLogWriter.open(path, logStart)
  await Promise.all(Array.from({ length: 100 }, (_, i) => writer.append([event(i + 1)])))
  const end = await writer.sync()
  await writer.close()
  expect(await readEventLog(path, end)).toEqual({
    events: Array.from({ length: 100 }, (_, i) => event(i + 1)),
    end
  })
})

test('a log that does not exist yet is empty', async () => {
  expect(await readEventLog(path, logStart)).toEqual({ events: [], end: logStart })
})

test('a line stays one JSON object for programs that read it', async () => {
  await append([event(1)])
  const [line = ''] = await lines()
  expect(JSON.parse(line)).toMatchObject(event(1))
})

test('a torn last line counts as never written, and is cut off before the next one', async () => {
  const end = await append([event(1)])
  await appendFile(path, '{"type":"log","at":1,"st')
  const found = await readEventLog(path, end)
  expect(found).toEqual({ events: [event(1)], end })
  const next = await append([event(2)], found.end)
  expect((await readEventLog(path, next)).events).toEqual([event(1), event(2)])
})

describe('damage is reported with its line', () => {
  test.each<readonly [string, (written: string[]) => string[], string]>([
    ['a line that is not JSON', ([a = '', , c = '']) => [a, 'rubbish', c], 'line 2'],
    ['a changed digit', ([a = '', b = '', c = '']) => [a, b.replace('0.1', '0.2'), c], 'line 2'],
    ['a removed line', ([a = '', , c = '']) => [a, c], 'line 2'],
    ['a doubled line', ([a = '', b = '', c = '']) => [a, b, b, c], 'line 3'],
    ['swapped lines', ([a = '', b = '', c = '']) => [b, a, c], 'line 1'],
    ['a line without its seal', ([, ...rest]) => [JSON.stringify(event(1)), ...rest], 'line 1'],
    ['missing lines at the end', ([a = '']) => [a], '1 of its 3 lines'],
    ['nothing left', () => [], '0 of its 3 lines']
  ])('%s', async (_, change, place) => {
    const end = await append([event(1), event(2), event(3)])
    await write(change(await lines()))
    await expect(readEventLog(path, end)).rejects.toMatchObject(damaged)
    await expect(readEventLog(path, end)).rejects.toThrow(place)
  })

  test('a last newline that is gone', async () => {
    const end = await append([event(1), event(2)])
    await truncate(path, end.bytes - 1)
    await expect(readEventLog(path, end)).rejects.toThrow('1 of its 2 lines')
  })

  test('the log of another run', async () => {
    const end = await append([event(1), event(2)])
    await rm(path)
    await append([event(3), event(4)])
    await expect(readEventLog(path, end)).rejects.toThrow('another run')
  })
})

describe('a log from before there were seals', () => {
  test('is read, and gets seals without a change to its events', async () => {
    await write([event(1), event(2)].map((one) => JSON.stringify(one)))
    const before = await readEventLog(path, undefined)
    await sealEventLog(path)
    await sealEventLog(path)
    const after = await readEventLog(path, undefined)
    expect(after.events).toEqual(before.events)
    expect((await lines()).map((line) => checkSeal(line) === undefined)).toEqual([false, true])
    expect(await readEventLog(path, after.end)).toEqual(after)
  })

  test('gets none while it has a line that cannot be understood', async () => {
    await write([JSON.stringify(event(1)), 'rubbish'])
    await expect(sealEventLog(path)).rejects.toMatchObject(damaged)
    expect(await lines()).toEqual([JSON.stringify(event(1)), 'rubbish'])
  })
})
