import { stat } from 'node:fs/promises'
import { required } from '../../core/base/required'
import { startRows } from '../../core/training/start-rows'
import { requireFinite } from '../../core/training/evaluate'
import { inferShapes, parameterShapes } from '../../core/model/infer-shapes'
import type { LayerShape } from '../../core/layers/layer-kinds'
import { imagesToStart, initialWeights } from '../../core/model/initial-weights'
import type { ModelSpec } from '../../core/model/model-spec'
import { pixelText, withPixels } from '../../core/model/pixel-range'
import { crossEntropy, softmax } from '../../core/maths/softmax'
import type { Weights } from '../../core/model/weights'
import { ReferenceNetwork } from '../../engine/reference/network'
import { readCheckpoint } from '../../lab/checkpoint/read-checkpoint'
import type { Inspection } from '../../lab/contract/inspection'
import type { Tensor } from '../../lab/contract/tensor'
import { DataFiles } from '../../lab/dataset/files/data-files'
import { datasetHash, datasetInfoOf, type DatasetManifest } from '../../lab/dataset/files/manifest'
import { readImages, readSamples } from '../../lab/dataset/files/read-images'
import { encodeFloats, toBase64 } from '../../lab/methods/base64'
import type { FirstWeightsQuery, InspectionQuery } from '../../lab/training/trainer-protocol'

interface LoadedNetwork {
  readonly network: ReferenceNetwork
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
    const { network, shapes, step } = await this.#network(choice, dataset)
    const { images, labels } = await readSamples(this.#filesOf(dataset), split, [row])
    const label = required(labels[0], 'a label of the image')
    const outputs = network.outputs(images, { kind: 'predict' })
    const logits = requireFinite(outputs.at(-1) ?? new Float64Array(0))
    return {
      step,
      image: toBase64(images),
      label,
      classes: [...manifest.classes],
      input: {
        name: 'input',
        shape: [...manifest.shape],
        values: encodeFloats(Float32Array.from(network.normalise(images)))
      },
      layers: shapes.map(({ layer, output }, i) => ({
        name: layer.name,
        type: layer.type,
        shape: [...output],
        values: encodeFloats(Float32Array.from(outputs[i] ?? []))
      })),
      logits: [...logits],
      probabilities: [...softmax(logits)],
      loss: crossEntropy(logits, label)
    }
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

  #filesOf({ folder, manifest }: InspectionQuery['dataset']): DataFiles {
    const current = this.#files
    if (current?.folder === folder && datasetHash(current.manifest) === datasetHash(manifest)) return current
    return (this.#files = new DataFiles(folder, manifest))
  }

  async #network(
    choice: InspectionQuery['network'],
    dataset: InspectionQuery['dataset']
  ): Promise<LoadedNetwork> {
    const key = await networkKey(choice, dataset.manifest)
    const loading = this.#networks.get(key) ?? loadNetwork(choice, this.#filesOf(dataset))
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
async function networkKey(choice: InspectionQuery['network'], manifest: DatasetManifest): Promise<string> {
  if (choice.kind === 'untrained') {
    const { model, seed, validationSplit, trainImages } = choice.config
    const looksAt = imagesToStart(model) === 0 ? [] : [datasetHash(manifest), validationSplit, trainImages]
    return JSON.stringify([model, seed, ...looksAt])
  }
  // A folder that is gone is reported when it is read.
  const written = await stat(choice.folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0
  )
  return `${choice.folder} ${written} ${pixelText(choice.pixels)}`
}

async function loadNetwork(choice: InspectionQuery['network'], files: DataFiles): Promise<LoadedNetwork> {
  if (choice.kind === 'untrained') {
    const { model, seed } = choice.config
    const rows = startRows(choice.config, datasetInfoOf(files.manifest).splits.train.images)
    const images = await readImages(files, 'train', [...rows])
    return withWeights(model, initialWeights(model, seed, images), 0)
  }
  const { config, state, position } = await readCheckpoint(choice.folder)
  return withWeights(withPixels(config.model, choice.pixels), state.weights, position.step)
}

function withWeights(model: ModelSpec, weights: Weights, step: number): LoadedNetwork {
  const network = new ReferenceNetwork(model, 'float32')
  network.parameters.forEach(({ values }, i) => {
    values.set(weights[i]?.values ?? [])
  })
  return { network, shapes: inferShapes(model), step }
}
