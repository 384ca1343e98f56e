import { stat } from 'node:fs/promises'
import { LabError } from '../../core/base/lab-error'
import { required } from '../../core/base/required'
import { startRows } from '../../core/training/start-rows'
import { requireFinite } from '../../core/training/evaluate'
import { inferShapes, parameterShapes } from '../../core/model/infer-shapes'
import type { LayerShape } from '../../core/layers/layer-kinds'
import { volume } from '../../core/layers/shape'
import { imagesToStart, initialWeights } from '../../core/model/initial-weights'
import type { ModelSpec } from '../../core/model/model-spec'
import { pixelText, withPixels } from '../../core/model/pixel-range'
import { crossEntropy, softmax } from '../../core/maths/softmax'
import type { Weights } from '../../core/model/weights'
import { ReferenceNetwork } from '../../engine/reference/network'
import { readCheckpoint } from '../../lab/checkpoint/read-checkpoint'
import type { Inspection } from '../../lab/contract/inspection'
import type { PictureInspection } from '../../lab/contract/picture'
import type { Tensor } from '../../lab/contract/tensor'
import { DataFiles } from '../../lab/dataset/files/data-files'
import { datasetHash, datasetInfoOf, type DatasetManifest } from '../../lab/dataset/files/manifest'
import { readImages, readSamples } from '../../lab/dataset/files/read-images'
import { encodeFloats, toBase64 } from '../../lab/methods/base64'
import type {
  DatasetPlace,
  FirstWeightsQuery,
  InspectionQuery,
  PictureQuery
} from '../../lab/training/trainer-protocol'

interface LoadedNetwork {
  readonly network: ReferenceNetwork
  readonly inputShape: ModelSpec['inputShape']
  readonly shapes: readonly LayerShape[]
  readonly step: number
}

/** Networks that are kept: enough to go to and fro between a few checkpoints. */
const keptNetworks = 8

/** Sends single images through networks with plain loops, and tells what each layer made of them. */
export class ImageInspector {
  /** The one used last comes last. */
  readonly #networks = new Map<string, Promise<LoadedNetwork>>()
  /** They know which files they have verified. */
  #files: DataFiles | undefined

  /** @throws LabError 'not-found' for a row or checkpoint that does not exist, and what reading either throws */
  async inspect({ network: choice, dataset, split, row }: InspectionQuery): Promise<Inspection> {
    const { manifest } = dataset
    const loaded = await this.#network(choice, dataset)
    const { images, labels } = await readSamples(this.#filesOf(dataset), split, [row])
    const label = required(labels[0], 'a label of the image')
    const seen = lookAt(loaded, images, manifest.classes)
    return { ...seen, label, loss: crossEntropy(seen.logits, label) }
  }

  /**
   * The same for pixels that are given.
   * @throws LabError 'invalid-input' where they are not those of one image of the network's size
   */
  async inspectPicture({
    network: choice,
    dataset,
    classes,
    pixels
  }: PictureQuery): Promise<PictureInspection> {
    const loaded = await this.#network(choice, dataset)
    const { inputShape } = loaded
    const image = new Uint8Array(Buffer.from(pixels, 'base64'))
    if (image.length !== volume(inputShape)) {
      throw new LabError(
        'invalid-input',
        `The picture has ${image.length} bytes of pixels, but the network takes images of ${inputShape.join(' × ')}.`,
        'Choose the picture again.'
      )
    }
    return lookAt(loaded, image, classes)
  }

  /** @throws LabError what reading the images and computing with them throws */
  async firstWeights({ config, dataset }: FirstWeightsQuery): Promise<readonly Tensor[]> {
    const { network } = await this.#network({ kind: 'untrained', config }, dataset)
    return parameterShapes(config.model).map(({ name, shape }, i) => ({
      name,
      shape: [...shape],
      values: encodeFloats(Float32Array.from(required(network.parameters[i], 'each parameter').values))
    }))
  }

  #filesOf({ folder, manifest }: DatasetPlace): DataFiles {
    const current = this.#files
    if (current?.folder === folder && datasetHash(current.manifest) === datasetHash(manifest)) return current
    return (this.#files = new DataFiles(folder, manifest))
  }

  async #network(
    choice: InspectionQuery['network'],
    dataset: DatasetPlace | undefined
  ): Promise<LoadedNetwork> {
    const key = await networkKey(choice, dataset?.manifest)
    const files = dataset === undefined ? undefined : this.#filesOf(dataset)
    const loading = this.#networks.get(key) ?? loadNetwork(choice, files)
    this.#networks.delete(key)
    this.#networks.set(key, loading)
    for (const old of [...this.#networks.keys()].slice(0, -keptNetworks)) this.#networks.delete(old)
    try {
      return await loading
    } catch (thrown) {
      this.#networks.delete(key)
      throw thrown
    }
  }
}

/** A run that resumes writes some of its checkpoints again; the folder's time tells. */
async function networkKey(
  choice: InspectionQuery['network'],
  manifest: DatasetManifest | undefined
): Promise<string> {
  if (choice.kind === 'untrained') {
    const { model, seed, validationSplit, trainImages } = choice.config
    const looksAt =
      imagesToStart(model) === 0 || manifest === undefined
        ? []
        : [datasetHash(manifest), validationSplit, trainImages]
    return JSON.stringify([model, seed, ...looksAt])
  }
  // A folder that is gone is reported when it is read.
  const written = await stat(choice.folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0
  )
  return `${choice.folder} ${written} ${pixelText(choice.pixels)}`
}

/** @param files where start weights are computed from images */
async function loadNetwork(
  choice: InspectionQuery['network'],
  files: DataFiles | undefined
): Promise<LoadedNetwork> {
  if (choice.kind === 'untrained') {
    const { model, seed } = choice.config
    if (imagesToStart(model) === 0) return withWeights(model, initialWeights(model, seed), 0)
    if (files === undefined) throw new Error('the first weights of this network are computed from images')
    const rows = startRows(choice.config, datasetInfoOf(files.manifest).splits.train.images)
    const images = await readImages(files, 'train', [...rows])
    return withWeights(model, initialWeights(model, seed, images), 0)
  }
  const { config, state, position } = await readCheckpoint(choice.folder)
  return withWeights(withPixels(config.model, choice.pixels), state.weights, position.step)
}

/** @param images u8[channels, height, width] of one image */
function lookAt(
  { network, inputShape, shapes, step }: LoadedNetwork,
  images: Uint8Array,
  classes: readonly string[]
): PictureInspection {
  const outputs = network.outputs(images, { kind: 'predict' })
  const logits = requireFinite(outputs.at(-1) ?? new Float64Array(0))
  return {
    step,
    image: toBase64(images),
    classes: [...classes],
    input: {
      name: 'input',
      shape: [...inputShape],
      values: encodeFloats(Float32Array.from(network.normalise(images)))
    },
    layers: shapes.map(({ layer, output }, i) => ({
      name: layer.name,
      type: layer.type,
      shape: [...output],
      values: encodeFloats(Float32Array.from(outputs[i] ?? []))
    })),
    logits: [...logits],
    probabilities: [...softmax(logits)]
  }
}

function withWeights(model: ModelSpec, weights: Weights, step: number): LoadedNetwork {
  const network = new ReferenceNetwork(model, 'float32')
  network.parameters.forEach(({ values }, i) => {
    values.set(weights[i]?.values ?? [])
  })
  return { network, inputShape: model.inputShape, shapes: inferShapes(model), step }
}
