import type { DatasetInfo } from '../../../core/data/dataset-info'
import { fitModel, fitsDataset } from '../../../core/model/fit-model'
import { countWeights, learningNote } from '../../../core/layers/count-weights'
import { parameterShapes } from '../../../core/model/infer-shapes'
import type { ModelSpec } from '../../../core/model/model-spec'
import { isKnob, knobs } from '../../../core/optimizers/knobs'
import {
  defaultOptimizers,
  isOptimizerType,
  type OptimizerType
} from '../../../core/optimizers/optimizer-kinds'
import { readDecimal } from '../../../core/base/read-number'
import { lessonConfig, runConfig, type RunConfig } from '../../../core/settings/run-config'
import { settingProblem } from '../../../core/settings/check-settings'
import { fieldText, readField } from '../../../core/settings/setting-form'
import {
  comparableFields,
  differingFieldNames,
  fieldValues,
  sayField,
  withOptimizer,
  withValues
} from '../../../core/settings/setting-values'
import { type FieldName, fieldNames, fields, isField, settings } from '../../../core/settings/settings'
import { formatCount } from '../../../core/format/format-number'
import { forkProblem, type ForkPoint } from '../../../core/run/fork-problem'
import { checkModel, type ModelProblem } from '../model/check-model'
import { networkDifferences } from '../../../core/model/network-differences'
import { sameModel } from '../model/same-model'

/** What stands in the fields; a knob that the chosen optimizer does not have is not among them. */
type Texts = Readonly<Partial<Record<FieldName, string>>>
type Errors = Readonly<Partial<Record<FieldName, string>>>

/** A checkpoint that the next run continues from. */
export interface ForkDraft extends ForkPoint {
  readonly runId: string
}

/** What the fields say for a configuration. */
export function textsOf(config: RunConfig): Texts {
  const values = fieldValues(config)
  return Object.fromEntries(
    fieldNames.flatMap((name) => {
      const value = values[name]
      return value === undefined ? [] : [[name, fieldText(fields[name].form, value)] as const]
    })
  )
}

function parse(
  base: RunConfig,
  texts: Texts,
  dataset: DatasetInfo,
  fork: ForkPoint | undefined
): { readonly config: RunConfig | undefined; readonly errors: Errors } {
  const values = fieldNames.flatMap((name) => {
    const text = texts[name]
    return text === undefined ? [] : [[name, readField(fields[name].form, text)] as const]
  })
  const { optimizer: type } = texts
  const start = type !== undefined && isOptimizerType(type) ? withOptimizer(base, type) : base
  const result = runConfig.safeParse(withValues(start, values))
  if (result.success) {
    const problem = settingProblem(result.data, dataset)
    if (problem === undefined) return { config: result.data, errors: forkErrors(fork, result.data) }
    return { config: undefined, errors: { [problem.field]: sentence(problem.message) } }
  }
  const errors: Partial<Record<FieldName, string>> = {}
  for (const issue of result.error.issues) {
    const field = fieldNames.find((name) => name === issue.path.at(-1))
    if (field !== undefined) errors[field] ??= sentence(issue.message)
  }
  return { config: undefined, errors }
}

/** What the fields say that a fork cannot change. */
function forkErrors(fork: ForkPoint | undefined, config: RunConfig): Errors {
  const problem = fork && forkProblem(fork, config)
  return problem !== undefined && isField(problem.setting)
    ? { [problem.setting]: sentence(problem.message) }
    : {}
}

const sentence = (message: string): string => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`

/** The settings of the next run, as typed; what is wrong stays in its field, with a message. */
export class TrainingForm {
  #texts = $state.raw<Texts>(textsOf(lessonConfig))
  /** The last configuration without a mistake: what pictures and code go by. */
  #valid = $state.raw<RunConfig>(lessonConfig)
  #errors = $state.raw<Errors>({})
  #model = $state.raw<ModelSpec>(lessonConfig.model)
  /** Kept in the window only, like what is typed while there is one. */
  #fork = $state.raw<{ readonly draft: ForkDraft; readonly before: RunConfig } | undefined>(undefined)
  readonly #onChange: (config: RunConfig) => void
  readonly #dataset: () => DatasetInfo
  readonly #assigned: () => RunConfig | undefined
  readonly #modelProblem = $derived.by(() => checkModel(this.#model, this.#dataset()).problem)

  /**
   * @param onChange told of each change that leaves the form without a mistake
   * @param dataset what the network has to fit
   * @param assigned the settings of the assignment that is open
   */
  constructor(
    onChange: (config: RunConfig) => void,
    dataset: () => DatasetInfo,
    assigned = (): RunConfig | undefined => undefined
  ) {
    this.#onChange = onChange
    this.#dataset = dataset
    this.#assigned = assigned
  }

  get texts(): Texts {
    return this.#texts
  }

  get errors(): Errors {
    return this.#errors
  }

  get firstError(): FieldName | undefined {
    return fieldNames.find((field) => this.#errors[field] !== undefined)
  }

  /** The network as it is edited, whether its sizes fit or not. */
  get model(): ModelSpec {
    return this.#model
  }

  /** What keeps the edited network from being trained: its sizes do not fit, or it is too large. */
  get modelProblem(): ModelProblem | undefined {
    return this.#modelProblem
  }

  /** What a run would start with; undefined while a field holds a mistake or the network does not fit. */
  get config(): RunConfig | undefined {
    return this.firstError === undefined &&
      this.#modelProblem === undefined &&
      this.forkedNetworkProblem === undefined
      ? this.#valid
      : undefined
  }

  /** The checkpoint that the next run continues from; undefined where it starts from the beginning. */
  get fork(): ForkDraft | undefined {
    return this.#fork?.draft
  }

  /** Why a fork cannot have this network, in sentences. */
  get forkedNetworkProblem(): string | undefined {
    const problem = this.fork && forkProblem(this.fork, { ...this.fork.config, model: this.#valid.model })
    return problem?.setting === 'network' ? `${sentence(problem.message)} ${problem.hint}` : undefined
  }

  /** The next run continues from a checkpoint, with the settings of its run, and as many epochs as leave something to train. */
  beginFork(draft: ForkDraft): void {
    this.#fork = { draft, before: this.#fork?.before ?? this.#valid }
    this.load(startOf(draft))
  }

  /** The next run starts from the beginning, with the settings that the form had before. */
  endFork(): void {
    const before = this.#fork?.before
    this.#fork = undefined
    if (before !== undefined) this.load(before)
  }

  get preview(): RunConfig {
    return this.#valid
  }

  /** What the form goes back to: the settings of the assignment, or the lesson's for the images of the data set. */
  get baseline(): RunConfig {
    return (
      this.fork?.config ??
      this.#assigned() ?? { ...lessonConfig, model: fitModel(lessonConfig.model, this.#dataset()) }
    )
  }

  /** Whose settings these are. */
  get baselineName(): 'lesson' | 'assignment' | 'run' {
    if (this.fork !== undefined) return 'run'
    return this.#assigned() === undefined ? 'lesson' : 'assignment'
  }

  /** Names of what differs from the baseline. */
  get changed(): readonly string[] {
    const from = this.baseline
    const before = textsOf(from)
    const changed = comparableFields(before.optimizer === this.#texts.optimizer)
      .filter((name) => before[name] !== this.#texts[name])
      .map((name) => settings[name].noun)
    return sameModel(this.#model, from.model) ? changed : [settings.network.noun, ...changed]
  }

  load(config: RunConfig): void {
    this.#texts = textsOf(config)
    this.#valid = config
    this.#errors = forkErrors(this.fork, config)
    this.#model = config.model
  }

  /** Another optimizer comes with its own usual knobs. */
  set(field: FieldName, text: string): void {
    this.#texts =
      field === 'optimizer' && isOptimizerType(text)
        ? textsWithOptimizer(this.#texts, text)
        : { ...this.#texts, [field]: text }
    const { config, errors } = parse(this.#valid, this.#texts, this.#dataset(), this.fork)
    this.#errors = errors
    if (config === undefined) return
    this.#valid = config
    this.#onChange(config)
  }

  /**
   * A network for the images of another data set becomes one like it for those that are here. The settings on disk stay
   * until something is changed by hand.
   */
  fitToDataset(): void {
    const dataset = this.#dataset()
    if (!fitsDataset(this.#model, dataset))
      this.load({ ...this.#valid, model: fitModel(this.#model, dataset) })
  }

  /** Takes over an edited network; one whose sizes do not fit stays an edit. */
  setModel(model: ModelSpec): void {
    this.#model = model
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
    this.adopt(this.fork === undefined ? this.baseline : startOf(this.fork))
  }
}

/** What a fork begins with. */
function startOf({ config, step, stepsPerEpoch }: ForkPoint): RunConfig {
  return { ...config, epochs: Math.max(config.epochs, Math.floor(step / stepsPerEpoch) + 1) }
}

/** The fields with another optimizer and its usual knobs. */
function textsWithOptimizer(texts: Texts, type: OptimizerType): Texts {
  const isOwn = ([name]: readonly [string, string]): boolean => name !== 'optimizer' && !isKnob(name)
  const usual = textsOf({ ...lessonConfig, optimizer: defaultOptimizers[type] })
  return Object.fromEntries([
    ...Object.entries(texts).filter(isOwn),
    ...Object.entries(usual).filter((entry) => !isOwn(entry))
  ])
}

interface SettingChange {
  readonly name: string
  readonly from: string
  readonly to: string
}

/** What differs between two configurations whose networks fit, as people call and write it. */
export function settingChanges(from: RunConfig, to: RunConfig): readonly SettingChange[] {
  const size = ({ model }: RunConfig): string => {
    const weights = countWeights(parameterShapes(model))
    return `${formatCount(weights.all)} parameters${learningNote(weights)}`
  }
  const sizes = { from: size(from), to: size(to) }
  const network = {
    name: settings.network.noun,
    ...(sizes.from === sizes.to ? networkDifferences(from.model, to.model) : sizes)
  }
  const changes = differingFieldNames(from, to).flatMap((name) => {
    const [before, after] = [sayField(from, name), sayField(to, name)]
    return before === undefined || after === undefined
      ? []
      : [{ name: settings[name].noun, from: before, to: after }]
  })
  return sameModel(from.model, to.model) ? changes : [network, ...changes]
}

/** A learning rate as typed while a run is live. */
export function parseLearningRate(text: string): { readonly value: number } | { readonly error: string } {
  const result = knobs.learningRate.schema.safeParse(readDecimal(text))
  return result.success
    ? { value: result.data }
    : { error: sentence(result.error.issues[0]?.message ?? 'not a learning rate') }
}
