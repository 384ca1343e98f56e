import { Command, InvalidArgumentError, Option } from 'commander'
import { LabError } from '../../src/core/base/lab-error'
import { parseInput } from '../../src/core/base/parse-input'
import { z } from '../../src/core/base/schema'
import { againstPytorch } from './against-pytorch'
import { guard } from './guard'
import { importImages } from './import-images'
import { largeStudy } from './large-study'
import { lesson } from './lesson'
import { describeMachine } from './machine'
import { formatMarkdown, formatText, type Measurement } from './measurement'
import { longLog } from './long-log'
import { manyRuns } from './many-runs'
import { memory } from './memory'
import type { BenchOptions, Door, Part } from './part'
import { Peer } from './peer'
import { shareOfPeak } from './share-of-peak'
import { tensorflowBench } from './tensorflow'
import { requireCifar } from './training-images'
import { webgpuBench } from './webgpu'

const flag = z.boolean().default(false)
const parsed = z.object({
  engine: z.enum(['wasm', 'tensorflow', 'webgpu']),
  speed: flag,
  peak: flag,
  lesson: flag,
  memory: flag,
  runs: flag,
  study: flag,
  log: flag,
  import: flag,
  guard: flag,
  batch: z.array(z.int()).optional(),
  threads: z.array(z.int()).default([1, 2]),
  rounds: z.int().default(5),
  steps: z.int().default(1_000_000),
  pytorchDevice: z.string(),
  tfjsNode: z.string().optional(),
  json: flag,
  markdown: flag
})
type Parsed = z.infer<typeof parsed>

/** @param args without the program's name */
export async function bench(args: readonly string[], door: Door): Promise<void> {
  const command = new Command('npm run bench --')
    .description('Measures Tenfold on this machine, beside its peers where they are installed.')
    .addOption(
      new Option('--engine <name>', 'which engine to compare with its peers')
        .choices(['wasm', 'tensorflow', 'webgpu'])
        .default('wasm')
    )
    .option('--speed', 'the engine against its peers')
    .option('--peak', 'useful work of the wasm engine as a share of the peak')
    .option('--lesson', 'the lesson as users start it, against its kernels alone')
    .option('--memory', 'memory of the training process in a long training')
    .option('--steps <n>', 'of that training (default: 1000000)', wholeNumber)
    .option('--runs', 'a list of 1,000 runs, in a browser')
    .option('--study', 'a study of 1,000 runs, read and drawn')
    .option('--log', 'a run with 100,000 log lines, opened in a browser')
    .option('--import', 'data sets of folders of images, and edits of one image')
    .option('--guard', 'the wasm engine against the reference loops: a few seconds, needs no data set')
    .option('--batch <list>', 'batch sizes: 4,128', wholeNumbers)
    .option('--threads <list>', 'threads, for wasm (default: 1,2)', wholeNumbers)
    .option('--rounds <n>', 'turns of each side; figures are medians (default: 5)', wholeNumber)
    .option('--pytorch-device <name>', 'where PyTorch computes beside webgpu and tensorflow', 'cpu')
    .option('--tfjs-node <folder>', 'an installed @tensorflow/tfjs-node(-gpu), for --engine tensorflow')
    .option('--json', 'print one JSON document')
    .option('--markdown', 'print what docs/benchmarks.md holds')
    .addHelpText('after', '\nWithout a choice: --speed, and --peak for wasm.')
    .action(async (given: unknown) => {
      const options = parseInput(parsed, given, 'The command')
      await run(options, chosenParts(options), door)
    })
  try {
    await command.parseAsync(args, { from: 'user' })
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown
    process.stderr.write(`${thrown.message}\n${thrown.hint}\n`)
    process.exitCode = 1
  } finally {
    Peer.endAll()
  }
}

function chosenParts(options: Parsed): Part[] {
  const { engine, speed, peak } = options
  const { lesson: ofLesson, memory: ofMemory, runs, study, log, import: ofImport } = options
  const none = !(speed || peak || ofLesson || ofMemory || runs || study || log || ofImport || options.guard)
  const against = { wasm: againstPytorch, tensorflow: tensorflowBench, webgpu: webgpuBench }[engine]
  return [
    ...(speed || none ? [against] : []),
    ...(peak || (none && engine === 'wasm') ? [shareOfPeak] : []),
    ...(ofLesson ? [lesson] : []),
    ...(ofMemory ? [memory] : []),
    ...(runs ? [manyRuns] : []),
    ...(study ? [largeStudy] : []),
    ...(log ? [longLog] : []),
    ...(ofImport ? [importImages] : []),
    ...(options.guard ? [guard] : [])
  ]
}

async function run(options: Parsed, parts: readonly Part[], door: Door): Promise<void> {
  const { batch, engine, json, markdown } = options
  const given: BenchOptions = {
    ...options,
    batches: batch ?? (engine === 'wasm' ? [4, 32, 128, 512] : [4, 128, 512])
  }
  if (parts.some((part) => part !== guard)) await requireCifar()
  const machine = describeMachine()
  const measurements: Measurement[] = []
  if (!json) console.log(`${machine}\n`)
  for (const part of parts) {
    const measurement = await part(given, door)
    measurements.push(measurement)
    if (!json) console.log(`${(markdown ? formatMarkdown : formatText)(measurement)}\n`)
  }
  if (json) console.log(JSON.stringify({ machine, measurements }, undefined, 2))
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A whole number from 1 is wanted.')
  return Number(text)
}

function wholeNumbers(text: string): number[] {
  return text.split(',').map(wholeNumber)
}
