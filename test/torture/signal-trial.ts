import { spawn } from 'node:child_process'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Random } from '../../src/core/maths/random'
import { signalExitCodes } from '../../src/cli/console/exit-codes'
import { processesWith } from '../e2e/processes'
import { Command, killProcess } from './command'
import { differences, findLeftovers, readRunResult } from './run-result'
import { longConfig, makePlans, type TrainingPlan } from './training-plan'
import { judged, type Trial, type Verdict } from './trial'
import type { Workplace } from './workplace'

const receivers = {
  npm: /^npm start/,
  'the script': /scripts\/start\.mjs/,
  'the command': /cli\.cjs/
} as const
type Receiver = keyof typeof receivers
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const
type Signal = (typeof signals)[number]
const activities = ['train', 'train among busy programs', 'evaluate', 'download', 'serve'] as const
type Activity = (typeof activities)[number]

interface Case {
  readonly receiver: Receiver
  readonly signal: Signal
  readonly activity: Activity
}

/** Until no process is left, in milliseconds; a busy machine is no failure. */
const patienceMs = 120_000
const pollMs = 50

/** A signal to any process of the chain, whatever it does. */
export const signalTrial: Trial = {
  name: 'signals',
  aim: 'no process is left, the exit code is the promised one, and the next command goes on to the same end, equal to the bit',
  full: 120,
  quick: 4,
  atOnce: 1,
  skippedBecause: () => (process.platform === 'linux' ? undefined : 'processes are looked at in /proc'),
  async prepare(workplace) {
    const [plan] = await makePlans(workplace, [longConfig])
    if (plan === undefined) throw new Error('there is no plan')
    const cases = allCases()
    return {
      attempt: async (random, index) => {
        const one = cases[index % cases.length]
        return one === undefined ? judged(['there are no cases']) : signalOnce(workplace, plan, one, random)
      }
    }
  }
}

/** In an order that mixes them, always the same. */
function allCases(): Case[] {
  const names = ['npm', 'the script', 'the command'] as const
  const all = names.flatMap((receiver) =>
    signals.flatMap((signal) => activities.map((activity): Case => ({ receiver, signal, activity })))
  )
  const order = Random.seeded(0).shuffle(Uint32Array.from({ length: all.length }, (_, i) => i))
  return [...order].flatMap((i) => all[i] ?? [])
}

async function signalOnce(
  workplace: Workplace,
  plan: TrainingPlan,
  { receiver, signal, activity }: Case,
  random: Random
): Promise<Verdict> {
  const busy = activity === 'train among busy programs'
  const burners = busy
    ? [1, 2].map(() => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }))
    : []
  try {
    const { dataFolder, args, ready } = await begin(workplace, plan, activity, random)
    const command = new Command(workplace, dataFolder, args, {
      program: ['npm', 'start', '--silent', '--'],
      cwd: path.dirname(path.dirname(workplace.start))
    })
    while (command.running && !ready(command)) await sleep(pollMs)
    await sleep(random.nextBelow(50))
    const chain = processesWith(`TENFOLD_DATA=${dataFolder}`)
    const hit = chain.filter((one) => receivers[receiver].test(one.command))
    for (const { pid } of hit) killProcess(pid, signal)
    const { code } = await command.ended
    const wrong: string[] = []
    if (!wasDone(activity, command)) {
      if (hit.length !== 1) wrong.push(`${hit.length} processes are ${receiver}: ${await command.tell()}`)
      else if (!isPromised(code, receiver, signal)) wrong.push(`ended with ${await command.tell()}`)
    }
    wrong.push(...(await awaitEnd(dataFolder)), ...(await goOn(workplace, dataFolder, plan, activity)))
    return judged(
      wrong.map((what) => `${signal} to ${receiver}, ${activity}: ${what}`),
      signal
    )
  } finally {
    for (const burner of burners) burner.kill('SIGKILL')
  }
}

interface Begun {
  readonly dataFolder: string
  readonly args: readonly string[]
  /** Whether it does by now what is to be disturbed. */
  readonly ready: (command: Command) => boolean
}

async function begin(
  workplace: Workplace,
  plan: TrainingPlan,
  activity: Activity,
  random: Random
): Promise<Begun> {
  switch (activity) {
    case 'train':
    case 'train among busy programs': {
      const lines = 1 + random.nextBelow(300)
      return {
        dataFolder: await workplace.makeDataFolder(),
        args: ['train', '--assignment', plan.assignment],
        ready: ({ stdout }) => stdout.split('\n').length > lines
      }
    }
    case 'evaluate': {
      const dataFolder = await workplace.makeFolder()
      await cp(plan.dataFolder, dataFolder, { recursive: true })
      return {
        dataFolder,
        args: ['evaluate', 'latest'],
        // In the process that evaluates; before, a command that has hardly begun dies of the signal itself.
        ready: () =>
          processesWith(`TENFOLD_DATA=${dataFolder}`).some(({ command }) => command.includes('trainer.cjs'))
      }
    }
    case 'download':
      workplace.server.fault = () => ({ bytesPerSecond: 100_000 })
      return {
        dataFolder: await workplace.makeFolder(),
        args: ['data', 'download', '--source', 'archive'],
        ready: ({ stderr }) => stderr.includes('%')
      }
    case 'serve':
      return {
        dataFolder: await workplace.makeDataFolder(),
        args: ['serve', '--port', '0'],
        ready: ({ stdout }) => stdout.includes('token=')
      }
  }
}

/** What is told by who was not killed outright; npm has codes of its own. */
function isPromised(code: number | null, receiver: Receiver, signal: Signal): boolean {
  if (signal === 'SIGKILL' || receiver === 'npm') return code !== 0
  return code === signalExitCodes[signal]
}

/** An evaluation takes a moment: its result may be there before the signal is. */
function wasDone(activity: Activity, { stdout }: Command): boolean {
  return activity === 'evaluate' && stdout.includes('%')
}

async function awaitEnd(dataFolder: string): Promise<string[]> {
  for (let waited = 0; ; waited += pollMs) {
    const left = processesWith(`TENFOLD_DATA=${dataFolder}`)
    if (left.length === 0) return []
    if (waited > patienceMs) return left.map(({ command }) => `still runs: ${command}`)
    await sleep(pollMs)
  }
}

/** The same again, or what was begun to its end. */
async function goOn(
  workplace: Workplace,
  dataFolder: string,
  plan: TrainingPlan,
  activity: Activity
): Promise<string[]> {
  workplace.server.fault = () => ({})
  const again = {
    train: ['train', '--resume', '1'],
    'train among busy programs': ['train', '--resume', '1'],
    evaluate: ['evaluate', 'latest'],
    download: ['data', 'download', '--source', 'archive'],
    serve: ['runs']
  }[activity]
  const command = new Command(workplace, dataFolder, again)
  const { code } = await command.ended
  if (code !== 0) return [await command.tell()]
  const trains = activity.startsWith('train')
  // A training that was to save nothing before its end has a checkpoint all the same.
  const lost = trains && !/Continuing from step [1-9]/.test(command.stderr)
  const result =
    trains || activity === 'evaluate' ? differences(await readRunResult(dataFolder), plan.result) : []
  return [...(lost ? ['what was trained is lost'] : []), ...result, ...(await findLeftovers(dataFolder))]
}
