// For tests: a run store in a folder of its own, and runs as they are found there.
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunEvent } from '../../core/run/run-event'
import { z } from '../../core/base/schema'
import { lessonConfig } from '../../core/settings/run-config'
import type { LabNotice } from '../contract/host'
import { leaveClaim } from '../ownership/leave-claim'
import type { ProcessIdentity } from '../ownership/process-identity'
import { addSeal } from '../storage/seal'
import { logMark } from './event-log'
import { runPaths } from './run-folder'
import { RunStore } from './run-store'

export const log = (step: number): RunEvent => ({
  type: 'log',
  at: 1,
  step,
  epoch: 1,
  batch: step,
  loss: 1.5
})
export const stopped = { type: 'ended', at: 2, step: 7, outcome: { kind: 'stopped' } } satisfies RunEvent

/** What the status is of a run whose process is gone. */
export const interrupted = { kind: 'interrupted', error: { code: 'trainer-crashed' } }

/** The number of a process that is gone. */
export const formerProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid

const runFile = z.looseObject({ seal: z.string(), log: logMark })

export class TestRuns {
  readonly folder: string
  readonly store: RunStore
  /** What the store told. */
  readonly notices: LabNotice[] = []

  private constructor(folder: string) {
    this.folder = folder
    this.store = new RunStore(folder, (notice) => this.notices.push(notice))
  }

  static async open(): Promise<TestRuns> {
    return new TestRuns(await mkdtemp(join(tmpdir(), 'tenfold-runs-')))
  }

  async close(): Promise<void> {
    await this.store.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  inTrash(...names: string[]): string {
    return join(this.folder, 'trash', ...names)
  }

  namesIn(name: 'runs' | 'trash'): Promise<string[]> {
    return readdir(join(this.folder, name))
  }

  async endedRun(): Promise<string> {
    const runId = await this.store.create(lessonConfig)
    await this.store.append(runId, [log(5), stopped])
    await this.store.release(runId)
    return runId
  }

  /** One with a checkpoint of 100,000 bytes. */
  async trainedRun(name?: string): Promise<string> {
    const runId = await this.store.create(lessonConfig, name === undefined ? {} : { name })
    const checkpoint = runPaths.checkpoint(this.store.folder(runId), 5)
    await mkdir(checkpoint, { recursive: true })
    await writeFile(join(checkpoint, 'weights.bin'), Buffer.alloc(100_000))
    await this.store.append(runId, [{ ...stopped, step: 5 }])
    await this.store.release(runId)
    return runId
  }

  async deletedRun(name?: string): Promise<string> {
    const runId = await this.trainedRun(name)
    await this.store.delete(runId)
    return runId
  }

  /** A run in training whose owner is another process, which differs from this one in `changes`. */
  async runOf(changes: Partial<ProcessIdentity>): Promise<string> {
    const other = new RunStore(this.folder, () => undefined)
    const runId = await other.create(lessonConfig)
    await other.append(runId, [log(5)])
    await rm(join(this.store.folder(runId), 'owner'), { recursive: true })
    await leaveClaim(this.store.folder(runId), changes)
    await other.close()
    return runId
  }

  /** As another Tenfold would have written it. */
  async changeRunFile(runId: string, changes: object): Promise<void> {
    const path = runPaths.runFile(this.store.folder(runId))
    const { seal: _, ...content } = runFile.parse(JSON.parse(await readFile(path, 'utf8')))
    await writeFile(path, addSeal(JSON.stringify({ ...content, ...changes })).text)
  }

  /** As it was kept before there were seals, with the first `left` of its lines. */
  async makeOld(runId: string, left = Infinity): Promise<void> {
    const path = runPaths.runFile(this.store.folder(runId))
    const events = runPaths.events(this.store.folder(runId))
    const { seal: _, log: _mark, ...content } = runFile.parse(JSON.parse(await readFile(path, 'utf8')))
    await writeFile(path, JSON.stringify({ ...content, format: 1 }))
    const lines = (await readFile(events, 'utf8')).trimEnd().split('\n').slice(0, left)
    await writeFile(events, lines.map((line) => `${line.replace(/,"seal":"\w+"/, '')}\n`).join(''))
  }
}
