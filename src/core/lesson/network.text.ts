import { formula, paragraph } from '../base/text-block'
import { countWord, formatCount } from '../format/format-number'
import { countWeights } from '../layers/count-weights'
import { layerTypes } from '../layers/layer-kinds'
import { layerTexts } from '../layers/layer-texts'
import { volume } from '../layers/shape'
import { isChain } from '../model/layer-graph'
import { multiplyAdds } from '../model/multiply-adds'
import type { LessonExplanation } from './explanation'
import type { LessonFacts } from './lesson-facts'

const whileTraining = layerTypes.flatMap((type) => layerTexts[type].whileTraining ?? []).join(', and ')

/** What the lesson says about the network, apart from its layers. */
export const networkTexts = {
  network({ shapes, misfit }) {
    const branches = !isChain(shapes)
    const { learning } = countWeights(shapes.flatMap(({ parameters }) => parameters))
    const sizes = shapes.map(({ layer, parameters }) => ({
      name: layer.name,
      weights: parameters.reduce((sum, { shape, averaged }) => sum + (averaged ? 0 : volume(shape)), 0)
    }))
    const largest = [...sizes].sort((a, b) => b.weights - a.weights).at(0)
    const operations = shapes.reduce((sum, shape) => sum + multiplyAdds(shape), 0)
    return {
      heading:
        misfit === undefined
          ? `${formatCount(learning)} numbers to learn`
          : branches
            ? 'Layers and branches'
            : 'One layer after another',
      body: [
        paragraph(
          branches
            ? 'Each layer takes numbers that other layers have computed, and computes new ones. Where the way forks, several layers take the same numbers; where branches meet, their numbers are added or put side by side. What a layer does is fixed; its **weights** are learned.'
            : 'A network is a row of layers: each takes the numbers of the one before and computes new ones. What a layer does is fixed; its **weights** are learned.'
        ),
        ...(largest === undefined || misfit !== undefined
          ? []
          : [
              paragraph(
                `The weights are spread unevenly: \`${largest.name}\` alone has **${formatCount(largest.weights)}** of them. One image takes **${formatCount(operations)}** multiplications, each with an addition.`
              )
            ]),
        paragraph(
          'More layers cost time and memory, and are not always better. Edit a layer, train, and compare the runs.'
        )
      ]
    }
  },

  forward({ part, dialect, shapes, dataset, config }) {
    const [height, width, channels] = dataset.shape
    const classes = dataset.classes.length
    if (part === 'train')
      return {
        heading: 'The network predicts',
        body: [
          paragraph(
            `The images of the batch go through all layers together and come out as ${countWord(classes)} scores each: ${formatCount(config.batchSize)} × ${classes} numbers. The highest score of an image is the prediction.`
          ),
          paragraph('On the way, each layer keeps what it will need to work out its gradients.')
        ]
      }
    const branches = !isChain(shapes)
    return dialect === 'pytorch'
      ? {
          heading: 'The way through the network',
          body: [
            paragraph(
              `\`forward\` is the way that a batch of images takes. \`x\` is overwritten line by line: first it holds pixels, at the end ${countWord(classes)} scores for each image.${branches ? ' What a later line needs too is kept under the name of its layer.' : ''}`
            ),
            paragraph(
              `In PyTorch the shape is images × channels × height × width, so batch × ${channels} × ${height} × ${width} comes in. The pictures here say height × width × channels and leave the batch out.`
            )
          ]
        }
      : {
          heading: 'The way through the network',
          body: [
            paragraph(
              `A batch of images goes through the layers ${branches ? 'as they are connected: each is applied to the outputs of layers above it' : 'in the order in which they were added'}. First it is pixels, at the end ${countWord(classes)} scores for each image.`
            ),
            paragraph(
              `The shape is images × height × width × channels, so batch × ${height} × ${width} × ${channels} comes in. The pictures here leave the batch out.`
            )
          ]
        }
  },

  outputSize: () => ({
    heading: 'How large is the output?',
    body: [
      formula('(W − F + 2P) / S + 1'),
      paragraph(
        'The input is **W** pixels wide and the window **F**. **P** pixels of zeros are added on each side, and the window moves **S** pixels at a time. The same holds for the height.'
      ),
      paragraph(
        'When the division leaves a remainder, the result is rounded down: the pixels left over at the edge are never looked at.'
      )
    ]
  }),

  softmax: ({ dialect }) => ({
    heading: 'From scores to probabilities',
    body: [
      formula('p = exp(z) / sum of all exp(z)'),
      paragraph(
        'The last layer’s scores can be any numbers. Softmax turns them into probabilities: all positive, and 1 in sum. One more point of score makes a class **e = 2.718 times** as likely as before, compared with the others.'
      ),
      paragraph(
        `\`${dialect === 'pytorch' ? 'CrossEntropyLoss' : 'softmaxCrossEntropy'}\` does this itself, so the network ends in plain scores.`
      )
    ]
  }),

  modes: () => ({
    heading: 'Learning or predicting',
    body: [
      paragraph(
        `\`train()\` and \`eval()\` switch layers that work differently while the network learns: only then, ${whileTraining}.`
      )
    ]
  })
} as const satisfies Readonly<Record<string, (facts: LessonFacts) => LessonExplanation>>
