import { LabError } from '../core/lab-error'
import { lessonConfig, runConfig, type RunConfig } from '../core/run-config'

/** What can be set on the command line, still as text. */
export interface ConfigOptions {
  readonly epochs?: string | undefined
  readonly batchSize?: string | undefined
  readonly workers?: string | undefined
  readonly learningRate?: string | undefined
  readonly momentum?: string | undefined
  readonly seed?: string | undefined
  readonly validationSplit?: string | undefined
  readonly engine?: string | undefined
  readonly threads?: string | undefined
  readonly logEvery?: string | undefined
}

const flags: Readonly<Record<keyof ConfigOptions, string>> = {
  epochs: '--epochs',
  batchSize: '--batch-size',
  workers: '--workers',
  learningRate: '--learning-rate',
  momentum: '--momentum',
  seed: '--seed',
  validationSplit: '--validation-split',
  engine: '--engine',
  threads: '--threads',
  logEvery: '--log-every'
}

/**
 * The lesson's settings, with what was given on the command line in their place.
 * @throws LabError 'invalid-input' that names each option that cannot be
 */
export function trainConfig(options: ConfigOptions): RunConfig {
  const { epochs, batchSize, workers, learningRate, momentum, seed, validationSplit, threads, logEvery } =
    options
  const result = runConfig.safeParse({
    ...lessonConfig,
    epochs: number(epochs, lessonConfig.epochs),
    batchSize: number(batchSize, lessonConfig.batchSize),
    workers: number(workers, lessonConfig.workers),
    optimizer: {
      ...lessonConfig.optimizer,
      learningRate: number(learningRate, lessonConfig.optimizer.learningRate),
      momentum: number(momentum, lessonConfig.optimizer.momentum)
    },
    seed: number(seed, lessonConfig.seed),
    validationSplit: number(validationSplit, lessonConfig.validationSplit),
    engine: options.engine ?? lessonConfig.engine,
    threads: number(threads, lessonConfig.threads),
    logEvery: number(logEvery, lessonConfig.logEvery)
  })
  if (result.success) return result.data
  const given: Readonly<Record<string, string | undefined>> = { ...options }
  const problems = result.error.issues.map((issue) => {
    const field = String(issue.path.at(-1))
    return `${flagOf(field)} ${given[field] ?? ''}: ${issue.message}`
  })
  throw new LabError('invalid-input', `${[...new Set(problems)].join('; ')}.`, 'See tenfold train --help.')
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

/** NaN for what is no number: the schema then says what it should have been. */
function number(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  return text.trim() === '' ? NaN : Number(text)
}
