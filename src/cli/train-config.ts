import { LabError } from '../core/lab-error'
import { defaultOptimizers, optimizerSpec, type OptimizerSpec } from '../core/optimizers/optimizer-kinds'
import { readDecimal, readWholeNumber } from '../core/read-number'
import { lessonConfig, runConfig, type RunConfig } from '../core/run-config'

export const optimizerTypes = optimizerSpec.options.map(({ shape }) => shape.type.value)

/** What can be set on the command line, still as text. */
export interface ConfigOptions {
  readonly epochs?: string | undefined
  readonly batchSize?: string | undefined
  readonly workers?: string | undefined
  readonly optimizer?: string | undefined
  readonly learningRate?: string | undefined
  readonly momentum?: string | undefined
  readonly seed?: string | undefined
  readonly validationSplit?: string | undefined
  readonly engine?: string | undefined
  readonly threads?: string | undefined
  readonly logEvery?: string | undefined
  readonly keepCheckpoints?: string | undefined
}

const flags: Readonly<Record<keyof ConfigOptions, string>> = {
  epochs: '--epochs',
  batchSize: '--batch-size',
  workers: '--workers',
  optimizer: '--optimizer',
  learningRate: '--learning-rate',
  momentum: '--momentum',
  seed: '--seed',
  validationSplit: '--validation-split',
  engine: '--engine',
  threads: '--threads',
  logEvery: '--log-every',
  keepCheckpoints: '--keep-checkpoints'
}

/**
 * The settings of an assignment, or the lesson's, with what was given on the command line in their place.
 * @throws LabError 'invalid-input' that names each option that cannot be
 */
export function trainConfig(options: ConfigOptions, base: RunConfig = lessonConfig): RunConfig {
  const { epochs, batchSize, workers, learningRate, momentum, seed, validationSplit, threads, logEvery } =
    options
  const optimizer = chosenOptimizer(base.optimizer, options.optimizer)
  const result = runConfig.safeParse({
    ...base,
    epochs: whole(epochs, base.epochs),
    batchSize: whole(batchSize, base.batchSize),
    workers: whole(workers, base.workers),
    optimizer: {
      ...optimizer,
      learningRate: decimal(learningRate, optimizer.learningRate),
      ...momentumOf(optimizer, momentum)
    },
    seed: whole(seed, base.seed),
    validationSplit: decimal(validationSplit, base.validationSplit),
    engine: options.engine ?? base.engine,
    threads: whole(threads, base.threads),
    logEvery: whole(logEvery, base.logEvery),
    keepCheckpoints: options.keepCheckpoints ?? base.keepCheckpoints
  })
  if (result.success) return result.data
  const given: Readonly<Record<string, string | undefined>> = { ...options }
  const problems = result.error.issues.map((issue) => {
    const field = String(issue.path.at(-1))
    return `${flagOf(field)} ${given[field] ?? ''}: ${issue.message}`
  })
  throw new LabError('invalid-input', `${[...new Set(problems)].join('; ')}.`, 'See tenfold train --help.')
}

/** @throws LabError 'invalid-input' for an optimizer that has none */
function momentumOf(optimizer: OptimizerSpec, text: string | undefined): { readonly momentum?: number } {
  if (optimizer.type === 'sgd') return { momentum: decimal(text, optimizer.momentum) }
  if (text === undefined) return {}
  throw new LabError(
    'invalid-input',
    `--momentum is for SGD; this run trains with ${optimizer.type}.`,
    'Leave it out, or give --optimizer sgd.'
  )
}

/**
 * The optimizer of that name with its usual settings; the one that is there already keeps its own.
 * @throws LabError 'invalid-input' for a name that there is not
 */
function chosenOptimizer(present: OptimizerSpec, name: string | undefined): OptimizerSpec {
  if (name === undefined || name === present.type) return present
  const chosen = optimizerTypes.find((type) => type === name)
  if (chosen !== undefined) return defaultOptimizers[chosen]
  throw new LabError(
    'invalid-input',
    `There is no optimizer “${name}”.`,
    `Optimizers: ${optimizerTypes.join(', ')}.`
  )
}

/** The options among `options` that say what a run computes, as flags. */
export function givenFlags(options: ConfigOptions): string[] {
  return Object.entries(options)
    .filter(([name, value]) => value !== undefined && name in flags)
    .map(([name]) => flagOf(name))
}

function flagOf(field: string): string {
  const flag: Readonly<Record<string, string | undefined>> = flags
  return flag[field] ?? field
}

/** NaN where the text cannot be read: the schema then says what it should have been. */
function whole(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : readWholeNumber(text)
}

function decimal(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : readDecimal(text)
}
