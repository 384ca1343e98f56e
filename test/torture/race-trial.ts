import { fork, type ChildProcess } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { lessonConfig } from '../../src/core/settings/run-config'
import { datasetFolder } from '../../src/lab/dataset/files/manifest'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { RunStore } from '../../src/lab/runs/run-store'
import { SettingsFile } from '../../src/lab/settings/settings-file'
import type { Order } from '../lab/contender'
import { ask, killed, RaceForRun } from '../lab/race-for-run'
import { Command } from './command'
import { judged, type Trial, type Verdict } from './trial'
import type { Workplace } from './workplace'

const processes = 4
/** Ten of thirteen are what matters most. */
const turns = [
  ...Array.from({ length: 10 }, () => 'resume' as const),
  'delete' as const,
  'settings' as const,
  'programs' as const
]

/** Several processes want the same at the same time. */
export const raceTrial: Trial = {
  name: 'two at once',
  aim: `of ${processes} processes that resume one run at once exactly one gets it; one of two that resume, delete or restore it; settings, downloads and servers do not disturb one another`,
  full: 130,
  quick: 13,
  atOnce: 1,
  async prepare(workplace) {
    const race = await RaceForRun.begin(workplace.contender, await workplace.makeFolder(), processes)
    return {
      end: () => race.end(),
      async attempt(random, index) {
        const turn = turns[index % turns.length] ?? 'resume'
        switch (turn) {
          case 'resume': {
            const kill = random.nextBelow(2) === 0
            const owners = await race.round(kill)
            return judged(owners === 1 ? [] : [`${owners} processes own one run`], 'resumed at once')
          }
          case 'delete':
            return resumeAndDelete(workplace)
          case 'settings':
            return writeSettings(workplace)
          case 'programs':
            return index % 2 === 0 ? downloadTwice(workplace) : serveTwice(workplace)
        }
      }
    }
  }
}

async function withContenders<T>(
  workplace: Workplace,
  use: (order: (index: number, order: Order) => Promise<unknown>) => Promise<T>
): Promise<T> {
  const children: ChildProcess[] = [fork(workplace.contender), fork(workplace.contender)]
  try {
    return await use((index, order) => {
      const child = children[index]
      if (child === undefined) throw new RangeError('there are two')
      return ask(child, order)
    })
  } finally {
    await Promise.all(children.map(killed))
  }
}

async function resumeAndDelete(workplace: Workplace): Promise<Verdict> {
  const dataFolder = await workplace.makeFolder()
  const store = new RunStore(dataFolder, () => undefined)
  const runId = await store.create(lessonConfig)
  await store.close()
  const wrong: string[] = []
  const names = async (folder: string): Promise<string[]> =>
    readdir(path.join(dataFolder, folder)).catch(() => [])
  await withContenders(workplace, async (order) => {
    const both = (one: Order['action'], two: Order['action']): Promise<unknown[]> =>
      Promise.all([
        order(0, { action: one, dataFolder, runId }),
        order(1, { action: two, dataFolder, runId })
      ])
    const first = await both('resume', 'delete')
    if (!isOneOf(first)) wrong.push(`resume and delete at once: ${first.join(', ')}`)
    const trashed = first[1] === 'done'
    if ((await names('runs')).includes(runId) === trashed) wrong.push('the run is in two places, or in none')
    if (!trashed) {
      await order(0, { action: 'release', dataFolder, runId })
      await order(1, { action: 'delete', dataFolder, runId })
    }
    const second = await both('restore', 'restore')
    if (!isOneOf(second)) wrong.push(`restored twice at once: ${second.join(', ')}`)
    if (!(await names('runs')).includes(runId)) wrong.push('the restored run is not there')
  })
  return judged(wrong, 'resumed, deleted, restored at once')
}

/** One did it, and the other was told why not. */
function isOneOf(answers: readonly unknown[]): boolean {
  return answers.filter((answer) => answer === 'done').length === 1 && !answers.includes('internal')
}

async function writeSettings(workplace: Workplace): Promise<Verdict> {
  const dataFolder = await workplace.makeFolder()
  const exercises = ['a', 'b'].map((who) => Array.from({ length: 20 }, (_, i) => `${who}${i}`))
  const answers = await withContenders(workplace, (order) =>
    Promise.all(
      exercises.map((own, i) => order(i, { action: 'answer', dataFolder, runId: '', exercises: own }))
    )
  )
  const { settings, problem } = await new SettingsFile(path.join(dataFolder, 'settings.json')).load()
  const lost = exercises.flat().filter((exercise) => !settings.guideDone.includes(exercise))
  return judged(
    [
      ...answers.filter((answer) => answer !== 'done').map((answer) => `settings: ${String(answer)}`),
      ...(lost.length === 0 ? [] : [`${lost.length} of 40 changes of settings are lost`]),
      ...(problem === undefined ? [] : [problem.message])
    ],
    'settings written by two'
  )
}

async function downloadTwice(workplace: Workplace): Promise<Verdict> {
  const dataFolder = await workplace.makeFolder()
  const both = [1, 2].map(() => new Command(workplace, dataFolder, ['data', 'download']))
  const wrong: string[] = []
  for (const command of both) if ((await command.ended).code !== 0) wrong.push(await command.tell())
  const folder = datasetFolder(dataFolder, workplace.manifest)
  await loadDataset(folder, workplace.manifest)
  const left = (await readdir(folder)).filter((name) => name.startsWith('.tmp-'))
  if (left.length > 0) wrong.push(`left over: ${left.join(', ')}`)
  return judged(wrong, 'downloaded twice at once')
}

async function serveTwice(workplace: Workplace): Promise<Verdict> {
  const dataFolder = await workplace.makeDataFolder()
  const both = [1, 2].map(() => new Command(workplace, dataFolder, ['serve']))
  const wrong: string[] = []
  for (const command of both) await command.until(() => command.stdout.includes('token='))
  const ports = both.map((command) => /:(\d+)\//.exec(command.stdout)?.[1])
  if (ports[0] === undefined || ports[0] === ports[1]) wrong.push(`they listen on ${ports.join(' and ')}`)
  for (const command of both) command.kill('SIGINT')
  for (const command of both) if ((await command.ended).code !== 130) wrong.push(await command.tell())
  return judged(wrong, 'served twice at once')
}
