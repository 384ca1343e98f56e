import type { DatasetInfo } from '../../core/data/dataset-info'
import { formatCount } from '../../core/format/format-number'
import { describeRates } from '../../core/run/describe-rates'
import { type Script, type ScriptPart } from '../../core/code/script'
import type { LessonFacts } from '../../core/lesson/lesson-facts'
import { writeScript } from '../../core/lesson/write-script'
import type { ModelSpec } from '../../core/model/model-spec'
import type { RunConfig } from '../../core/settings/run-config'
import type { App } from '../app/app.svelte'
import { checkModel } from '../state/model/check-model'

/** The script of what is on screen, and the facts that its explanations speak of. */
export class LessonScript {
  readonly #app: App
  readonly #ofRun: () => boolean
  /** Of the run while it is live, or asked for. These two change rarely, the run's state with every frame: the code goes by them. */
  readonly #running = $derived.by(() =>
    this.#app.run.live || this.#ofRun() ? this.#app.run.state.config : undefined
  )
  readonly #rateNow = $derived.by(() => this.#app.run.state.learningRate)
  readonly #settings = $derived.by((): RunConfig => {
    const running = this.#running
    if (running === undefined) return this.#app.form.preview
    const learningRate = this.#rateNow
    return learningRate > 0 ? { ...running, optimizer: { ...running.optimizer, learningRate } } : running
  })
  /** The network that is looked at; elsewhere the one that trains, or would. */
  readonly model: ModelSpec = $derived.by(() =>
    this.#app.room === 'network'
      ? this.#app.networkRoom.model
      : (this.#running?.model ?? this.#app.form.model)
  )
  readonly config: RunConfig = $derived.by(() => ({ ...this.#settings, model: this.model }))
  /** That the network that is looked at belongs to, as far as its code is concerned. */
  readonly #dataset = $derived.by((): DatasetInfo => {
    const { room, networkRoom, runDataset, dataset } = this.#app
    if (room === 'network') return networkRoom.dataset.info
    return (this.#running === undefined ? dataset : runDataset).info
  })
  readonly #check = $derived.by(() => checkModel(this.model, this.#dataset))
  readonly script: Script = $derived.by(() =>
    writeScript(this.#app.settings.value.dialect, this.config, this.#dataset, this.#check.shapes)
  )
  readonly #evaluation = $derived.by(() => this.#app.run.state.evaluation?.result)

  /** @param ofRun whether it is the script of the run on screen, where there is one, rather than of the next */
  constructor(app: App, ofRun: () => boolean = () => false) {
    this.#app = app
    this.#ofRun = ofRun
  }

  /** What keeps the script from running. */
  get problem(): string | undefined {
    return this.#check.problem?.message
  }

  /** What the script cannot show: that its training continues from a checkpoint, and that its rate was changed on the way. */
  get note(): string | undefined {
    const said = [this.#beginning, this.#changedRate].filter((text) => text !== undefined)
    return said.length === 0 ? undefined : said.join(' ')
  }

  get #beginning(): string | undefined {
    const { run, form } = this.#app
    const from = this.#running === undefined ? form.fork : run.state.lineage.at(-1)
    if (from === undefined) return undefined
    const who = this.#running === undefined ? 'The next run' : 'This run'
    return `${who} continues run #${from.number} from step ${formatCount(from.step)}. The script has its settings from that step on, and trains from the beginning.`
  }

  get #changedRate(): string | undefined {
    const { learningRates } = this.#app.run.state
    if (this.#running === undefined || learningRates.length < 2) return undefined
    return `The learning rate of this run was changed on the way: ${describeRates(learningRates)}. The script trains with the last one from the beginning.`
  }

  /** @param part that the reader is at */
  facts(part: ScriptPart): LessonFacts {
    const { problem, shapes } = this.#check
    const misfit = problem?.computes === false ? this.model.layers[problem.index] : undefined
    const { lossSurface, race, settings } = this.#app
    return {
      dialect: settings.value.dialect,
      config: this.config,
      dataset: this.#dataset,
      shapes,
      misfit:
        problem === undefined || misfit === undefined
          ? undefined
          : { layer: misfit.name, message: problem.message, hint: problem.hint },
      part,
      evaluation: this.#evaluation,
      surface: race.surface.id,
      slice: {
        directions: lossSurface.directions,
        share: lossSurface.surface?.explained?.plane
      }
    }
  }
}
