import { fork } from 'node:child_process'
import { watch } from 'node:fs'
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../../src/core/random'
import { loadDataset } from '../../src/lab/dataset/load-dataset'
import { datasetFolder } from '../../src/lab/dataset/manifest'
import { SettingsFile } from '../../src/lab/settings/settings-file'
import type { Order } from '../lab/contender'
import { killed } from '../lab/race-for-run'
import { Command, killProcess } from './command'
import { argsToGoOn } from './go-on'
import { differences, findLeftovers, readRunResult } from './run-result'
import { makePlans, type TrainingPlan } from './training-plan'
import { judged, type Trial, type Verdict } from './trial'
import type { Workplace } from './workplace'

const turns = [
  ...Array.from({ length: 8 }, () => 'train' as const),
  'evaluate' as const,
  'download' as const,
  'export' as const,
  'settings' as const
]
/** Of the archive that is downloaded while something is killed. */
const bytesPerSecond = 2_000_000

/** kill -9 of the trainer, the command line or both, at any moment, as often as it takes. */
export const killTrial: Trial = {
  name: 'kills',
  aim: 'a training that was killed and resumed, once or several times, ends equal to the bit; nothing that was there before is damaged, and nothing is left over',
  full: 500,
  quick: 12,
  atOnce: 2,
  async prepare(workplace) {
    const plans = await makePlans(workplace)
    workplace.server.fault = () => ({ bytesPerSecond })
    return {
      end: () => {
        workplace.server.fault = () => ({})
        return Promise.resolve()
      },
      async attempt(random, index) {
        const plan = plans[random.nextBelow(plans.length)]
        if (plan === undefined) return judged(['there is no plan'])
        switch (turns[index % turns.length] ?? 'train') {
          case 'train':
            return killTraining(workplace, plan, random)
          case 'evaluate':
            return killEvaluation(workplace, plan, random)
          case 'download':
            return killDownload(workplace, random)
          case 'export':
            return killExport(workplace, plan, random)
          case 'settings':
            return killSettings(workplace, random)
        }
      }
    }
  }
}

async function killTraining(workplace: Workplace, plan: TrainingPlan, random: Random): Promise<Verdict> {
  const dataFolder = await workplace.makeDataFolder()
  const planned = 1 + random.nextBelow(4)
  const counts: Record<string, number> = {}
  const wrong: string[] = []
  let tried = 0
  for (;;) {
    const what = await argsToGoOn(dataFolder, plan.assignment)
    const command = new Command(workplace, dataFolder, what)
    const hit = tried < planned ? await killSomewhere(command, dataFolder, random) : undefined
    const { code } = await command.ended
    if (hit === undefined && code !== 0) wrong.push(`${what.join(' ')}: ${await command.tell()}`)
    if (hit === undefined) break
    // Who only lost the training process says so.
    if (hit.target === 'trainer' && code !== 22 && code !== 0) wrong.push(await command.tell())
    tried += 1
    const where = hit.saving ? `${hit.target}, while it saved` : hit.target
    counts[`kills of ${where}`] = (counts[`kills of ${where}`] ?? 0) + 1
  }
  if (wrong.length === 0) {
    wrong.push(...differences(await readRunResult(dataFolder), plan.result))
    wrong.push(...(await findLeftovers(dataFolder)))
  }
  return { tried: Math.max(1, tried), counts, wrong }
}

interface Hit {
  readonly target: 'trainer' | 'command' | 'both'
  readonly saving: boolean
}

/** @returns undefined when the command was faster */
async function killSomewhere(command: Command, dataFolder: string, random: Random): Promise<Hit | undefined> {
  const target = (['trainer', 'command', 'both'] as const)[random.nextBelow(3)] ?? 'both'
  const lines = random.nextBelow(20)
  const saving = lines > 0 && random.nextBelow(3) === 0
  const begin = random.nextBelow(800)
  const delay = random.nextBelow(30)
  await command.until(() => command.stdout.split('\n').length > lines)
  const trainers = command.below().map(({ pid }) => pid)
  if (lines === 0) await sleep(begin)
  else if (saving) await untilSaving(command, path.join(dataFolder, 'runs', 'run-1', 'checkpoints'))
  else await sleep(delay)
  if (!command.running) return undefined
  const found = lines === 0 ? command.below().map(({ pid }) => pid) : trainers
  const killTrainers = (): boolean => found.map((pid) => killProcess(pid, 'SIGKILL')).includes(true)
  switch (target) {
    case 'trainer':
      return killTrainers() ? { target, saving } : undefined
    case 'command':
      return command.kill('SIGKILL') ? { target, saving } : undefined
    case 'both': {
      const one = killTrainers()
      return command.kill('SIGKILL') || one ? { target, saving } : undefined
    }
  }
}

/** Until a checkpoint is being written; or not at all, when none is any more. */
async function untilSaving(command: Command, folder: string): Promise<void> {
  const seen = new Promise<void>((resolve) => {
    try {
      const watcher = watch(folder, (_, name) => {
        if (name?.startsWith('.tmp-') === true) resolve()
      })
      watcher.on('error', () => resolve())
      void command.ended.then(() => watcher.close())
    } catch {
      resolve() // there was no checkpoint yet
    }
  })
  await Promise.race([seen, command.ended])
}

/** Starts a command and kills it, and what it started, after a random part of the time that it takes. */
async function killAfter(command: Command, durationMs: number, random: Random): Promise<boolean> {
  const delay = random.nextBelow(Math.max(1, Math.round(durationMs)))
  await Promise.race([sleep(delay), command.ended])
  const below = command.below()
  const hit = command.kill('SIGKILL')
  for (const { pid } of below) killProcess(pid, 'SIGKILL')
  await command.ended
  return hit
}

async function killEvaluation(workplace: Workplace, plan: TrainingPlan, random: Random): Promise<Verdict> {
  const dataFolder = await workplace.makeFolder()
  await cp(plan.dataFolder, dataFolder, { recursive: true })
  const args = ['evaluate', 'latest', '--json']
  const hit = await killAfter(new Command(workplace, dataFolder, args), plan.durationMs, random)
  const again = new Command(workplace, dataFolder, args)
  const { code } = await again.ended
  return judged(
    [
      ...(code === 0 ? [] : [await again.tell()]),
      ...differences(await readRunResult(dataFolder), plan.result),
      ...(await findLeftovers(dataFolder))
    ],
    hit ? 'kills of evaluate' : 'ended before it was killed'
  )
}

async function killDownload(workplace: Workplace, random: Random): Promise<Verdict> {
  const dataFolder = await workplace.makeFolder()
  const args = ['data', 'download', '--source', 'archive']
  const hit = await killAfter(new Command(workplace, dataFolder, args), 1500, random)
  const again = new Command(workplace, dataFolder, args)
  const { code } = await again.ended
  if (code !== 0) return judged([await again.tell()])
  await loadDataset(datasetFolder(dataFolder, workplace.manifest), workplace.manifest)
  return judged(
    await findLeftovers(dataFolder),
    hit ? 'kills of data download' : 'ended before it was killed'
  )
}

async function killExport(workplace: Workplace, plan: TrainingPlan, random: Random): Promise<Verdict> {
  const dataFolder = await workplace.makeFolder()
  await cp(plan.dataFolder, dataFolder, { recursive: true })
  const folder = await workplace.makeFolder()
  const file = path.join(folder, 'network.tenfold.json')
  const args = ['export', 'latest', '--output', file]
  await new Command(workplace, dataFolder, args).ended
  const whole = await readFile(file)
  const old = Buffer.from('what was there before')
  await writeFile(file, old)
  const hit = await killAfter(new Command(workplace, dataFolder, args), plan.durationMs / 2, random)
  const found = await readFile(file)
  const again = new Command(workplace, dataFolder, args)
  const { code } = await again.ended
  return judged(
    [
      ...(found.equals(old) || found.equals(whole) ? [] : ['the file was neither the old nor the new one']),
      ...(code === 0 && (await readFile(file)).equals(whole) ? [] : [await again.tell()]),
      ...(await findLeftovers(dataFolder)),
      ...(await readdir(folder)).filter((name) => !file.endsWith(name)).map((name) => `left over: ${name}`)
    ],
    hit ? 'kills of export' : 'ended before it was killed'
  )
}

async function killSettings(workplace: Workplace, random: Random): Promise<Verdict> {
  const dataFolder = await workplace.makeFolder()
  const file = new SettingsFile(path.join(dataFolder, 'settings.json'))
  await file.change({ theme: 'dark' })
  const exercises = Array.from({ length: 60 }, (_, i) => `exercise-${i}`)
  const contender = fork(workplace.contender)
  await new Promise((resolve) => contender.once('spawn', resolve))
  const order: Order = { action: 'answer', dataFolder, runId: '', exercises }
  contender.send(order)
  await sleep(random.nextBelow(800))
  await killed(contender)
  const { settings, problem } = await file.load()
  const kept = settings.guideDone
  const inOrder = kept.every((exercise, i) => exercise === exercises[i])
  await file.change({ theme: 'light' })
  const after = (await file.load()).settings
  const listed = new Command(workplace, dataFolder, ['runs'])
  const { code } = await listed.ended
  return judged(
    [
      ...(problem === undefined ? [] : [problem.message]),
      ...(settings.theme === 'dark' && inOrder ? [] : [`settings are ${JSON.stringify(settings)}`]),
      ...(after.theme === 'light' && after.guideDone.length === kept.length
        ? []
        : ['settings are not saved']),
      ...(code === 0 ? [] : [await listed.tell()]),
      ...(await findLeftovers(dataFolder))
    ],
    'kills of who saves settings'
  )
}
