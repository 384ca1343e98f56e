import { stepsPerEpoch } from '../../core/batch-order'
import { cifar10Classes } from '../../core/image-set'
import { countParameters } from '../../core/infer-shapes'
import type { ModelSpec } from '../../core/model-spec'
import { knobTexts } from '../../core/optimizers/knob-texts'
import { isKnob, type KnobName, knobs } from '../../core/optimizers/knobs'
import { defaultOptimizers, isOptimizerType } from '../../core/optimizers/optimizer-kinds'
import { readDecimal, readWholeNumber } from '../../core/read-number'
import { lessonConfig, runConfig, type RunConfig } from '../../core/run-config'
import { formatCount } from '../ui/format-number'
import { checkModel, type ModelProblem } from './check-model'
import { sameModel } from './edit-model'
import { optimizerInput, optimizerTexts } from './optimizer-fields'

/** A field of the form; the same names as the links between a control, its line of code and its picture. */
export type FormField =
  | 'batchSize'
  | 'workers'
  | 'epochs'
  | 'optimizer'
  | KnobName
  | 'seed'
  | 'validationSplit'
  | 'trainImages'
  | 'engine'
  | 'threads'
  | 'logEvery'
  | 'checkpointEvery'
  | 'keepCheckpoints'

type Texts = Readonly<Record<FormField, string>>
type Errors = Readonly<Partial<Record<FormField, string>>>

const fieldNames: Readonly<Record<FormField, string>> = {
  batchSize: 'batch size',
  workers: 'workers',
  epochs: 'epochs',
  optimizer: 'optimizer',
  learningRate: knobTexts.learningRate.noun,
  momentum: knobTexts.momentum.noun,
  nesterov: knobTexts.nesterov.noun,
  alpha: knobTexts.alpha.noun,
  beta1: knobTexts.beta1.noun,
  beta2: knobTexts.beta2.noun,
  epsilon: knobTexts.epsilon.noun,
  weightDecay: knobTexts.weightDecay.noun,
  seed: 'seed',
  validationSplit: 'validation split',
  trainImages: 'training images',
  engine: 'engine',
  threads: 'threads',
  logEvery: 'log interval',
  checkpointEvery: 'checkpoint interval',
  keepCheckpoints: 'checkpoints kept'
}

const fields = Object.keys(fieldNames).filter((name): name is FormField => name in fieldNames)

/** What the fields say for a configuration; the validation split in percent. */
export function textsOf(config: RunConfig): Texts {
  return {
    batchSize: String(config.batchSize),
    workers: String(config.workers),
    epochs: String(config.epochs),
    optimizer: config.optimizer.type,
    ...optimizerTexts(config.optimizer),
    seed: String(config.seed),
    validationSplit: String(Math.round(config.validationSplit * 10_000) / 100),
    trainImages: String(config.trainImages),
    engine: config.engine,
    threads: String(config.threads),
    logEvery: String(config.logEvery),
    checkpointEvery: String(config.checkpointEvery),
    keepCheckpoints: config.keepCheckpoints
  }
}

function parse(
  base: RunConfig,
  texts: Texts
): { readonly config: RunConfig | undefined; readonly errors: Errors } {
  const result = runConfig.safeParse({
    ...base,
    batchSize: readWholeNumber(texts.batchSize),
    workers: readWholeNumber(texts.workers),
    epochs: readWholeNumber(texts.epochs),
    optimizer: optimizerInput(texts.optimizer, texts, readDecimal),
    seed: readWholeNumber(texts.seed),
    validationSplit: readDecimal(texts.validationSplit) / 100,
    trainImages: readWholeNumber(texts.trainImages),
    engine: texts.engine,
    threads: readWholeNumber(texts.threads),
    logEvery: readWholeNumber(texts.logEvery),
    checkpointEvery: readWholeNumber(texts.checkpointEvery),
    keepCheckpoints: texts.keepCheckpoints
  })
  if (result.success) return { config: result.data, errors: {} }
  const errors: Partial<Record<FormField, string>> = {}
  for (const issue of result.error.issues) {
    const field = fields.find((name) => name === issue.path.at(-1))
    if (field !== undefined) errors[field] ??= sentence(issue.message)
  }
  return { config: undefined, errors }
}

const sentence = (message: string): string => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`

/** The settings of the next run, as typed; what is wrong stays in its field, with a message. */
export class TrainingForm {
  #texts = $state.raw<Texts>(textsOf(lessonConfig))
  /** The last configuration without a mistake: what pictures and code go by. */
  #valid = $state.raw<RunConfig>(lessonConfig)
  #errors = $state.raw<Errors>({})
  #model = $state.raw<ModelSpec>(lessonConfig.model)
  #modelProblem = $state.raw<ModelProblem | undefined>(undefined)
  readonly #onChange: (config: RunConfig) => void
  readonly #baseline: () => RunConfig

  /**
   * @param onChange told of each change that leaves the form without a mistake
   * @param baseline what the form goes back to: the lesson's settings, or those of a teacher's lab
   */
  constructor(onChange: (config: RunConfig) => void, baseline = (): RunConfig => lessonConfig) {
    this.#onChange = onChange
    this.#baseline = baseline
  }

  get texts(): Texts {
    return this.#texts
  }

  get errors(): Errors {
    return this.#errors
  }

  get firstError(): FormField | undefined {
    return fields.find((field) => this.#errors[field] !== undefined)
  }

  /** The network as it is edited, whether its sizes fit or not. */
  get model(): ModelSpec {
    return this.#model
  }

  /** Where the sizes of the edited network stop fitting. */
  get modelProblem(): ModelProblem | undefined {
    return this.#modelProblem
  }

  /** What a run would start with; undefined while a field holds a mistake or the network does not fit. */
  get config(): RunConfig | undefined {
    return this.firstError === undefined && this.#modelProblem === undefined ? this.#valid : undefined
  }

  get preview(): RunConfig {
    return this.#valid
  }

  /** Names of what differs from the baseline. */
  get changed(): readonly string[] {
    return changedFields(this.#baseline(), this.#texts, this.#model).map(nameOf)
  }

  load(config: RunConfig): void {
    this.#texts = textsOf(config)
    this.#valid = config
    this.#errors = {}
    this.#model = config.model
    this.#modelProblem = checkModel(config.model, cifar10Classes.length).problem
  }

  /** Another optimizer comes with its own usual knobs. */
  set(field: FormField, text: string): void {
    this.#texts = {
      ...this.#texts,
      ...(field === 'optimizer' && isOptimizerType(text) ? optimizerTexts(defaultOptimizers[text]) : {}),
      [field]: text
    }
    const { config, errors } = parse(this.#valid, this.#texts)
    this.#errors = errors
    if (config === undefined) return
    this.#valid = config
    this.#onChange(config)
  }

  /** Takes over an edited network; one whose sizes do not fit stays an edit. */
  setModel(model: ModelSpec): void {
    this.#model = model
    this.#modelProblem = checkModel(model, cifar10Classes.length).problem
    if (this.#modelProblem !== undefined) return
    this.#valid = { ...this.#valid, model }
    if (this.firstError === undefined) this.#onChange(this.#valid)
  }

  /** Fills the form with a configuration and keeps it. */
  adopt(config: RunConfig): void {
    this.load(config)
    this.#onChange(config)
  }

  reset(): void {
    this.adopt(this.#baseline())
  }
}

type ChangedField = FormField | 'network'
const nameOf = (field: ChangedField): string => (field === 'network' ? field : fieldNames[field])

function changedFields(from: RunConfig, texts: Texts, model: ModelSpec): readonly ChangedField[] {
  const before = textsOf(from)
  // The knobs of another optimizer cannot be compared, all but the learning rate.
  const comparable = (field: FormField): boolean =>
    texts.optimizer === before.optimizer || field === 'learningRate' || !isKnob(field)
  const changed = fields.filter((field) => texts[field] !== before[field] && comparable(field))
  return sameModel(model, from.model) ? changed : ['network', ...changed]
}

/** What differs between two configurations whose networks fit, as the form calls it. */
export function settingChanges(
  from: RunConfig,
  to: RunConfig
): readonly { readonly name: string; readonly from: string; readonly to: string }[] {
  const before = textsOf(from)
  const after = textsOf(to)
  const size = ({ model }: RunConfig): string => `${formatCount(countParameters(model))} parameters`
  return changedFields(from, after, to.model).map((field) => ({
    name: nameOf(field),
    from: field === 'network' ? size(from) : before[field],
    to: field === 'network' ? size(to) : after[field]
  }))
}

/** Images that train, and steps, for a configuration on a training set of `images`. */
export function trainingSize(
  config: RunConfig,
  images: number
): { readonly images: number; readonly stepsPerEpoch: number; readonly totalSteps: number } {
  const kept = images - Math.round(images * config.validationSplit)
  const training = config.trainImages === 0 ? kept : Math.min(kept, config.trainImages)
  const perEpoch = stepsPerEpoch(training, config.batchSize)
  return { images: training, stepsPerEpoch: perEpoch, totalSteps: perEpoch * config.epochs }
}

/** A learning rate as typed while a run is live. */
export function parseLearningRate(text: string): { readonly value: number } | { readonly error: string } {
  const result = knobs.learningRate.schema.safeParse(readDecimal(text))
  return result.success
    ? { value: result.data }
    : { error: sentence(result.error.issues[0]?.message ?? 'not a learning rate') }
}
