import type { ModelSpec } from '../../../core/model/model-spec'
import { sameModel } from '../model/same-model'
import type { TrainingForm } from '../settings/training-form.svelte'

const mostSteps = 200

/** Edits of the network that the form trains next, with a way back. */
export class ModelEditor {
  #past = $state.raw<readonly ModelSpec[]>([])
  #future = $state.raw<readonly ModelSpec[]>([])
  #lastTag: string | undefined
  readonly #form: TrainingForm

  constructor(form: TrainingForm) {
    this.#form = form
  }

  get canUndo(): boolean {
    return this.#past.length > 0
  }

  get canRedo(): boolean {
    return this.#future.length > 0
  }

  /** @param tag edits in a row with the same tag, such as the digits of one number, are undone together */
  edit(model: ModelSpec, tag?: string): void {
    const before = this.#form.model
    if (sameModel(model, before)) return
    const goesOn = tag !== undefined && tag === this.#lastTag
    if (!goesOn) this.#past = [...this.#past, before].slice(-mostSteps)
    this.#future = []
    this.#lastTag = tag
    this.#form.setModel(model)
  }

  undo(): void {
    const model = this.#past.at(-1)
    if (model === undefined) return
    this.#future = [this.#form.model, ...this.#future]
    this.#past = this.#past.slice(0, -1)
    this.#lastTag = undefined
    this.#form.setModel(model)
  }

  redo(): void {
    const [model, ...later] = this.#future
    if (model === undefined) return
    this.#past = [...this.#past, this.#form.model]
    this.#future = later
    this.#lastTag = undefined
    this.#form.setModel(model)
  }
}
