import { spawnSync } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../src/core/base/lab-error'
import type { Random } from '../../src/core/maths/random'
import { errorExitCodes } from '../../src/cli/console/exit-codes'
import { SettingsFile } from '../../src/lab/settings/settings-file'
import { Command } from './command'
import { fillDuringEdits, fillDuringImport, fillDuringUpload } from './dataset-disk'
import { fillDisk } from './fill-disk'
import { argsToGoOn } from './go-on'
import { differences, findLeftovers, readRunResult } from './run-result'
import { makePlans, shortConfig, type TrainingPlan } from './training-plan'
import { judged, type Trial } from './trial'
import type { Workplace } from './workplace'

/** Of the disk that is filled, in megabytes. */
const diskMegabytes = 8
const turns = ['train', 'evaluate', 'export', 'settings', 'download', 'edits', 'import', 'upload'] as const

/** A disk of its own that is full at some moment, or almost. */
export const diskTrial: Trial = {
  name: 'disk full',
  aim: 'an error that says so, nothing lost that was there before, and once there is room the same end, equal to the bit',
  full: 100,
  quick: 8,
  atOnce: 2,
  skippedBecause: () =>
    process.platform === 'linux' && process.getuid?.() === 0 ? undefined : 'only root may make a small disk',
  async prepare(workplace) {
    const [plan] = await makePlans(workplace, [shortConfig])
    if (plan === undefined) throw new Error('there is no plan')
    return {
      async attempt(random, index) {
        const disk = await workplace.makeFolder()
        mount(disk)
        try {
          const turn = turns[index % turns.length] ?? 'train'
          const wrong = await fillDuring[turn]({ workplace, plan, random, disk })
          return judged(
            wrong.map((what) => `${turn}: ${what}`),
            turn
          )
        } finally {
          spawnSync('umount', ['-l', disk])
        }
      }
    }
  }
}

function mount(folder: string): void {
  const size = `size=${diskMegabytes}m`
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder])
  if (status !== 0) throw new Error(String(stderr))
}

interface Surroundings {
  readonly workplace: Workplace
  readonly plan: TrainingPlan
  readonly random: Random
  readonly disk: string
}

const fillDuring = {
  train,
  evaluate,
  export: exportNetwork,
  settings: saveSettings,
  download,
  edits: fillDuringEdits,
  import: fillDuringImport,
  upload: fillDuringUpload
} as const

async function train({ workplace, plan, random, disk }: Surroundings): Promise<string[]> {
  await cp(await workplace.makeDataFolder(), disk, { recursive: true })
  const lines = random.nextBelow(25)
  const free = random.nextBelow(60_000)
  const command = new Command(workplace, disk, ['train', '--assignment', plan.assignment])
  await command.until(() => command.stdout.split('\n').length > lines)
  const ballast = await fillDisk(disk, free)
  const wrong = await judgeEnd(command)
  await rm(ballast)
  const again = new Command(workplace, disk, await argsToGoOn(disk, plan.assignment))
  return [...wrong, ...(await expectSuccess(again)), ...(await judgeRun(disk, plan))]
}

async function evaluate({ workplace, plan, random, disk }: Surroundings): Promise<string[]> {
  await cp(plan.dataFolder, disk, { recursive: true })
  const ballast = await fillDisk(disk, random.nextBelow(60_000))
  const args = ['evaluate', 'latest']
  const wrong = await judgeEnd(new Command(workplace, disk, args))
  await rm(ballast)
  return [
    ...wrong,
    ...(await expectSuccess(new Command(workplace, disk, args))),
    ...(await judgeRun(disk, plan))
  ]
}

async function exportNetwork({ workplace, plan, random, disk }: Surroundings): Promise<string[]> {
  const dataFolder = path.join(disk, 'data')
  await cp(plan.dataFolder, dataFolder, { recursive: true })
  const file = path.join(disk, 'network.tenfold.json')
  const args = ['export', 'latest', '--output', file]
  const wrong = await expectSuccess(new Command(workplace, dataFolder, args))
  const whole = await readFile(file)
  const old = Buffer.from('what was there before')
  await writeFile(file, old)
  const ballast = await fillDisk(disk, random.nextBelow(whole.length * 2))
  wrong.push(...(await judgeEnd(new Command(workplace, dataFolder, args))))
  const found = await readFile(file)
  if (!found.equals(old) && !found.equals(whole)) wrong.push('the file is neither the old nor the new one')
  await rm(ballast)
  wrong.push(...(await expectSuccess(new Command(workplace, dataFolder, args))))
  if (!(await readFile(file)).equals(whole)) wrong.push('the file is not the new one')
  return [...wrong, ...(await judgeRun(dataFolder, plan))]
}

async function saveSettings({ random, disk }: Surroundings): Promise<string[]> {
  const file = new SettingsFile(path.join(disk, 'settings.json'))
  await file.change({ theme: 'dark' })
  const ballast = await fillDisk(disk, random.nextBelow(6_000))
  const refused = await file.change({ view: 'runs' }).then(
    () => undefined,
    (thrown: unknown) => LabError.from(thrown)
  )
  const { settings, problem } = await file.load()
  const wrong: string[] = []
  if (refused !== undefined && refused.code !== 'storage') wrong.push(refused.message)
  if (problem !== undefined) wrong.push(problem.message)
  if (settings.theme !== 'dark' || (settings.view === 'runs') !== (refused === undefined))
    wrong.push(`settings are ${JSON.stringify(settings).slice(0, 200)}`)
  await rm(ballast)
  await file.change({ view: 'data' })
  if ((await file.load()).settings.view !== 'data') wrong.push('settings are not saved')
  return [...wrong, ...(await findLeftovers(disk))]
}

async function download({ workplace, random, disk }: Surroundings): Promise<string[]> {
  const dataFolder = path.join(disk, 'data')
  await mkdir(dataFolder)
  const ballast = await fillDisk(disk, random.nextBelow(2_500_000))
  const args = ['data', 'download', '--source', 'archive']
  const wrong = await judgeEnd(new Command(workplace, dataFolder, args))
  await rm(ballast)
  return [
    ...wrong,
    ...(await expectSuccess(new Command(workplace, dataFolder, args))),
    ...(await expectSuccess(new Command(workplace, dataFolder, ['data', 'verify']))),
    ...(await findLeftovers(dataFolder))
  ]
}

/** It did it, or said that the disk refused and what to do. */
async function judgeEnd(command: Command): Promise<string[]> {
  const { code } = await command.ended
  if (code !== 0 && code !== errorExitCodes.storage) return [await command.tell()]
  return /\n\s+at /.test(command.stderr) ? [`shows a stack: ${command.stderr.slice(-600)}`] : []
}

async function expectSuccess(command: Command): Promise<string[]> {
  const { code } = await command.ended
  return code === 0 ? [] : [`with room again: ${await command.tell()}`]
}

async function judgeRun(dataFolder: string, plan: TrainingPlan): Promise<string[]> {
  return [...differences(await readRunResult(dataFolder), plan.result), ...(await findLeftovers(dataFolder))]
}
