// Over 300 lines: each command from its arguments to its output, on one stand-in for the lab.
import { EventEmitter } from 'node:events'
import { lessonDataset } from '../core/data/lesson-dataset'
import { confusionCells } from '../core/run/evaluation'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { LabError } from '../core/base/lab-error'
import { z } from '../core/base/schema'
import { lessonConfig, type RunConfig } from '../core/settings/run-config'
import type { Outcome, RunEvent } from '../core/run/run-event'
import type { Lab, RunSummary } from '../lab/contract/contract'
import { FakeLabService } from '../server/fake-lab-service'
import { listenForInterruption } from './console/interruption'
import { runCommandLine } from './run-command-line'
import { Terminal, type Output } from './console/terminal'

class Recorder implements Output {
  text = ''

  write(data: string | Uint8Array): void {
    this.text += Buffer.from(data).toString()
  }

  get lines(): string[] {
    return this.text.split('\n').filter((line) => line !== '')
  }
}

let out: Recorder
let err: Recorder
let signals: EventEmitter
beforeEach(() => {
  out = new Recorder()
  err = new Recorder()
})

function run(lab: FakeLabService, ...args: string[]): Promise<number> {
  return answering(undefined, lab, ...args)
}

/** With somebody at the terminal who answers every question so. */
function answering(answer: boolean | undefined, lab: FakeLabService, ...args: string[]): Promise<number> {
  signals = new EventEmitter()
  const context = {
    terminal: new Terminal(out, err, {}),
    interruption: listenForInterruption(signals, [], { ignoresHangUp: false, exit: () => undefined }),
    ask: answer === undefined ? undefined : () => Promise.resolve(answer),
    outFolder: '/nowhere',
    openLab: () => Promise.resolve(lab)
  }
  return runCommandLine(context, args, '1.2.3')
}

const document = (): unknown => JSON.parse(out.text)

const summary: RunSummary = {
  runId: 'run-7',
  number: 7,
  name: 'Run 7',
  createdAt: Date.UTC(2030, 0, 2, 3, 4),
  status: { kind: 'finished' },
  step: 25_000,
  totalSteps: 25_000,
  batchSize: 4,
  epochs: 2,
  learningRate: 0.001,
  seed: 1,
  runningLoss: 1.267,
  accuracy: 0.543,
  trainMs: 7000
}

const evaluation = {
  split: 'test' as const,
  classes: ['plane', 'car'],
  cells: confusionCells([
    [3, 1],
    [2, 2]
  ]),
  loss: 1.2,
  durationMs: 5
}

const device = { engine: 'wasm' as const, label: 'WASM', description: 'WebAssembly', threads: 1 }
const started = (config: RunConfig): RunEvent => ({
  type: 'started',
  at: 0,
  config,
  device,
  dataset: { name: 'CIFAR-10', hash: 'abc', classes: ['plane', 'car'] },
  trainImages: 8,
  validationImages: 0,
  stepsPerEpoch: 2,
  totalSteps: 4,
  parameters: 10,
  versions: {}
})
const logged = (epoch: number, batch: number, loss: number): RunEvent => ({
  type: 'log',
  at: 0,
  step: (epoch - 1) * 2 + batch,
  epoch,
  batch,
  loss
})
const ended = (outcome: Outcome): RunEvent => ({ type: 'ended', at: 0, step: 4, outcome })

/** A lab with a data set, in which training means to tell `events`, the first of them before anybody can ask. */
class TrainingLab extends FakeLabService {
  readonly calls: unknown[] = []
  readonly #told: RunEvent[]

  constructor(events: readonly RunEvent[], before: readonly RunEvent[] = [], methods: Partial<Lab> = {}) {
    const told = [...before]
    const begin = (): void => {
      const [first, ...rest] = events
      if (first !== undefined) this.tell(first)
      setImmediate(() => {
        for (const event of rest) this.tell(event)
      })
    }
    super({
      getDataset: () =>
        Promise.resolve({
          state: 'ready',
          info: lessonDataset,
          folder: '/data',
          source: 'test',
          files: []
        }),
      startRun: (input) => {
        this.calls.push(input)
        begin()
        return Promise.resolve({ runId: 'run-7' })
      },
      resumeRun: (input) => {
        this.calls.push(input)
        begin()
        return Promise.resolve({})
      },
      stopRun: () => {
        this.tell(ended({ kind: 'stopped' }))
        return Promise.resolve({})
      },
      getRun: () => Promise.resolve({ summary, events: [...told] }),
      listRuns: () => Promise.resolve({ runs: [summary] }),
      listTrash: () => Promise.resolve({ runs: [], foreign: [] }),
      evaluateRun: () => Promise.resolve({ evaluation, dataset: { name: 'CIFAR-10', hash: 'abc' } }),
      ...methods
    })
    this.#told = told
  }

  tell(event: RunEvent): void {
    this.#told.push(event)
    this.notify({ event: 'run', data: { runId: 'run-7', first: this.#told.length - 1, events: [event] } })
  }
}

const lesson = [started(lessonConfig), logged(1, 2000, 2.1054), logged(2, 12_000, 1.267)]

test('runs show names the data set, and says where it is not in the data folder', async () => {
  const { name, hash } = lessonDataset
  const dataset = { name, hash }
  const show = (hashHere: string, ...more: string[]): Promise<number> =>
    run(
      new TrainingLab([], lesson, {
        getRun: () => Promise.resolve({ summary: { ...summary, dataset }, events: lesson }),
        listDatasets: () =>
          Promise.resolve({
            datasets: [{ state: 'absent', info: { ...lessonDataset, hash: hashHere }, folder: '/data' }],
            drafts: [],
            unreadable: []
          })
      }),
      'runs',
      'show',
      '7',
      ...more
    )
  expect(await show(hash)).toBe(0)
  expect(out.lines).toContain('Data set: CIFAR-10 (cifar-10)')
  await show('another')
  expect(out.lines).toContain(`Data set: CIFAR-10 (sha256 ${hash.slice(0, 8)}…), not in this data folder`)
  out.text = ''
  await show(hash, '--json')
  expect(document()).toMatchObject({ dataset: { ...dataset, id: 'cifar-10' } })
})

test('the home data set is not asked about before it is refused', async () => {
  const refusal = new LabError('unsupported', 'CIFAR-10 cannot be deleted.', 'It stays.')
  const lab = new TrainingLab([], [], { deleteDataset: () => Promise.reject(refusal) })
  await run(lab, 'data', 'delete', 'cifar-10')
  expect(err.text).toContain('CIFAR-10 cannot be deleted.')
})

test.each([
  ['--size', '3000', '--size must be from 8 to 224 pixels.'],
  ['--test-share', '0', '--test-share must be a number from 0.01 to 0.9, such as 0.2.'],
  ['--seed', '-1', '--seed must be a whole number from 0 to 4,294,967,295.'],
  ['--licence', 'a'.repeat(2001), '--licence is longer than 2,000 characters.']
])('data import %s %s is refused before the folder is looked at', async (flag, value, problem) => {
  expect(await run(new TrainingLab([]), 'data', 'import', 'photos', flag, value)).toBe(2)
  expect(err.text).toContain(problem)
})

test('data download says what can be downloaded', async () => {
  const lab = new TrainingLab([], [], {
    getDataset: ({ dataset }) =>
      dataset === undefined
        ? Promise.resolve({ state: 'absent', info: lessonDataset, folder: '/data' })
        : Promise.reject(new LabError('not-found', 'There is none.', 'Look.'))
  })
  expect(await run(lab, 'data', 'download', 'kmnist')).toBe(3)
  expect(err.text).toContain('Only cifar-10 and mnist can be downloaded.')
})

test('runs show says why a run failed, and what to do', async () => {
  const error = {
    code: 'diverged' as const,
    message: 'The loss became NaN at step 15.',
    hint: 'Lower the learning rate.'
  }
  const lab = new TrainingLab([], [...lesson, ended({ kind: 'failed', error })])
  expect(await run(lab, 'runs', 'show', '7')).toBe(0)
  expect(out.lines[1]).toBe('The loss became NaN at step 15. Lower the learning rate.')
})

describe('train', () => {
  test('stdout is the lesson’s: the log, the end, the accuracy, the classes', async () => {
    const lab = new TrainingLab([...lesson, ended({ kind: 'finished' })])
    expect(await run(lab, 'train', '--epochs', '2', '--name', 'mine')).toBe(0)
    expect(out.lines).toEqual([
      '[1,  2000] loss: 2.105',
      '[2, 12000] loss: 1.267',
      'Finished Training',
      'Accuracy of the network on the 8 test images: 62.5 %',
      'Accuracy of plane : 75.0 %',
      'Accuracy of   car : 50.0 %'
    ])
    expect(lab.calls).toEqual([{ dataset: 'cifar-10', config: lessonConfig, name: 'mine' }])
    expect(lab.closed).toBe(1)
    expect(lab.listeners.size).toBe(0)
  })

  test('the test that a finished run brought with it is not run again', async () => {
    const tested: RunEvent = { type: 'evaluated', at: 0, step: 4, evaluation }
    const lab = new TrainingLab([...lesson, tested, ended({ kind: 'finished' })], [], {
      evaluateRun: () => Promise.reject(new Error('tested twice'))
    })
    expect(await run(lab, 'train')).toBe(0)
    expect(out.lines).toContain('Accuracy of the network on the 8 test images: 62.5 %')
  })

  test('--json: one document on stdout, the log on stderr', async () => {
    expect(await run(new TrainingLab([...lesson, ended({ kind: 'finished' })]), 'train', '--json')).toBe(0)
    expect(document()).toMatchObject({
      runId: 'run-7',
      status: 'finished',
      config: { batchSize: 4 },
      log: [{ loss: 2.1054 }, { loss: 1.267 }],
      evaluation: { accuracy: 0.625 }
    })
    expect(err.text).toContain('[1,  2000] loss: 2.105')
  })

  test('Ctrl-C stops the run, waits for its end and says how to go on', async () => {
    const lab = new TrainingLab(lesson)
    const exit = run(lab, 'train')
    await expect.poll(() => out.lines).toHaveLength(2)
    signals.emit('SIGINT')
    expect(await exit).toBe(130)
    expect(out.lines).toHaveLength(2)
    expect(err.text).toContain('npm start -- train --resume 7')
    expect(lab.closed).toBe(1)
  })

  test('--resume prints only what is new', async () => {
    const before = [...lesson.slice(0, 2), ended({ kind: 'stopped' })]
    const lab = new TrainingLab(
      [{ type: 'resumed', at: 0, step: 2, device }, logged(2, 12_000, 1.267), ended({ kind: 'finished' })],
      before
    )
    expect(await run(lab, 'train', '--resume', 'latest')).toBe(0)
    expect(out.lines.slice(0, 2)).toEqual(['[2, 12000] loss: 1.267', 'Finished Training'])
    expect(lab.calls).toEqual([{ runId: 'run-7' }])
  })

  test('says which checkpoint was damaged and passed over', async () => {
    const error = { code: 'checkpoint-invalid' as const, message: 'The weights were changed.', hint: 'h' }
    const lab = new TrainingLab(
      [
        { type: 'checkpointDamaged', at: 0, step: 4, folder: 'checkpoints/damaged-4', error },
        { type: 'resumed', at: 0, step: 2, device },
        ended({ kind: 'finished' })
      ],
      [...lesson.slice(0, 2), ended({ kind: 'stopped' })]
    )
    expect(await run(lab, 'train', '--resume', 'latest')).toBe(0)
    expect(err.text).toContain(
      'The checkpoint at step 4 was skipped. The weights were changed. It is kept in checkpoints/damaged-4.'
    )
  })

  test.each([
    ['diverged', 21],
    ['trainer-crashed', 22],
    ['storage', 6]
  ] as const)('a run that failed with %s ends with %i', async (code, exitCode) => {
    const error = { code, message: 'It broke.', hint: 'Mend it.' }
    const lab = new TrainingLab([...lesson, ended({ kind: 'failed', error })])
    expect(await run(lab, 'train', '--json')).toBe(exitCode)
    expect(document()).toEqual({ error })
    expect(err.text).toContain('It broke.')
  })

  test('what cannot be is refused before anything is opened', async () => {
    const lab = new TrainingLab([])
    expect(await run(lab, 'train', '--batch-size', '60000')).toBe(2)
    expect(await run(lab, 'train', '--resume', '7', '--seed', '2')).toBe(2)
    expect(await run(lab, 'train', '--engine', 'abacus')).toBe(2)
    expect(await run(lab, 'train', '--name', '   ')).toBe(2)
    expect(await run(lab, 'train', '--name', 'red \u001b[31m')).toBe(2)
    expect(err.text).toContain('The command cannot be used: --name cannot contain control characters')
    expect(err.text).toContain('--batch-size 60000: batch size must be a whole number from 1 to 10,000')
    expect(err.text).toContain('--seed cannot be combined with --resume.\n hint: Leave it out, or start')
    expect(await run(lab, 'train', '--resume', '7', '--seed', '2', '--epochs', '3')).toBe(2)
    expect(err.text).toContain(
      '--epochs, --seed cannot be combined with --resume.\n hint: Leave them out, or start'
    )
    expect(await run(lab, 'train', '--resume', '7', '--augment', 'flip')).toBe(2)
    expect(err.text).toContain('--augment cannot be combined with --resume.')
    expect(await run(lab, 'train', '--augment', 'flip,crops=2')).toBe(2)
    expect(err.text).toContain('no kind of augmentation is called “crops”. Did you mean crop?')
    expect(await run(lab, 'train', '--augment', 'crop', '--crop', '2')).toBe(2)
    expect(err.text).toContain('crop is given twice: in --augment and as --crop.')
    expect(await run(lab, 'train', '--augment', 'crop=17')).toBe(2)
    expect(err.text).toContain('--crop 17: crop must be a whole number from 0 to 16')
    expect(out.text).toBe('')
    expect(lab.closed).toBe(0)
  })

  test.each([
    ['--train-images', '60,000', 'so a run cannot train on 60,000'],
    ['--validation-split', '1e-6', 'this validation split holds back none of them'],
    ['--momentum', '0', 'Nesterov momentum needs a momentum above 0']
  ])('%s %s is refused by its name, before the data set is downloaded', async (flag, value, problem) => {
    const lab = new TrainingLab([], [], {
      getDataset: () => Promise.resolve({ state: 'absent', info: lessonDataset })
    })
    const nesterov = flag === '--momentum' ? ['--nesterov'] : []
    expect(await run(lab, 'train', flag, value, ...nesterov)).toBe(2)
    expect(err.lines[0]).toMatch(`error: ${flag} ${value}: `)
    expect(err.lines[0]).toContain(problem)
    expect(lab.calls).toEqual([])
  })

  test('downloads the data set first', async () => {
    const lab = new TrainingLab([...lesson, ended({ kind: 'finished' })], [], {
      getDataset: () => Promise.resolve({ state: 'absent', info: lessonDataset }),
      downloadDataset: (input) => {
        lab.calls.push(input)
        const error = { code: 'offline' as const, message: 'No network.', hint: 'Plug it in.' }
        lab.notify({ event: 'dataset', data: { state: 'failed', info: lessonDataset, error } })
        return Promise.resolve({})
      }
    })
    expect(await run(lab, 'train', '--data-path', 'archive.tar.gz')).toBe(10)
    expect(lab.calls).toEqual([{ dataset: 'cifar-10', source: 'local', path: 'archive.tar.gz' }])
    expect(err.text).toContain('No network.')
  })
})

describe('fork', () => {
  const from = { runId: 'run-3', number: 3, name: 'Run 3', createdAt: 0, step: 2 }
  const forked: RunEvent = {
    type: 'forked',
    at: 0,
    step: 2,
    epoch: 1,
    from,
    config: lessonConfig,
    dataset: lessonDataset,
    trainImages: 8,
    validationImages: 0,
    testImages: 2,
    stepsPerEpoch: 2,
    totalSteps: 6,
    parameters: 10
  }
  const checkpoint = (step: number): RunEvent => ({ type: 'checkpoint', at: 0, step, epoch: 1 })
  const parent = [
    started(lessonConfig),
    checkpoint(1),
    { type: 'learningRateChanged', at: 0, step: 2, learningRate: 0.01 } as const,
    checkpoint(2),
    ended({ kind: 'finished' })
  ]

  test('starts from the latest checkpoint, or the one that is named, with the settings of the run there', async () => {
    const lab = new TrainingLab([ended({ kind: 'finished' })], parent)
    expect(await run(lab, 'fork', '7', '--epochs', '3', '--name', 'longer')).toBe(0)
    expect(await run(lab, 'fork', '7', '--step', '1', '--epochs', '3')).toBe(0)
    const { optimizer } = lessonConfig
    expect(lab.calls).toEqual([
      {
        dataset: 'cifar-10',
        config: { ...lessonConfig, epochs: 3, optimizer: { ...optimizer, learningRate: 0.01 } },
        from: { runId: 'run-7', step: 2 },
        name: 'longer'
      },
      {
        dataset: 'cifar-10',
        config: { ...lessonConfig, epochs: 3 },
        from: { runId: 'run-7', step: 1 }
      }
    ])
  })

  test('prints what is new, and says where it comes from', async () => {
    const history = [started(lessonConfig), logged(1, 2, 2), checkpoint(2), forked]
    const lab = new TrainingLab([logged(2, 2, 1.5), ended({ kind: 'finished' })], history)
    expect(await run(lab, 'fork', '7', '--epochs', '3')).toBe(0)
    expect(out.lines.slice(0, 2)).toEqual(['[2,     2] loss: 1.500', 'Finished Training'])
    expect(err.text).toContain('Fork of run #3 from step 2.')
    expect(await run(new TrainingLab([], history), 'runs', 'show', '7')).toBe(0)
    expect(out.text).toContain('Forked from #3 at step 2')
  })

  test('a run without a checkpoint, and a step that is no number', async () => {
    expect(await run(new TrainingLab([], [started(lessonConfig)]), 'fork', '7')).not.toBe(0)
    expect(err.text).toContain('Run #7 has no checkpoint yet, so it cannot be forked.')
    expect(await run(new TrainingLab([], parent), 'fork', '7', '--step', 'x')).not.toBe(0)
    expect(err.text).toContain('--step must be a whole number')
  })
})

describe('other commands', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'tenfold-cli-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('runs: a table, or a document', async () => {
    expect(await run(new TrainingLab([]), 'runs')).toBe(0)
    expect(out.lines[1]).toMatch(
      /^ #7 {2}Run 7 {2}finished {2}25,000 .*1\.267 .*54\.3 % {2}2030-01-02 03:04 {2}run-7$/
    )
    out.text = ''
    expect(await run(new TrainingLab([]), 'runs', 'list', '--json')).toBe(0)
    expect(document()).toEqual([summary])
  })

  test('runs list finds, sorts and shows what is asked for', async () => {
    const others = [
      { ...summary, runId: 'run-8', number: 8, name: 'Eight', accuracy: 0.8 },
      { ...summary, runId: 'run-9', number: 9, name: 'Nine', status: { kind: 'stopped' as const } }
    ]
    const lab = new FakeLabService({
      listRuns: () =>
        Promise.resolve({
          runs: [{ ...summary, notes: { star: true, note: 'one\ntwo', tags: ['wide'] } }, ...others]
        })
    })
    const ids = z.array(z.object({ number: z.number() }))
    const listed = async (...args: string[]): Promise<number[]> => {
      out.text = ''
      expect(await run(lab, 'runs', 'list', '--json', ...args)).toBe(0)
      return ids.parse(document()).map(({ number }) => number)
    }
    expect(await listed()).toEqual([9, 8, 7])
    expect(await listed('--filter', 'accuracy>60')).toEqual([8])
    expect(await listed('--filter', '-status:stopped', '--sort', 'name')).toEqual([8, 7])
    expect(await listed('--sort', 'name', '--reverse')).toEqual([7, 9, 8])
    out.text = ''
    expect(await run(lab, 'runs', 'list', '--filter', 'tag:wide', '--columns', 'tag,note,accuracy')).toBe(0)
    expect(out.lines[0]).toMatch(/^run +name +tag +note +accuracy$/)
    expect(out.lines[1]).toMatch(/^ *#7 +Run 7 +wide +one two +54\.3 %$/)
    expect(await run(lab, 'runs', 'list', '--sort', 'acuracy')).toBe(2)
    expect(err.text).toContain('Did you mean accuracy?')
    expect(await run(lab, 'runs', 'list', '--filter', 'accuracy>high')).toBe(2)
    err.text = ''
    expect(await run(lab, 'runs', 'list', '--filter', 'nothing')).toBe(0)
    expect(err.text).toContain('None of the 3 runs matches.')
  })

  test('runs note changes what was given, and shows what is noted', async () => {
    const changes: unknown[] = []
    const notes = { star: true, note: 'one\ntwo', tags: ['wide', 'old'], group: 'first' }
    const lab = new FakeLabService({
      listRuns: () => Promise.resolve({ runs: [{ ...summary, notes }] }),
      setRunNotes: (input) => {
        changes.push(input)
        return Promise.resolve({ failed: [] })
      }
    })
    expect(await run(lab, 'runs', 'note', '7')).toBe(0)
    expect(out.lines).toEqual(['★', 'Tags: wide, old', 'Group: first', 'one', 'two'])
    const options = ['--no-star', '--tag', 'a', '--tag', 'b', '--untag', 'old', '--no-group', '--note', '']
    out.text = ''
    expect(await run(lab, 'runs', 'note', '7', ...options, '--json')).toBe(0)
    expect(document()).toEqual({ runId: 'run-7', ...notes })
    expect(await run(lab, 'runs', 'note', '7', '--star', '--group', 'second')).toBe(0)
    expect(changes).toEqual([
      { runIds: ['run-7'], change: { star: false, tag: ['a', 'b'], untag: ['old'], group: null, note: '' } },
      { runIds: ['run-7'], change: { star: true, group: 'second' } }
    ])
    expect(await run(lab, 'runs', 'note', '7', '--tag', 'a,b')).toBe(2)
    expect(changes).toHaveLength(2)
  })

  describe('the trash', () => {
    const obstacle = { code: 'busy' as const, message: 'Run #8 is in use.', hint: 'Close that one.' }
    const trashed = [
      {
        run: { ...summary, name: 'first\u001b[2J' },
        deletedAt: Date.UTC(2030, 0, 3, 4, 5),
        bytes: 1_500_000
      },
      { run: { ...summary, runId: 'run-8', number: 8, name: 'Run 8' }, bytes: 2000, obstacle }
    ]
    const foreign = [{ name: 'a\rb', what: 'a link' }]

    function trashLab(): { lab: FakeLabService; calls: unknown[] } {
      const calls: unknown[] = []
      const lab = new TrainingLab([], [], {
        listTrash: () => Promise.resolve({ runs: trashed, foreign }),
        restoreRun: (input) => {
          calls.push(input)
          return Promise.resolve({})
        },
        takeOverRun: (input) => {
          calls.push(input)
          return Promise.resolve({})
        },
        removeRuns: (input) => {
          calls.push(input)
          const kept = input.runIds.includes('run-8') ? [{ runId: 'run-8', error: obstacle }] : []
          return Promise.resolve({ removed: ['run-7'], bytes: 1_500_000, kept })
        }
      })
      return { lab, calls }
    }

    test('is a table, or a document; names are shown as text', async () => {
      const { lab } = trashLab()
      expect(await run(lab, 'runs', 'trash')).toBe(0)
      expect(out.lines[1]).toBe(
        ' #7  first\\u001b[2J  finished    54.3 %  2030-01-02 03:04  2030-01-03 04:05  1.5 MB  run-7'
      )
      expect(out.lines[2]).toMatch(/2030-01-02 03:04 {20}2\.0 kB {2}run-8$/)
      expect(err.lines).toEqual([
        'Run #8 is in use.',
        '“a\\u000db” in the trash is a link: Tenfold leaves it alone.'
      ])
      out.text = ''
      expect(await run(lab, 'runs', 'trash', '--json')).toBe(0)
      expect(document()).toEqual({ runs: trashed, foreign })
    })

    test('that is empty says so', async () => {
      const lab = new TrainingLab([])
      expect(await run(lab, 'runs', 'trash')).toBe(0)
      expect(out.text).toBe('')
      expect(err.text).toBe('The trash is empty.\n')
      err.text = ''
      expect(await run(lab, 'runs', 'empty-trash')).toBe(0)
      expect(err.text).toBe('The trash is empty.\n')
      expect(await run(lab, 'runs', 'remove', '9')).toBe(3)
    })

    test.each([
      ['runs', 'show'],
      ['runs', 'delete'],
      ['report'],
      ['evaluate'],
      ['export'],
      ['train', '--resume']
    ])('is where %s %s does not find a run, and says how it comes back', async (...command) => {
      const { lab, calls } = trashLab()
      expect(await run(lab, ...command, '8')).toBe(3)
      expect(err.text).toContain('Run #8 is in the trash.')
      expect(err.text).toContain('npm start -- runs restore 8\n')
      expect(calls).toEqual([])
    })

    test.each(['7', '#7', 'run-7', 'latest'])('gives a run back by %s', async (name) => {
      const { lab, calls } = trashLab()
      expect(await run(lab, 'runs', 'restore', name)).toBe(0)
      expect(out.lines).toEqual(['run-7'])
      expect(calls).toEqual([{ runId: 'run-7' }])
      expect(err.text).toBe('Run #7 “first\\u001b[2J” is restored. See it: npm start -- runs show 7\n')
      expect(await run(lab, 'runs', 'restore', '9')).toBe(3)
      expect(err.text).toContain('No run in the trash is called “9”.')
    })

    test('says of a run that is already back that there is nothing to restore, or to remove', async () => {
      const lab = new TrainingLab([])
      expect(await run(lab, 'runs', 'restore', '7')).toBe(0)
      expect(out.lines).toEqual(['run-7'])
      expect(err.text).toBe('Run #7 “Run 7” is not in the trash, so there is nothing to restore.\n')
      expect(await run(lab, 'runs', 'restore', 'latest')).toBe(3)
      expect(await run(lab, 'runs', 'remove', '7', '--yes')).toBe(3)
      expect(err.text).toContain('Run #7 “Run 7” is not in the trash, and only deleted runs can be removed')
      expect(err.text).toContain('npm start -- runs delete 7')
    })

    test.each([
      ['remove', '7'],
      ['empty-trash', '--json']
    ])('keeps everything where the answer to %s is no, which is no error', async (...command) => {
      const { lab, calls } = trashLab()
      expect(await answering(false, lab, 'runs', ...command)).toBe(0)
      expect(err.text).toBe('Nothing was removed.\n')
      expect(calls).toEqual([])
      if (command.includes('--json')) expect(document()).toEqual({ removed: [], bytes: 0, kept: [] })
      else expect(out.text).toBe('')
    })

    test('loses what the answer yes is given for', async () => {
      const { lab, calls } = trashLab()
      expect(await answering(true, lab, 'runs', 'remove', '7')).toBe(0)
      expect(calls).toEqual([{ runIds: ['run-7'] }])
    })

    test('has runs that can be taken over', async () => {
      const { lab, calls } = trashLab()
      expect(await run(lab, 'runs', 'take-over', '8')).toBe(0)
      expect(calls).toEqual([{ runId: 'run-8' }])
      expect(err.text).toContain('npm start -- runs restore 8')
    })

    test('loses nothing where nobody can be asked', async () => {
      const { lab, calls } = trashLab()
      expect(await run(lab, 'runs', 'remove', '7')).toBe(2)
      expect(await run(lab, 'runs', 'empty-trash')).toBe(2)
      expect(err.text).toContain('Removing run #7 “first\\u001b[2J” (1.5 MB) cannot be undone')
      expect(err.text).toContain('add --yes')
      expect(calls).toEqual([])
    })

    test('is emptied with --yes, but for what has to stay, and ends with the reason', async () => {
      const { lab, calls } = trashLab()
      expect(await run(lab, 'runs', 'empty-trash', '--yes')).toBe(4)
      expect(calls).toEqual([{ runIds: ['run-7', 'run-8'] }])
      expect(out.lines).toEqual(['run-7'])
      expect(err.text).toContain('1 run removed for good, 1.5 MB freed.')
      expect(err.text).toContain('Run #8 is in use.')
    })

    test('loses one run with --yes, and tells of it in a document', async () => {
      const { lab, calls } = trashLab()
      expect(await run(lab, 'runs', 'remove', 'latest', '--yes', '--json')).toBe(0)
      expect(calls).toEqual([{ runIds: ['run-7'] }])
      expect(document()).toEqual({ removed: ['run-7'], bytes: 1_500_000, kept: [] })
    })
  })

  test.each(['7', '#7', 'run-7', 'latest'])('evaluate finds the run by %s', async (name) => {
    expect(await run(new TrainingLab([]), 'evaluate', name)).toBe(0)
    expect(out.lines[0]).toBe('Accuracy of the network on the 8 test images: 62.5 %')
  })

  test('a run that does not exist', async () => {
    expect(await run(new TrainingLab([]), 'evaluate', '8')).toBe(3)
    expect(err.text).toContain('No run is called “8”.')
  })

  test('report goes to a file, whose path is printed, or to stdout', async () => {
    const lab = new TrainingLab([], [], {
      exportReport: () =>
        Promise.resolve({
          file: { fileName: 'r.csv', mimeType: 'text/csv', content: Buffer.from('a,b\n').toString('base64') }
        })
    })
    const file = path.join(folder, 'report.csv')
    expect(await run(lab, 'report', '7', '--format', 'csv', '--output', file)).toBe(0)
    expect(out.lines).toEqual([file])
    expect(await readFile(file, 'utf8')).toBe('a,b\n')
    out.text = ''
    expect(await run(lab, 'report', '7', '--output', '-')).toBe(0)
    expect(out.text).toBe('a,b\n')
    expect(await run(lab, 'report', '7', '--format', 'docx')).toBe(2)
  })

  describe('predict', () => {
    const tensor = { name: 'input', shape: [32, 32, 3], values: '' }
    const seen = {
      step: 25_000,
      image: '',
      classes: ['plane', 'car', 'bird'],
      input: tensor,
      layers: [],
      logits: [1, 4, 2],
      probabilities: [0.1, 0.8999, 0.0001],
      file: {
        width: 1200,
        height: 800,
        format: 'jpeg' as const,
        notes: ['rotated' as const],
        fit: 'cover' as const
      }
    }
    const asked: unknown[] = []
    const lab = (): TrainingLab =>
      new TrainingLab([], [], {
        inspectPicture: (input) => {
          asked.push(input)
          const { picture } = input
          return 'name' in picture && picture.name === 'note.txt'
            ? Promise.reject(new LabError('unsupported', 'note.txt is a text file.', 'Leave it out.'))
            : Promise.resolve(seen)
        }
      })
    const pictures: string[] = []
    beforeAll(async () => {
      for (const name of ['cat.jpg', 'note.txt']) {
        const file = path.join(folder, name)
        await writeFile(file, name)
        pictures.push(file)
      }
    })
    beforeEach(() => asked.splice(0))

    test('prints the most probable classes of each picture, what its file was, and what a network knows', async () => {
      const [cat = ''] = pictures
      expect(await run(lab(), 'predict', '7', cat, '--top', '2', '--fit', 'contain', '--step', '40')).toBe(0)
      expect(out.lines).toEqual([
        `${cat} (JPEG, 1,200 × 800 pixels, cut)`,
        '  car    90.0 %',
        '  plane  10.0 %',
        '  It was turned as the camera noted in the file.'
      ])
      expect(err.text).toContain('The network knows only its 3 classes')
      expect(asked).toEqual([
        {
          network: { kind: 'run', runId: 'run-7', step: 40 },
          picture: { name: 'cat.jpg', content: Buffer.from('cat.jpg').toString('base64') },
          fit: 'contain'
        }
      ])
    })

    test('answers the others where one cannot be read, and ends with its code', async () => {
      const [cat = '', note = ''] = pictures
      const gone = path.join(folder, 'gone.png')
      expect(await run(lab(), 'predict', 'latest', note, cat, gone)).toBe(5)
      expect(out.lines.filter((line) => !line.startsWith(' '))).toEqual([
        `${cat} (JPEG, 1,200 × 800 pixels, cut)`
      ])
      expect(err.text).toContain('error: note.txt is a text file.')
      expect(err.text).toContain(`error: The file “${gone}” does not exist.`)
      expect(await run(lab(), 'predict', '7', gone)).toBe(3)
      expect(await run(lab(), 'predict', '7', folder)).toBe(2)
      expect(err.text).toContain('is a folder, not an ordinary file')
    })

    test('--json: all classes, and what went wrong', async () => {
      const [cat = '', note = ''] = pictures
      expect(await run(lab(), 'predict', '7', cat, note, '--json')).toBe(5)
      expect(document()).toEqual({
        runId: 'run-7',
        number: 7,
        pictures: [
          {
            image: cat,
            step: 25_000,
            ...seen.file,
            classes: [
              { name: 'car', label: 1, probability: 0.8999, score: 4 },
              { name: 'plane', label: 0, probability: 0.1, score: 1 },
              { name: 'bird', label: 2, probability: 0.0001, score: 2 }
            ]
          },
          {
            image: note,
            error: { code: 'unsupported', message: 'note.txt is a text file.', hint: 'Leave it out.' }
          }
        ]
      })
    })

    test('a run or a step that is not there ends it, and what cannot be is refused', async () => {
      const [cat = ''] = pictures
      expect(await run(lab(), 'predict', '8', cat)).toBe(3)
      const stepless = new TrainingLab([], [], {
        inspectPicture: () =>
          Promise.reject(new LabError('not-found', 'run-7 has no checkpoint at step 3.', ''))
      })
      expect(await run(stepless, 'predict', '7', cat, '--step', '3')).toBe(3)
      expect(await run(lab(), 'predict', '7', cat, '--top', '0')).toBe(2)
      expect(await run(lab(), 'predict', '7', cat, '--fit', 'zoom')).toBe(2)
      expect(await run(lab(), 'predict', '7')).toBe(2)
      expect(asked).toEqual([])
    })
  })

  test('evaluate can be interrupted', async () => {
    const lab = new TrainingLab([], [], { evaluateRun: () => new Promise(() => undefined) })
    const exit = run(lab, 'evaluate', '7')
    signals.emit('SIGTERM')
    expect(await exit).toBe(143)
    expect(lab.closed).toBe(1)
  })

  test('help and version are data; wrong usage is a message', async () => {
    expect(await run(new FakeLabService(), '--version')).toBe(0)
    expect(out.text).toBe('1.2.3\n')
    for (const command of [
      'train',
      'evaluate',
      'predict',
      'report',
      'export',
      'runs',
      'devices',
      'data',
      'serve'
    ]) {
      out.text = ''
      expect(await run(new FakeLabService(), command, '--help')).toBe(0)
      expect(out.text).toContain(`Usage: npm start -- ${command}`)
    }
    out.text = ''
    expect(await run(new FakeLabService(), 'train', '--help')).toBe(0)
    for (const option of ['--augment <list>', '--flip <name>', '--crop <n>', '--brightness <x>']) {
      expect(out.text).toContain(option)
    }
    out.text = ''
    expect(await run(new FakeLabService(), 'abacus')).toBe(2)
    expect(await run(new FakeLabService(), 'serve', '--port', '70000')).toBe(2)
    expect(await run(new FakeLabService(), 'serve', '--host-name', 'http://x')).toBe(2)
    expect(out.text).toBe('')
  })

  test.each([
    [['train', '--epoch', '2'], "unknown option '--epoch' (Did you mean --epochs?)", 'train '],
    [['train', '--epochs', '0'], '--epochs 0: epochs must be', 'train '],
    [['runs', 'show'], "missing required argument 'run'", 'runs show '],
    [['--abacus'], "unknown option '--abacus'", '']
  ])('%j is wrong usage, with the command’s help named in one way', async (args, problem, command) => {
    expect(await run(new FakeLabService(), ...args)).toBe(2)
    expect(err.lines).toEqual([
      expect.stringContaining(`error: ${problem}`),
      ` hint: See: npm start -- ${command}--help`
    ])
    err.text = ''
    expect(await run(new FakeLabService(), ...args, '--json')).toBe(2)
    expect(document()).toMatchObject({
      error: { code: 'invalid-input', hint: `See: npm start -- ${command}--help` }
    })
  })

  test.each([
    [false, [], 'Nothing was deleted.'],
    [true, ['study-3'], 'Deleted. Its runs stay; see: npm start -- runs']
  ])('a study is deleted where the answer is yes: %s', async (answer, deleted, said) => {
    const calls: string[] = []
    const study = {
      studyId: 'study-3',
      number: 3,
      name: 'Batch sizes',
      createdAt: 0,
      status: { kind: 'finished' as const },
      total: 4,
      finished: 4,
      failed: 0,
      skipped: 0
    }
    const lab = new FakeLabService({
      listStudies: () => Promise.resolve({ studies: [study] }),
      deleteStudy: ({ studyId }) => {
        calls.push(studyId)
        return Promise.resolve({})
      }
    })
    expect(await answering(answer, lab, 'study', 'delete', '3')).toBe(0)
    expect(calls).toEqual(deleted)
    expect(out.lines).toEqual(deleted)
    expect(err.lines).toEqual([said])
  })

  test('without a command the help is shown, and nothing else', async () => {
    expect(await run(new FakeLabService())).toBe(2)
    expect(err.text).toContain('Usage: npm start --')
    expect(err.text).not.toContain('error:')
  })

  test('a defect shows its cause', async () => {
    const lab = new FakeLabService({ listRuns: () => Promise.reject(new TypeError('x is not a function')) })
    expect(await run(lab, 'runs')).toBe(1)
    expect(err.text).toContain('TypeError: x is not a function')
    expect(
      await run(
        new FakeLabService({ listRuns: () => Promise.reject(new LabError('busy', 'b', 'h')) }),
        'runs'
      )
    ).toBe(4)
  })
})
