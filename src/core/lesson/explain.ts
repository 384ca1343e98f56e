import { type AugmentationName, isAugmentation } from '../augmentation/augmentation-kinds'
import { explainAugmentation } from '../augmentation/augmentation-texts'
import type { LayerShape } from '../layers/layer-kinds'
import { frozenText } from '../layers/frozen-text'
import { sizeFormulas } from '../layers/size-formulas'
import { givesScores } from '../model/gives-scores'
import { textOf } from '../layers/layer-texts'
import { knobTexts } from '../optimizers/knob-texts'
import { isKnob } from '../optimizers/knobs'
import { dataTexts } from './data.text'
import { evaluateTexts } from './evaluate.text'
import type { LessonBlock, LessonExplanation } from './explanation'
import { layerProblemTexts } from './layer-problem.text'
import type { LessonFacts } from './lesson-facts'
import { networkTexts } from './network.text'
import { optimizerTopicTexts } from './optimizer.text'
import type { Topic } from './topic'
import { trainTexts } from './train.text'

type PlainTopic = Exclude<Topic, `layer:${string}` | keyof typeof knobTexts | AugmentationName>

/** What there is to say about each thing but the layers, knobs and kinds of augmentation, which have their texts beside them. */
const texts: Readonly<Record<PlainTopic, (facts: LessonFacts) => LessonExplanation>> = {
  ...dataTexts,
  ...networkTexts,
  ...optimizerTopicTexts,
  ...trainTexts,
  ...evaluateTexts
}

/** What the lesson says about a thing; undefined for a layer or a knob that there is not. */
export function explain(topic: Topic, facts: LessonFacts): LessonExplanation | undefined {
  if (isKnob(topic)) return knobTexts[topic].guide(facts.config.optimizer)
  if (isAugmentation(topic)) return explainAugmentation(topic, facts.config)
  return isPlain(topic) ? texts[topic](facts) : explainLayer(topic.slice('layer:'.length), facts)
}

const isPlain = (topic: PlainTopic | `layer:${string}`): topic is PlainTopic => Object.hasOwn(texts, topic)

function explainLayer(
  name: string,
  { config: { model }, shapes, misfit, dialect }: LessonFacts
): LessonExplanation | undefined {
  const at = model.layers.findIndex((layer) => layer.name === name)
  if (at === -1) return undefined
  if (misfit?.layer === name) return layerProblemTexts.misfit(misfit.message, misfit.hint)
  const shape = shapes[at]
  if (shape === undefined) return layerProblemTexts.waiting
  const { heading, body } = guideOf(shape, givesScores(model, at))
  const blocks = [...body, ...frozenText(shape.layer)].filter(
    (block) => !('only' in block) || block.only === dialect
  )
  return {
    heading,
    body: blocks.map((block): LessonBlock =>
      block.kind === 'sizes' ? { kind: 'sizes', formulas: sizeFormulas(shape) } : block
    )
  }
}

function guideOf(shape: LayerShape, last: boolean) {
  return textOf(shape.layer).guide(shape, last)
}
