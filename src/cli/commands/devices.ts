import { ownCommand } from '../../core/base/own-command'
import { Command, Option } from 'commander'
import { byBatchSize, fastestEngine, speedOf, type SpeedTable } from '../../core/engine/engine-speed'
import { engineNames } from '../../core/base/engine-id'
import { explainSpeeds } from '../../core/engine/explain-speeds'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { readWholeNumber } from '../../core/base/read-number'
import { lessonConfig, runConfig } from '../../core/settings/run-config'
import { z } from '../../core/base/schema'
import { formatCount, formatRate } from '../../core/format/format-number'
import type { EngineStatus } from '../../lab/contract/engine-status'
import type { TensorflowStatus } from '../../lab/contract/tensorflow-status'
import { describeTensorflow, setUpTensorflow } from '../parts/set-up-tensorflow'
import { withSession, type CommandContext, type Session } from '../console/session'
import { formatTable } from '../console/table'
import { followTiming } from '../parts/follow-timing'
import { jsonFlag, jsonOption } from './json-option'

/** From the lesson's to one that keeps a large graphics card busy. */
const batchSizes = [4, 32, 128, 512]
/** Whatever may have been measured before. */
const likelySizes = Array.from({ length: 13 }, (_, i) => 2 ** i)

const measureOptions = jsonFlag.extend({
  batchSizes: z.string().optional(),
  again: z.boolean().default(false)
})
const installOptions = jsonFlag.extend({
  python: z.string().optional(),
  package: z.enum(['cpu', 'gpu']).optional(),
  file: z.string().optional(),
  verbose: z.boolean().default(false)
})

export function devicesCommand(context: CommandContext): Command {
  const devices = new Command('devices').description(
    'Show which engines run on this machine, how fast they are, and why the others do not run.'
  )
  devices
    .command('list', { isDefault: true })
    .description('List the engines, and their measured speeds for the lesson’s network.')
    .addOption(jsonOption('them'))
    .action(async (options: unknown) => {
      const { json } = parseInput(jsonFlag, options, 'The command')
      await withSession(context, { json }, list)
    })
  devices
    .command('measure')
    .description('Let each engine train the lesson’s network for a moment at each batch size.')
    .option('--batch-sizes <n,n,…>', `(default: ${batchSizes.join(',')}, and more where the fastest changes)`)
    .option('--again', 'measure again what is already known')
    .addOption(jsonOption('the table'))
    .action(async (options: unknown) => {
      const { json, again, batchSizes: sizes } = parseInput(measureOptions, options, 'The command')
      await withSession(context, { json }, (session) => measure(session, parseSizes(sizes), again))
    })
  devices
    .command('install')
    .description('Set TensorFlow up: build the binding for your Python’s TensorFlow, and verify it.')
    .argument('<library>', 'tensorflow')
    .option(
      '--python <path>',
      'a Python interpreter, an environment, or a folder of packages with TensorFlow'
    )
    .addOption(
      new Option('--package <device>', 'the npm package’s own TensorFlow 2.9.1 (gpu: for CUDA 11.2)')
        .choices(['cpu', 'gpu'])
        .conflicts(['python', 'file'])
    )
    .addOption(new Option('--file <path>', 'an existing tfjs_binding.node').conflicts(['python', 'package']))
    .option('--verbose', 'show the output of npm and the compiler')
    .addOption(jsonOption('what was set up'))
    .action(async (library: unknown, options: unknown) => {
      checkLibrary(library)
      const {
        json,
        python,
        package: device,
        file,
        verbose
      } = parseInput(installOptions, options, 'The command')
      await withSession(context, { json }, async (session) => {
        const status = await setUpTensorflow(
          session,
          device !== undefined
            ? { kind: 'package', device }
            : file !== undefined
              ? { kind: 'file', path: file }
              : { kind: 'python', ...(python === undefined ? {} : { place: python }) },
          verbose
        )
        if (json) session.terminal.printJson(status)
        else session.terminal.print(describeTensorflow(status))
      })
    })
  devices
    .command('remove')
    .description('Delete what was built or downloaded; Python’s TensorFlow stays.')
    .argument('<library>', 'tensorflow')
    .addOption(jsonOption('what is left'))
    .action(async (library: unknown, options: unknown) => {
      checkLibrary(library)
      const { json } = parseInput(jsonFlag, options, 'The command')
      await withSession(context, { json }, async ({ lab, terminal }) => {
        await lab.removeTensorflow({})
        const { status } = await lab.getTensorflow({})
        if (json) terminal.printJson(status)
        else terminal.print(describeTensorflow(status))
      })
    })
  return devices
}

async function list({ lab, terminal, interruption, json }: Session): Promise<void> {
  const { engines } = await interruption.unlessInterrupted(lab.listEngines({}))
  const { machine } = await lab.getWorkbench({})
  const { status } = await lab.getTensorflow({})
  const { tables } = await lab.getEngineSpeeds({ workload: lessonConfig, batchSizes: likelySizes })
  if (json) {
    terminal.printJson({ machine, engines, tensorflow: status, speeds: tables })
    return
  }
  terminal.print(machine)
  for (const engine of engines) for (const line of engineLines(engine, status)) terminal.print(line)
  if (tables.length > 0) {
    terminal.print('')
    printTables(terminal, tables)
  }
}

function engineLines(engine: EngineStatus, tensorflow: TensorflowStatus): string[] {
  const outdated =
    engine.engine === 'tensorflow' && tensorflow.state === 'outdated'
      ? [`  ${tensorflow.reason} Tenfold builds it again before the next training.`]
      : []
  if (!engine.available) {
    return [
      `${engine.engine}: ${engine.name}, not available`,
      `  ${engine.reason} ${engine.remedy}`,
      ...outdated
    ]
  }
  const choice = engine.preferred ? ', used by --engine auto' : ''
  const threads = engine.maxThreads === 1 ? 'one thread' : `up to ${engine.maxThreads} threads`
  return [
    `${engine.engine}: ${engine.name}, available${choice}`,
    `  ${engine.description}; ${threads}`,
    ...outdated
  ]
}

async function measure(session: Session, sizes: readonly number[], again: boolean): Promise<void> {
  const { lab, terminal, json, interruption } = session
  const { tables } = await followTiming(session, () =>
    interruption.unlessInterrupted(
      lab.measureEngines({ workload: lessonConfig, batchSizes: [...sizes], again })
    )
  )
  if (json) terminal.printJson({ speeds: tables })
  else printTables(terminal, tables)
}

function printTables(terminal: Session['terminal'], tables: readonly SpeedTable[]): void {
  const sorted = byBatchSize(tables)
  const engines = [...new Set(sorted.flatMap(({ speeds }) => speeds.map(({ engine }) => engine)))]
  const rows = sorted.map((table) => {
    const best = fastestEngine(table)
    const rates = engines.map((engine) => {
      const speed = speedOf(table, engine)
      return speed === undefined ? '' : formatRate(speed.stepsPerSecond)
    })
    return [formatCount(table.batchSize), ...rates, best === undefined ? '' : engineNames[best.engine]]
  })
  const head = ['batch size', ...engines.map((engine) => `${engineNames[engine]}, steps/s`), 'auto uses']
  for (const line of formatTable(head, rows)) terminal.print(line)
  for (const { batchSize, speeds } of sorted) {
    for (const speed of speeds) {
      if (!speed.timed) terminal.print(`${engineNames[speed.engine]} at ${batchSize}: ${speed.reason}`)
    }
  }
  for (const sentence of explainSpeeds(sorted)) terminal.print(sentence)
}

function parseSizes(text: string | undefined): number[] {
  if (text === undefined) return batchSizes
  return text.split(',').map((part) => {
    const batchSize = readWholeNumber(part)
    const [problem] = runConfig.safeParse({ ...lessonConfig, batchSize }).error?.issues ?? []
    if (problem === undefined) return batchSize
    throw new LabError(
      'invalid-input',
      `--batch-sizes ${text}: ${problem.message}.`,
      'Give whole numbers, such as 4,32,128.'
    )
  })
}

function checkLibrary(library: unknown): void {
  if (library === 'tensorflow') return
  throw new LabError(
    'invalid-input',
    `“${String(library)}” cannot be set up.`,
    `Only tensorflow can be set up: ${ownCommand} devices install tensorflow`
  )
}
