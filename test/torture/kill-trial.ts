// Over 300 lines: one trial, of everything that can be killed and of what has to be left afterwards.
import { fork } from 'node:child_process'
import { watch } from 'node:fs'
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Random } from '../../src/core/maths/random'
import { writeCheckpoint } from '../../src/lab/checkpoint/write-checkpoint'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { datasetFolder } from '../../src/lab/dataset/files/manifest'
import { SettingsFile } from '../../src/lab/settings/settings-file'
import { readFolder } from '../../src/lab/storage/read-folder'
import { temporaryPrefix } from '../../src/lab/storage/temporary-path'
import type { Order } from '../lab/contender'
import { killed } from '../lab/race-for-run'
import { Command, killProcess } from './command'
import { argsToGoOn } from './go-on'
import { differences, findLeftovers, readRunResult } from './run-result'
import { sampleRun } from './sample-run'
import { makePlans, type TrainingPlan } from './training-plan'
import { judged, type Trial, type Verdict } from './trial'
import type { Workplace } from './workplace'

/** Most are trainings; the form that is part of the tests comes to each of the others once. */
const turns = [
  'train',
  'evaluate',
  'download',
  'export',
  'model',
  'settings',
  ...Array.from({ length: 7 }, () => 'train' as const)
] as const
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
          case 'model':
            return killModelExport(workplace, plan, random)
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

/** Until something is being written into a folder; or not at all, when nothing is any more. */
async function untilSaving(command: Command, folder: string): Promise<void> {
  const seen = new Promise<void>((resolve) => {
    try {
      const watcher = watch(folder, (_, name) => {
        if (name?.startsWith('.tmp-') === true) resolve()
      })
      watcher.on('error', () => resolve())
      const close = (): void => watcher.close()
      void command.ended.then(close, close)
    } catch {
      resolve() // there is no such folder yet
    }
  })
  await Promise.race([seen, command.ended])
}

/** Kills a command, and what it started, after a random part of the time that it takes. */
async function killAfter(command: Command, durationMs: number, random: Random): Promise<boolean> {
  return killAt(command, sleep(random.nextBelow(Math.max(1, Math.round(durationMs)))))
}

/** The same; or, as often, while it writes into a folder. */
async function killWriting(
  command: Command,
  {
    folder,
    durationMs,
    random
  }: { readonly folder: string; readonly durationMs: number; readonly random: Random }
): Promise<boolean> {
  if (random.nextBelow(2) === 0) return killAfter(command, durationMs, random)
  const delay = random.nextBelow(6)
  return killAt(
    command,
    untilSaving(command, folder).then(() => sleep(delay))
  )
}

async function killAt(command: Command, moment: Promise<unknown>): Promise<boolean> {
  await Promise.race([moment, command.ended])
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
  const command = new Command(workplace, dataFolder, args)
  const hit = await killWriting(command, { folder, durationMs: plan.durationMs / 2, random })
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

async function killModelExport(workplace: Workplace, plan: TrainingPlan, random: Random): Promise<Verdict> {
  const dataFolder = await workplace.makeFolder()
  await cp(plan.dataFolder, dataFolder, { recursive: true })
  const exportTo = (place: string): Command =>
    new Command(workplace, dataFolder, ['export', 'latest', '--format', 'model', '--output', place])
  const folder = await workplace.makeFolder()
  const [model, reference] = [path.join(folder, 'model'), path.join(await workplace.makeFolder(), 'model')]
  await exportTo(reference).ended
  const whole = await filesIn(reference)
  const there = random.nextBelow(3) > 0
  if (there) await writeCheckpoint(model, sampleRun(1).checkpoint)
  const old = await filesIn(model)
  const command = exportTo(model)
  const hit = await killWriting(command, {
    folder: there ? model : folder,
    durationMs: plan.durationMs / 2,
    random
  })
  const found = await filesIn(model)
  const again = exportTo(model)
  const { code } = await again.ended
  return judged(
    [
      // Files take the places of others one by one: without its model.json a folder is no model.
      ...(isDeepStrictEqual(found, old) || isDeepStrictEqual(found, whole) || !('model.json' in found)
        ? []
        : [
            `the folder was neither the old nor the new one, nor unfinished: ${Object.keys(found).join(', ')}`
          ]),
      ...(code === 0 && isDeepStrictEqual(await filesIn(model), whole) ? [] : [await again.tell()]),
      ...(await findLeftovers(dataFolder)),
      ...(await findLeftovers(folder))
    ],
    hit ? 'kills of export --format model' : 'ended before it was killed'
  )
}

/** By their names, but for those that are unfinished; nothing where there is no folder. */
async function filesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readFolder(folder)).filter((name) => !name.startsWith(temporaryPrefix)).sort()
  const contents = names.map(
    async (name) => [name, await readFile(path.join(folder, name), 'base64')] as const
  )
  return Object.fromEntries(await Promise.all(contents))
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
