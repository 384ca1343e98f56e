import type { DatasetInfo } from '../../../core/data/dataset-info'
import { LabError } from '../../../core/base/lab-error'
import type { LayerShape } from '../../../core/layers/layer-kinds'
import { countWeights } from '../../../core/layers/count-weights'
import { requireNoneUnused, unusedLayers } from '../../../core/model/layer-graph'
import { checkLearns } from '../../../core/model/check-learns'
import type { ModelSpec } from '../../../core/model/model-spec'
import { fittingShapes } from './fitting-shapes'

export { multiplyAdds } from '../../../core/model/multiply-adds'

export interface ModelProblem {
  /** Place of the layer at which the sizes stop fitting, or the network becomes too large. */
  readonly index: number
  /** Whether an image goes through all the same: only training has nothing to change. */
  readonly computes: boolean
  readonly message: string
  readonly hint: string
}

export interface ModelCheck {
  /** Of the layers before the problem; of all when there is none. */
  readonly shapes: readonly LayerShape[]
  readonly problem: ModelProblem | undefined
}

/** Walks through a network as far as its sizes fit one another and the images and classes of a data set. */
export function checkModel(
  model: ModelSpec,
  { name, shape, classes }: Pick<DatasetInfo, 'name' | 'shape' | 'classes'>
): ModelCheck {
  if (model.inputShape.join() !== shape.join()) {
    const problem = {
      index: 0,
      computes: false,
      message: `The network expects images of ${model.inputShape.join(' × ')}, but those of ${name} are ${shape.join(' × ')}.`,
      hint: 'Choose one of the presets: they fit the images of the data set.'
    }
    return { shapes: [], problem }
  }
  const { shapes, failure } = fittingShapes(model)
  if (failure !== undefined) {
    const { message, hint } = failure
    return { shapes, problem: { index: shapes.length, computes: false, message, hint } }
  }
  const unused = unusedProblem(shapes)
  if (unused !== undefined) return { shapes, problem: unused }
  const last = shapes.at(-1)
  const problem = last === undefined ? undefined : endProblem(last, shapes.length - 1, classes.length)
  return { shapes, problem: problem ?? learningProblem(model) }
}

/** Shown at the last layer whose weights could learn. */
function learningProblem(model: ModelSpec): ModelProblem | undefined {
  try {
    checkLearns(model)
    return undefined
  } catch (thrown) {
    const { message, hint } = LabError.from(thrown)
    const lastFrozen = model.layers.map((layer) => layer.frozen === true).lastIndexOf(true)
    return {
      index: lastFrozen === -1 ? model.layers.length - 1 : lastFrozen,
      computes: true,
      message,
      hint
    }
  }
}

/** Shown at the layer that is left over, although each layer by itself fits. */
function unusedProblem(shapes: readonly LayerShape[]): ModelProblem | undefined {
  try {
    requireNoneUnused(shapes)
    return undefined
  } catch (thrown) {
    const { message, hint } = LabError.from(thrown)
    const [unused] = unusedLayers(shapes)
    return { index: shapes.findIndex(({ layer }) => layer === unused), computes: false, message, hint }
  }
}

function endProblem({ layer, output }: LayerShape, index: number, classes: number): ModelProblem | undefined {
  if (output.length === 1 && output[0] === classes) return undefined
  return {
    index,
    computes: false,
    message: `The network ends at ${layer.name} with ${output.join(' × ')} ${output.length === 1 ? 'values' : 'values in maps'}, but there are ${classes} classes.`,
    hint: `The last layer has to give one score for each class: a dense layer with ${classes} units.`
  }
}

/** Weights of a layer, frozen or not. */
export function layerParameters({ parameters }: LayerShape): number {
  return countWeights(parameters).all
}
