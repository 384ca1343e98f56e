import type { Initialisation } from '../../core/layers/initialisation'
import { canFreeze, type LayerShape, type LayerSpec, layerSpec } from '../../core/layers/layer-kinds'
import { setFrozen } from '../../core/layers/set-frozen'
import type { Shape } from '../../core/layers/shape'
import { classCount, fitLayer } from '../../core/model/infer-shapes'
import { type ModelSpec, modelSpec, mostLayers } from '../../core/model/model-spec'
import { type PixelRanges, withPixels } from '../../core/model/pixel-range'
import { hints, parsePart, refused } from './invalid-checkpoint'
import { understood } from './understood'

/** A layer of ours that is made of one of a file. */
interface NewLayer {
  /** Its name in the file. */
  readonly original: string
  /** Its type and settings. */
  readonly settings: object
  /** What it takes: layers before it, or the image. */
  readonly inputs: readonly { readonly from: string; readonly shape: Shape }[]
  readonly frozen: boolean
  readonly initialisation?: Initialisation | undefined
}

/** The network that is made of a file's, layer by layer. */
export class LayerList {
  readonly #file: string
  readonly #layers: LayerSpec[] = []
  readonly #names: Set<string>

  /** @param reserved names that no layer can have */
  constructor(file: string, reserved: readonly string[]) {
    this.#file = file
    this.#names = new Set(reserved)
  }

  /**
   * Sizes are checked at once, so that a message names the layer at which they stop fitting.
   * @param what the layer of the file, for people
   * @throws LabError 'checkpoint-invalid'
   */
  add(
    { original, settings, inputs, frozen, initialisation }: NewLayer,
    what: string
  ): Omit<LayerShape, 'sources'> {
    if (this.#layers.length === mostLayers) {
      throw refused(`The network in ${this.#file}`, `has more than ${mostLayers} layers`)
    }
    const name = this.#newName(original)
    const starts = initialisation === undefined ? {} : { initialisation }
    const written = { name, inputs: inputs.map(({ from }) => from), ...settings, ...starts }
    const read = parsePart(layerSpec, written, what, hints.network)
    const layer = frozen && canFreeze(read.type) ? setFrozen(read, true) : read
    const shapes = inputs.map(({ shape }) => shape)
    const fitted = understood(() => fitLayer(layer, shapes), what)
    this.#layers.push(layer)
    return fitted
  }

  /**
   * @param scores the layer that gives them, or the image
   * @throws LabError 'checkpoint-invalid' unless it is the last, and gives one score for each class
   */
  end(inputShape: [number, number, number], pixels: PixelRanges, scores: string | undefined): ModelSpec {
    const what = `The network in ${this.#file}`
    const spec = { inputShape, layers: this.#layers, pixels: undefined }
    const model = parsePart(modelSpec, withPixels(spec, pixels), what, hints.network)
    const last = this.#layers.at(-1)?.name
    if (scores !== last) throw refused(what, `has a layer, ${last ?? ''}, that leads nowhere`)
    understood(() => classCount(model), this.#file)
    return model
  }

  /** Our layers' names are letters, digits and underscores, each one used once. */
  #newName(original: string): string {
    const plain = original.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?![A-Za-z])/, 'layer_')
    let name = plain.slice(0, 40)
    for (let n = 2; this.#names.has(name); n++) name = `${plain.slice(0, 36)}_${n}`
    this.#names.add(name)
    return name
  }
}
