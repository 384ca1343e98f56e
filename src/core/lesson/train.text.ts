import { formula, paragraph } from '../base/text-block'
import { countWord, formatCount } from '../format/format-number'
import { countWeights } from '../layers/count-weights'
import { optimizerKinds } from '../optimizers/optimizer-kinds'
import { trainingSize } from '../training/training-size'
import { averageEvery } from '../training/weight-average'
import type { LessonExplanation } from './explanation'
import type { LessonFacts } from './lesson-facts'

/** How a step goes beyond, or is, stochastic gradient descent. */
const stepWords = {
  slope: ', SGD for short.',
  adaptive: '; this optimizer also gives every weight a step length of its own.',
  matrix:
    '; this optimizer also moves the matrix of each layer as a whole, equally far in all its directions.'
} as const

/** What the lesson says about training. */
export const trainTexts = {
  mainGuard: () => ({
    heading: 'Only in the first process',
    body: [
      paragraph(
        'Loader workers are Python processes of their own. On Windows and macOS, and with newer versions of Python on Linux too, such a process imports this file again.'
      ),
      paragraph(
        'What is indented below this line is done only by the process that you started. Otherwise every worker would start its own training run.'
      )
    ]
  }),

  epochs({ config, dataset }) {
    const size = trainingSize(config, dataset.splits.train.images)
    return {
      heading:
        config.epochs === 1
          ? 'Once through all images'
          : `${formatCount(config.epochs)} times through all images`,
      body: [
        paragraph(
          `In an epoch the network sees every training image once. ${formatCount(config.epochs)} ${config.epochs === 1 ? 'epoch makes' : 'epochs make'} **${formatCount(size.totalSteps)} steps**.`
        ),
        paragraph(
          'Two epochs are enough to see that it works, and too few to get the best out of the network. Hold some images back for validation, raise the number, and stop when the validation loss no longer falls.'
        )
      ]
    }
  },

  loss({ dataset: { classes } }) {
    return {
      heading: 'How wrong is the network?',
      body: [
        paragraph(
          'The network gives each class a score; the scores become probabilities; the loss is the negative logarithm of the probability of the right class. Being sure and right costs next to nothing, being sure and wrong costs a lot.'
        ),
        formula(`−ln(1 / ${classes.length}) = **${Math.log(classes.length).toFixed(3)}**`),
        paragraph(
          `This is the loss of pure guessing among ${countWord(classes.length)} classes, and about where every loss curve starts.`
        )
      ]
    }
  },

  labelSmoothing: ({ config: { labelSmoothing }, dataset: { classes } }) => ({
    heading: labelSmoothing === 0 ? 'Labels as they are' : 'Labels that leave some doubt',
    body: [
      paragraph(
        `**Label smoothing** takes a share of each label and spreads it evenly over all ${countWord(classes.length)} classes. With a share of s, the right class is asked for with a probability of 1 − s + s / ${classes.length} instead of 1.`
      ),
      paragraph(
        'Without it, the loss of a right answer still falls when the network becomes more certain, so the weights keep growing. With it, the network stays less certain, and often does a little better on new images: worth trying in long trainings, with networks that learn fast, and with labels that are sometimes wrong. For the lesson’s two epochs it gains little.'
      ),
      paragraph(
        'The running loss is then that of the smoothed labels, so it cannot reach 0 and is higher than without. The losses on validation and test images are always measured with the labels as they are.'
      )
    ]
  }),

  classWeights: ({ config: { classWeights } }) => ({
    heading: classWeights === 'equal' ? 'All classes count the same' : 'Rare classes count more',
    body: [
      paragraph(
        'If a data set has many images of one class and few of another, the loss is mostly about the first. The network then does well on the common class and badly on the rare one, and its accuracy over all images hides that.'
      ),
      paragraph(
        '**Class weights** say how much an image of each class counts in the loss. With **balanced**, the weight of a class follows from the number of its images, so that all classes count the same in total:'
      ),
      formula('images / (classes × images of the class)'),
      paragraph(
        'The images counted are those that are trained on. The loss of a batch is the sum of its weighted losses, divided by the sum of its weights. The running loss is this weighted loss. Accuracy and loss on validation and test images are always measured without weights.'
      ),
      paragraph(
        'It helps with data of your own in which classes differ a lot in size: look at the accuracy of each class in Evaluate, which rises for rare classes and may fall a little for common ones. With very few images of a class, the weight becomes large and the steps become rough. CIFAR-10 has the same number of images in each class, so there is nothing to balance.'
      )
    ]
  }),

  clip: ({ config: { clip } }) => ({
    heading: clip === 0 ? 'Gradients as they are' : 'Gradients that are cut short',
    body: [
      paragraph(
        'The **norm** of a gradient is its length: the root of the sum of the squares of all its numbers. **Gradient clipping** sets a limit to it. If the gradient of a step is longer, all its numbers are multiplied by the same factor, so that it is just as long as the limit. It keeps its direction.'
      ),
      formula('g × min(1, limit / (norm of g + 0.000001))'),
      paragraph(
        'One unusual batch can have a gradient many times as long as the others, and a single step along it can undo a lot of training. Clipping helps where the loss jumps up now and then, or grows without end at a learning rate that is otherwise good. A network that trains steadily does not need it.'
      ),
      paragraph(
        'To choose a limit, look at the norms of your own network: “Step by step” shows that of each batch, before clipping, as the size of the gradient. It is the norm of all weights that learn, together. Clipping comes first, then weight decay and the optimizer. Adam and its relatives divide by the size of recent gradients anyway, so a limit changes less there.'
      )
    ]
  }),

  patience: ({ config: { patience, epochs } }) => ({
    heading: patience === 0 ? 'Training to the last epoch' : 'Stop when it gets no better',
    body: [
      paragraph(
        'Early on, the loss on validation images falls together with the training loss. A network that trains for long may begin to memorise its training images: their loss goes on falling, but the validation loss rises.'
      ),
      paragraph(
        `**Early stopping** ends the training when the validation loss has not reached a new low for ${patience === 0 ? 'a number of epochs in a row, its patience' : `**${formatCount(patience)}** ${patience === 1 ? 'epoch' : 'epochs in a row'}`}. The result is then the checkpoint of the epoch with the lowest validation loss, not the last one. It helps where many epochs meet few images; with ${epochs === 2 ? 'the two epochs of the lesson' : 'few epochs'} there is nothing to stop.`
      ),
      paragraph(
        'Why the validation images and not the test images? Whatever chooses between networks is fitted to the images that it chooses by: of many networks, some are good on just these images by chance. The test accuracy is only an honest estimate because nothing was chosen by it.'
      )
    ]
  }),

  ema: ({ config: { ema } }) => ({
    heading: ema === 0 ? 'The weights of the last step' : 'An average of the weights',
    body: [
      paragraph(
        `Each step follows the gradient of a few images, so the weights jump about a good point instead of settling in it. **Weight averaging** keeps a second network beside the one that learns. Every ${averageEvery} steps its weights move a little towards those that are being trained: it keeps a share of ${ema === 0 ? 'what it has, such as 0.99,' : `**${ema}** of what it has`} and takes the rest from them. This is an exponential moving average, EMA for short.`
      ),
      paragraph(
        ema === 0
          ? 'The jumps cancel out in the average.'
          : `The jumps cancel out in the average. It looks back over about ${formatCount(Math.round(averageEvery / (1 - ema)))} steps.`
      ),
      paragraph(
        'The average is never trained, so the run itself stays as it is. Both networks are evaluated, side by side; pictures, predictions and exported files use the trained weights. The average helps most while the learning rate is high; a schedule that ends near zero lets the weights settle too, and leaves it less to gain.'
      )
    ]
  }),

  evaluateEvery: ({ config: { evaluateEvery } }) => ({
    heading:
      evaluateEvery === 0
        ? 'Evaluated after each epoch'
        : `Evaluated every ${formatCount(evaluateEvery)} ${evaluateEvery === 1 ? 'step' : 'steps'}`,
    body: [
      paragraph(
        'If images are held back for validation, the network is evaluated on them after each epoch. An epoch over many images is long; with an interval you also see what happens inside it.'
      ),
      paragraph(
        'An evaluation takes time, but the training does not notice it: the weights are the same with and without. “Over time” in Evaluate shows how the accuracy of each class developed.'
      )
    ]
  }),

  watchTest: ({ config: { watchTest } }) => ({
    heading: watchTest ? 'Test images, only to be watched' : 'The test images come last',
    body: [
      paragraph(
        'The accuracy on the test images is an honest estimate as long as nothing was chosen by it. That is why they are usually evaluated once, at the end.'
      ),
      paragraph(
        'Many lessons plot the test accuracy during training, and it is instructive to see. This switch does the same: such results are marked as test results, and neither early stopping nor the choice of the best checkpoint ever looks at them.'
      ),
      paragraph(
        'If you look at them yourself to choose the number of epochs or another setting, the accuracy is no longer honest: it is a little too good. For such choices, hold images back for validation.'
      )
    ]
  }),

  zeroGrad: ({ dialect }) => ({
    heading: 'Clear the old gradients',
    body: [
      dialect === 'pytorch'
        ? paragraph(
            'PyTorch adds new gradients to those that are already there. Each batch should count by itself, so the gradients of the previous batch are set to zero first.'
          )
        : paragraph(
            'PyTorch adds new gradients to those that are already there, so they have to be set to zero before each step. TensorFlow.js makes new ones every time.'
          )
    ]
  }),

  backward: ({ shapes }) => ({
    heading: 'How each weight affects the loss',
    body: [
      paragraph(
        `From the last layer back to the first, the chain rule works out for each of the **${formatCount(countWeights(shapes.flatMap(({ parameters }) => parameters)).learning)}** parameters how the loss would change if that one grew a little. These slopes together are the gradient.`
      ),
      paragraph(
        'This is called backpropagation. For most layers it is about twice the work of the forward pass: once for the gradients of the weights, and once to pass the gradient on to the layer before. It can still take less time: many gradients are zero, for example behind max pooling, and Tenfold’s WebAssembly engine skips these. Besides, “Where the time goes” counts part of this work, the gradients of dense layers’ weights, as “update”.'
      )
    ]
  }),

  optimizerStep: ({ config: { optimizer } }) => ({
    heading: 'One step downhill',
    body: [
      paragraph(
        `The optimizer moves every weight a little in the direction in which the loss falls. A batch shows only a few images, so the direction is an estimate that is right on average: this is called stochastic gradient descent${stepWords[optimizerKinds[optimizer.type].steps]}`
      )
    ]
  }),

  logEvery({ config, dataset }) {
    const size = trainingSize(config, dataset.splits.train.images)
    const lines = Math.floor(size.stepsPerEpoch / config.logEvery)
    const rest = size.stepsPerEpoch - lines * config.logEvery
    return {
      heading:
        config.logEvery === 1
          ? 'A line for every batch'
          : `A line every ${formatCount(config.logEvery)} batches`,
      body: [
        paragraph(
          `The loss of a single batch jumps about. The mean over **${formatCount(config.logEvery)}** ${config.logEvery === 1 ? 'batch' : 'batches'}, the running loss, shows where the training is going.`
        ),
        paragraph(
          `${formatCount(size.stepsPerEpoch)} ${size.stepsPerEpoch === 1 ? 'batch in an epoch gives' : 'batches in an epoch give'} **${formatCount(lines)}** ${lines === 1 ? 'line' : 'lines'}, **${formatCount(lines * config.epochs)}** in all.${restNote(lines, rest)}`
        )
      ]
    }
  },

  checkpointEvery: ({ config, dialect }) => ({
    heading: 'Checkpoints while training',
    body: [
      paragraph(
        `After every **${formatCount(config.checkpointEvery)}** steps, Tenfold writes weights, optimizer and position in the data to disk. A run that was interrupted continues from there, and ends as if nothing had happened.`
      ),
      paragraph(
        `The script saves ${dialect === 'pytorch' ? 'only the weights' : 'only the network and its weights'}: enough to use the network as it was then, but not to continue exactly.`
      )
    ]
  }),

  keepCheckpoints: () => ({
    heading: 'Which checkpoints are kept',
    body: [
      paragraph(
        'Every checkpoint takes room on the disk. Tenfold can keep all of them, only the last, or some that are spread over the run, which is enough to see how the network changed.'
      )
    ]
  }),

  recipes: () => ({
    heading: 'Settings that go together',
    body: [
      paragraph(
        'A **recipe** is a network and settings that were chosen together. **The lesson** is the tutorial’s. The other two use what has been learned since about training small networks fast: layers that keep numbers in a good range, an optimizer that needs fewer steps, a learning rate that falls to zero, and a different version of each image in every epoch.'
      ),
      paragraph(
        'Each ingredient is explained beside its name. To see what one is worth, switch it off, train, and compare the accuracies. A number beside a name is such a difference, measured before, in percentage points.'
      ),
      paragraph(
        'Another seed alone changes the accuracy by up to a point. To be sure of a small difference, train with several seeds, with and without the ingredient: a study under Runs does it.'
      ),
      paragraph(
        '“Use this recipe” fills in the settings of the next run. All of them can still be changed before you press Train.'
      )
    ]
  }),

  finished: () => ({
    heading: 'Training is over',
    body: [paragraph('All epochs are done. The weights are in memory only; the next lines save them.')]
  }),

  engine: ({ dialect }) => whatComputes(dialect),
  threads: ({ dialect }) => whatComputes(dialect)
} as const satisfies Readonly<Record<string, (facts: LessonFacts) => LessonExplanation>>

/** @param rest batches at the end of an epoch that are too few for a line */
function restNote(lines: number, rest: number): string {
  if (rest === 0) return ''
  if (lines === 0) return ' An epoch is too short to fill one.'
  return rest === 1
    ? ' The last batch of an epoch does not fill a line, so its loss is not printed.'
    : ` The last ${formatCount(rest)} batches of an epoch do not fill a line, so their loss is not printed.`
}

const whatComputes = (dialect: LessonFacts['dialect']): LessonExplanation => ({
  heading: 'What computes',
  body: [
    paragraph(
      `An engine is the part of Tenfold that computes. **auto** uses the fastest one on this machine; Devices lists them all. **reference** is written in plain loops: it is slow, and the others are checked against it.${dialect === 'pytorch' ? ' In PyTorch, you choose a `device` instead.' : ''}`
    ),
    paragraph(
      'Threads share the work of one step. A small network is often fastest with few of them, because threads also lose time waiting for each other.'
    )
  ]
})
