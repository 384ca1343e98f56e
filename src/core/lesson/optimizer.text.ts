import { paragraph, type TextBlock } from '../base/text-block'
import { formatCount, formatPercent } from '../format/format-number'
import { countWeights } from '../layers/count-weights'
import { optimizerTexts } from '../optimizers/optimizer-texts'
import { scheduleTexts } from '../schedules/schedule-texts'
import type { LessonExplanation } from './explanation'
import type { LessonFacts } from './lesson-facts'

/** What to try on each surface of the race. */
const surfaces: Readonly<Record<LessonFacts['surface'], TextBlock>> = {
  ravine: paragraph(
    'On the **ravine**, a rate that the steep walls allow is far too small for the flat floor. Double SGD’s rate and see.'
  ),
  beale: paragraph(
    'A rate that suits the floor of **Beale’s** surface overshoots on its walls. Double SGD’s rate, and see which optimizer leaves the picture.'
  ),
  himmelblau: paragraph(
    '**Himmelblau’s** surface has four minima. Start and optimizer decide which one is reached: move the start a little.'
  ),
  saddle: paragraph(
    'In the middle of a **saddle** the slope almost vanishes. Large networks have many more saddles than minima.'
  ),
  localLow: paragraph(
    'Only an optimizer that reaches the **local minimum** with enough speed rolls on to the lower one. Set momentum to 0 and see.'
  )
}

/** What the lesson says about the optimizer, apart from its knobs. */
export const optimizerTopicTexts = {
  optimizer({ config: { optimizer } }) {
    const { name, guide } = optimizerTexts[optimizer.type]
    return { heading: `${name} moves the weights`, body: guide }
  },

  schedule({ config: { schedule, warmup } }) {
    const rises = warmup > 0 ? ', after a warm-up' : ''
    return {
      heading:
        schedule === 'constant'
          ? `The rate stays as it is${rises}`
          : `The rate follows a schedule: ${scheduleTexts[schedule].name}${rises}`,
      body: [
        ...scheduleTexts[schedule].guide,
        paragraph(
          'A schedule multiplies the learning rate; the picture shows what comes of it before you train. Change the learning rate during a run, and the schedule goes on from the new one.'
        )
      ]
    }
  },

  warmup: ({ config: { warmup, schedule } }) => ({
    heading: warmup === 0 ? 'No warm-up' : `The first ${formatPercent(warmup, 0)} warm the rate up`,
    body: [
      paragraph(
        'In a **warm-up** the learning rate rises by the same amount in every step, from almost nothing to its full value. Then the schedule begins.'
      ),
      paragraph(
        'The first gradients of an untrained network are large and point in all directions. A warm-up lets you use a large rate that would throw the network off if it began with it: worth trying with large batches, Adam or batch normalisation. With the lesson’s small rate it changes little.'
      ),
      ...(schedule === 'one-cycle' ? [paragraph('One-cycle has a rise of its own.')] : [])
    ]
  }),

  race: ({ shapes, surface }) => ({
    heading: 'Six optimizers on one surface',
    body: [
      paragraph(
        `Two weights instead of ${formatCount(learning(shapes))}, and a loss that can be drawn. All six optimizers start at the ring, and each knows only the slope where it stands. Crosses mark the lowest places.`
      ),
      paragraph(
        'The two families need different rates: a step of SGD is the rate **times the slope**; an adaptive step is about **the rate itself**, however steep it is.'
      ),
      surfaces[surface]
    ]
  }),

  lossSurface: ({ shapes, slice }) => ({
    heading: 'A slice through the loss',
    body: [
      paragraph(
        `Each point is a network with other weights, and its height is the loss on training images. Of ${formatCount(learning(shapes))} directions, two are left: the picture is a slice through the weights that the run has now.`
      ),
      slice.directions === 'principal'
        ? paragraph(
            `**Principal** directions are those in which the run’s checkpoints differ most${slice.share === undefined ? '.' : `: ${formatPercent(slice.share, 0)} of its path lies in this plane.`} They show the valley that the run went down.`
          )
        : paragraph(
            '**Random** directions are drawn by chance, each filter scaled to its own length, so that networks can be compared. The run’s path hardly shows in them.'
          ),
      paragraph(
        'Wide, flat minima are often said to do better on new images, because small changes of the weights do little harm there. How far that holds is still debated.'
      )
    ]
  })
} as const satisfies Readonly<Record<string, (facts: LessonFacts) => LessonExplanation>>

const learning = (shapes: LessonFacts['shapes']): number =>
  countWeights(shapes.flatMap(({ parameters }) => parameters)).learning
