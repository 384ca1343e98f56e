import { performance } from 'node:perf_hooks'
import { formatCount } from '../../src/core/format/format-number'
import { lessonConfig } from '../../src/core/settings/run-config'
import { median } from './alternate'
import { latestRun, runCommand, withFreshDataFolder } from './command-line'
import { trainInWindow } from './desktop'
import { EngineProcess } from './engine-process'
import type { Row } from './measurement'
import type { Door, Part } from './part'
import { loadTrainingImages } from './training-images'

/** How long one way of training the lesson takes, in each round. */
interface Ways {
  readonly kernels: number[]
  readonly whole: number[]
  /** Of the whole, the training loop: batches, steps, checkpoints, events. */
  readonly loop: number[]
}

/** The lesson as users start it, against its kernels alone in a process of the same runtime. */
export const lesson: Part = async ({ rounds }, door) => {
  await door.ensureBuild()
  const { count } = await loadTrainingImages()
  const steps = Math.ceil(count / lessonConfig.batchSize) * lessonConfig.epochs
  const terminal = await alternateWays(rounds, door, steps, undefined, (folder) =>
    runCommand({
      file: 'npm',
      args: ['start', '--silent', '--', 'train'],
      cwd: door.projectRoot,
      dataFolder: folder
    })
  )
  const electron = await door.prepareElectron()
  const window =
    'reason' in electron
      ? undefined
      : await alternateWays(rounds, door, steps, electron.executable, (folder) =>
          trainInWindow(door, electron.executable, folder)
        )
  const threads = `${terminal.threads} ${terminal.threads === 1 ? 'thread' : 'threads'}`
  return {
    title: `The lesson: ${lessonConfig.epochs} epochs at batch ${lessonConfig.batchSize}, ${formatCount(steps)} steps`,
    rows: [
      ...rowsOf('in a terminal: npm start -- train', terminal.ways),
      ...(window === undefined ? [] : rowsOf('in the window: from Train to Finished', window.ways))
    ],
    notes: [
      `In a terminal: Node ${process.versions.node}, ${terminal.device}, ${threads}. The whole command: npm, the lab, checkpoints, log, test of the network.`,
      'reason' in electron
        ? `The window is left out: ${electron.reason}.`
        : `In the window: Electron ${electron.version}, ${window?.device ?? ''}; its kernels alone are timed in the same runtime. The window draws without a graphics card.`
    ]
  }
}

function rowsOf(way: string, { kernels, whole, loop }: Ways): Row[] {
  const bare = median(kernels)
  const row = (what: string, seconds: number): Row => ({
    lesson: what,
    seconds,
    'times its kernels': seconds / bare
  })
  return [
    row(way, median(whole)),
    row('  of it, the training loop', median(loop)),
    row('  its kernels alone', bare)
  ]
}

/** @param the lesson in a data folder; it may say how many seconds of it count */
async function alternateWays(
  rounds: number,
  { builtFolder, projectRoot }: Door,
  steps: number,
  electron: string | undefined,
  train: (dataFolder: string) => Promise<number | string>
): Promise<{ ways: Ways; threads: number; device: string }> {
  const ways: Ways = { kernels: [], whole: [], loop: [] }
  let threads = 1
  let device = ''
  // One folder for all rounds: what the application finds out once, it knows the next time.
  await withFreshDataFolder(async (folder) => {
    for (let round = 0; round < rounds; round++) {
      const begin = performance.now()
      const counted = await train(folder)
      ways.whole.push(typeof counted === 'number' ? counted : (performance.now() - begin) / 1000)
      const run = await latestRun(projectRoot, folder)
      ways.loop.push(run.loopSeconds)
      ;({ threads, device } = run)
      const engine = new EngineProcess(builtFolder, electron)
      ways.kernels.push(await engine.side('wasm', lessonConfig.batchSize, threads).measure(steps))
      engine.end()
    }
  })
  return { ways, threads, device }
}
