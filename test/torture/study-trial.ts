import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../../src/core/maths/random'
import { StudyStore } from '../../src/lab/studies/study-store'
import { Command, killProcess } from './command'
import { differences, findLeftovers, readRunResults, type RunResult } from './run-result'
import { makePlans } from './training-plan'
import { judged, type Trial, type Verdict } from './trial'
import type { Workplace } from './workplace'

/** Runs of the study; with two at a time, one waits. */
const seeds = ['1', '2', '3'] as const

/** kill -9 of a study's training processes, of the command line that trains it, or of all, at any moment. */
export const studyTrial: Trial = {
  name: 'studies',
  aim: 'a study that was killed and resumed, once or several times, ends with the same runs, equal to the bit, and no others; nothing is left over',
  full: 60,
  quick: 3,
  atOnce: 1,
  async prepare(workplace) {
    const [plan] = await makePlans(workplace)
    if (plan === undefined) throw new Error('there is no plan')
    const start = [
      ...['study', 'start', '--assignment', plan.assignment, '--name', 'Killed'],
      ...['--seeds', seeds.join(','), '--parallel', '2']
    ]
    const dataFolder = await workplace.makeDataFolder()
    const begin = Date.now()
    const command = new Command(workplace, dataFolder, start)
    const { code } = await command.ended
    if (code !== 0) throw new Error(`the undisturbed study ended with ${await command.tell()}`)
    const wanted = await readRunResults(dataFolder)
    const durationMs = Date.now() - begin
    return {
      end: () => Promise.resolve(),
      attempt: (random) => killStudy(workplace, { start, wanted, durationMs }, random)
    }
  }
}

interface StudyPlan {
  /** What somebody types. */
  readonly start: readonly string[]
  /** What its runs come to, by their names. */
  readonly wanted: ReadonlyMap<string, RunResult>
  readonly durationMs: number
}

async function killStudy(
  workplace: Workplace,
  { start, wanted, durationMs }: StudyPlan,
  random: Random
): Promise<Verdict> {
  const dataFolder = await workplace.makeDataFolder()
  const planned = 1 + random.nextBelow(3)
  const counts: Record<string, number> = {}
  const wrong: string[] = []
  let tried = 0
  for (;;) {
    const [study] = await new StudyStore(dataFolder).list()
    const command = new Command(
      workplace,
      dataFolder,
      study === undefined ? start : ['study', 'resume', study.studyId]
    )
    const target = tried < planned ? await killSomewhere(command, durationMs, random) : undefined
    const { code } = await command.ended
    if (target === undefined) {
      if (code !== 0) wrong.push(await command.tell())
      break
    }
    // Where only the training processes were lost, the command says so, or had no more to do.
    if (target === 'trainers' && code !== 22 && code !== 0) wrong.push(await command.tell())
    tried += 1
    counts[`kills of ${target}`] = (counts[`kills of ${target}`] ?? 0) + 1
  }
  if (wrong.length === 0) {
    const found = await readRunResults(dataFolder)
    for (const [name, result] of wanted) {
      const own = found.get(name)
      wrong.push(...(own === undefined ? [`${name} is missing`] : differences(own, result)))
    }
    if (found.size !== wanted.size)
      wrong.push(`there are ${found.size} runs: ${[...found.keys()].join('; ')}`)
    wrong.push(...(await findLeftovers(dataFolder)))
  }
  return wrong.length === 0 ? { tried: Math.max(1, tried), counts, wrong } : judged(wrong)
}

/** @returns undefined when the command was faster */
async function killSomewhere(
  command: Command,
  durationMs: number,
  random: Random
): Promise<'trainers' | 'the command' | 'all' | undefined> {
  const target = (['trainers', 'the command', 'all'] as const)[random.nextBelow(3)] ?? 'all'
  await Promise.race([sleep(random.nextBelow(Math.max(1, Math.round(durationMs)))), command.ended])
  if (!command.running) return undefined
  const trainers = command.below().map(({ pid }) => pid)
  const killTrainers = (): boolean => trainers.map((pid) => killProcess(pid, 'SIGKILL')).includes(true)
  if (target === 'trainers') return killTrainers() ? target : undefined
  const hit = target === 'all' && killTrainers()
  return command.kill('SIGKILL') || hit ? target : undefined
}
