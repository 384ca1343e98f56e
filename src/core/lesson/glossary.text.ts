/** A term of the field. */
export interface GlossaryTerm {
  readonly term: string
  /** How it appears in texts, besides the term itself. */
  readonly forms: readonly string[]
  /** Whether it is marked in texts: not a word that means other things too. */
  readonly marked: boolean
  /** One sentence, without markup. */
  readonly meaning: string
}

const entry = (term: string, meaning: string, forms: readonly string[] = []): GlossaryTerm => ({
  term,
  forms,
  marked: true,
  meaning
})

/** Words that a newcomer may not know, in alphabetical order. */
export const glossary: readonly GlossaryTerm[] = [
  entry('accuracy', 'The share of images for which the network’s prediction is right.'),
  entry(
    'activation',
    'A simple function, such as ReLU, that is applied to every number between two layers; without it, several layers could do no more than a single layer.',
    ['activations']
  ),
  entry(
    'Adagrad',
    'An optimizer in which each weight has its own step length, which shrinks as its slopes add up.'
  ),
  entry(
    'Adam',
    'An optimizer with momentum, in which each weight has its own step length, computed from its recent slopes.',
    ['AdamW']
  ),
  entry('adaptive', 'Said of optimizers, such as Adam, that give every weight a step length of its own.'),
  entry('argmax', 'The place of the largest number in a list; for scores, the predicted class.'),
  entry(
    'arithmetic',
    'The way in which an engine adds up and rounds numbers; another way gives slightly different weights.'
  ),
  entry(
    'augmentation',
    'Changing training images a little, such as mirroring or shifting them, so that each epoch sees other versions of them.'
  ),
  entry(
    'backpropagation',
    'Working out the gradients from the last layer back to the first, by the chain rule.'
  ),
  entry(
    'backward pass',
    'Going back through the network from the loss, layer by layer, to compute the gradients.',
    ['backward passes']
  ),
  entry('batch', 'A few images that are processed together; the weights change once for each batch.', [
    'batches',
    'mini-batch',
    'mini-batches'
  ]),
  entry(
    'batch normalisation',
    'A layer that centres and scales every channel, by the mean and variance of the batch while training.'
  ),
  entry('bias', 'A number that a unit or filter adds to its sum; like a weight, it is learned.', ['biases']),
  entry(
    'calibration',
    'Whether a network is right as often as it is sure: of all predictions made with 70 %, about 70 % should be right.',
    ['calibrated']
  ),
  entry(
    'chain rule',
    'The rule for the slope of a function of a function: multiply the slopes along the way.'
  ),
  entry(
    'channel',
    'One plane of numbers of an image: red, green or blue at first, later the map that a filter has made.',
    ['channels']
  ),
  entry('checkpoint', 'A file with the weights at some moment of a training, from which it can continue.', [
    'checkpoints'
  ]),
  {
    ...entry('class', 'One of the kinds of thing that the network tells apart, such as cat or ship.'),
    marked: false
  },
  entry(
    'confidence interval',
    'A range around a measured value; of 100 such ranges at 95 %, about 95 contain the true value.',
    ['confidence intervals']
  ),
  entry('confusion matrix', 'A table that counts, for each true class, which classes the network predicted.'),
  entry(
    'convolution',
    'A layer whose filters slide over an image and compute a weighted sum at every place.',
    ['convolutions']
  ),
  entry(
    'covariance',
    'A number that says how two values vary together: above 0 if they usually rise together, below 0 if one falls as the other rises.'
  ),
  entry('CPU', 'The computer’s main processor.'),
  entry(
    'cross-entropy',
    'The loss of a classifier: minus the logarithm of the probability that it gave to the right class.'
  ),
  entry('CUDA', 'NVIDIA’s interface for computing on its graphics cards.'),
  entry(
    'cutout',
    'A kind of augmentation that blanks a square of each training image, so that the network learns to use all parts of it.'
  ),
  entry(
    'dense layer',
    'A layer in which every unit has a weight for every input; also called fully connected, in PyTorch nn.Linear.',
    ['dense layers', 'fully connected']
  ),
  entry(
    'depthwise convolution',
    'A convolution in which each filter looks at one channel only, instead of at all of them.'
  ),
  entry('device', 'What computes: the processor (CPU) or a graphics card (GPU).', ['devices']),
  entry('dropout', 'A layer that sets some values to 0 at random while training, to make memorising harder.'),
  entry(
    'early stopping',
    'Ending a training when the validation loss has not fallen for some epochs, and going back to the best of them.'
  ),
  entry('eigenvector', 'Of a covariance: a direction in which data vary, apart from the other directions.', [
    'eigenvectors'
  ]),
  entry('engine', 'The part of Tenfold that computes: it trains the network and makes its predictions.', [
    'engines'
  ]),
  entry('epoch', 'One pass over all training images.', ['epochs']),
  entry(
    'evaluation',
    'Testing a network on images that it was not trained on, and counting which predictions are right.'
  ),
  entry(
    'filter',
    'A small block of weights that slides over an image and responds where it finds its pattern; also called a kernel.',
    ['filters']
  ),
  entry('flatten', 'To put the numbers of several maps into one row, without changing any.', [
    'flattening',
    'flattened'
  ]),
  entry('fork', 'A new run that continues from a checkpoint of another one, with some settings changed.', [
    'forks'
  ]),
  entry('forward pass', 'Sending a batch through the network, layer by layer, to compute its scores.', [
    'forward passes'
  ]),
  entry('frozen', 'Said of layers whose weights are kept as they are while others learn.', ['freezes']),
  entry(
    'GELU',
    'An activation like ReLU with a smooth bend: small negative numbers are not cut off completely.'
  ),
  entry('GPU', 'A graphics processor; it computes many numbers at the same time.', ['graphics card']),
  entry(
    'gradient',
    'For each weight, how the loss would change if that weight grew a little; together these slopes point uphill.',
    ['gradients']
  ),
  entry(
    'gradient clipping',
    'Shortening a gradient that is longer than a limit, so that one unusual batch cannot change the weights too much.'
  ),
  entry('kernel', 'The weights of a layer without its biases; in a convolution, those of its filters.', [
    'kernels'
  ]),
  entry('label', 'The number of the right class of an image.', ['labels']),
  entry(
    'label smoothing',
    'Training with labels that leave a little probability to the wrong classes, so that the network does not become too sure.'
  ),
  entry(
    'learning rate',
    'The factor that scales every step: the larger it is, the further the weights move.'
  ),
  entry('loader', 'The part of a program that puts images together into batches.', ['loaders']),
  entry('logits', 'Another word for the scores of the last layer, before softmax.'),
  entry('loss', 'A number that says how wrong the network is; training makes it smaller.', ['losses']),
  entry(
    'loss landscape',
    'A picture of the loss for many different weights: hills where it is high, and valleys where it is low.',
    ['landscape']
  ),
  entry('map', 'The plane of numbers that one filter makes, one for every place in the image.', ['maps']),
  entry(
    'minimum',
    'A place where the loss is lower than everywhere around it; a local one is not the lowest of all.',
    ['minima', 'local minimum', 'local minima']
  ),
  entry('momentum', 'The share of the last step that is added to the next one, as with a rolling ball.'),
  entry(
    'multiply-add',
    'Multiplying two numbers and adding the result to a sum; the work of a network is counted in these.',
    ['multiply-adds']
  ),
  entry(
    'Muon',
    'An optimizer with momentum that moves each matrix of weights as a whole, about equally far in all its directions.'
  ),
  entry(
    'Nesterov momentum',
    'A kind of momentum that takes the next part of the way into account, and so brakes earlier at the end of a slope.',
    ['Nesterov']
  ),
  entry('normalise', 'To shift and scale numbers so that they lie around zero.', [
    'normalises',
    'normalisation',
    'normalised'
  ]),
  entry(
    'optimizer',
    'The rule by which weights change once their gradients are known, such as SGD or Adam.',
    ['optimizers']
  ),
  entry('over-fitting', 'Memorising the training images instead of learning what they have in common.', [
    'over-fits',
    'over-fit'
  ]),
  entry('padding', 'Rows and columns of zeros that are added around an image.'),
  entry('parameter', 'A number that is learned: a weight or a bias.', ['parameters']),
  entry('pooling', 'A layer that keeps one number, such as the largest, of every small window.'),
  entry('precision', 'Of all images that were predicted as a class, the share that really is of it.'),
  entry('prediction', 'The class to which the network gives the highest score.', ['predictions']),
  entry('recall', 'Of all images of a class, the share that was predicted correctly.'),
  entry('recipe', 'A network and settings that go together, each of them explained.', ['recipes']),
  entry('ReLU', 'The most common activation: numbers below 0 become 0, the others stay.'),
  entry(
    'residual connection',
    'A way past some layers, whose input is added to their result; also called a shortcut.',
    ['residual connections', 'shortcut', 'shortcuts']
  ),
  entry(
    'RMSprop',
    'An optimizer in which each weight has its own step length, computed from its recent slopes.'
  ),
  entry('running loss', 'The mean loss of the latest batches, here of those since the last line of the log.'),
  entry(
    'saddle',
    'A place where the loss rises in some directions and falls in others; at its centre the slope is zero.',
    ['saddles']
  ),
  entry(
    'schedule',
    'A plan by which the learning rate changes during training, for example falling to zero at the end.',
    ['schedules']
  ),
  entry('scores', 'The numbers that the last layer gives, one for each class; also called logits.', [
    'score'
  ]),
  entry(
    'seed',
    'The number that a random generator starts from; the same seed gives the same random numbers again.',
    ['seeds']
  ),
  entry(
    'SGD',
    'Stochastic gradient descent: moving all weights against the gradient of one batch after another.',
    ['stochastic gradient descent']
  ),
  entry(
    'slope',
    'How much a value changes when a number behind it grows a little; the gradient holds the slope of the loss for every weight.',
    ['slopes']
  ),
  entry('softmax', 'A function that turns scores into probabilities that are all positive and add up to 1.'),
  entry(
    'standard deviation',
    'How far numbers usually are from their mean: the square root of their variance.'
  ),
  entry('step', 'One batch, and the change of the weights after it.', ['steps']),
  entry('stride', 'How many pixels a window moves at a time.', ['strides']),
  entry(
    'study',
    'Several runs that belong together: seeds of the same settings, or a search over settings.',
    ['studies']
  ),
  entry(
    'successive halving',
    'A search that trains all settings briefly and lets only the best ones train on, round after round.'
  ),
  entry('tensor', 'An array of numbers with any number of dimensions.', ['tensors']),
  entry('test set', 'Images that are used only to test a trained network.'),
  entry('thread', 'A part of a program that computes at the same time as others, on a core of its own.', [
    'threads'
  ]),
  entry('training set', 'The images from which the network learns.'),
  entry('unit', 'One of the sums that a dense layer computes; also called a neuron.', ['units']),
  entry('validation', 'Checking on the network during training, with images that are held back from it.', [
    'validation set',
    'validation images'
  ]),
  entry('variance', 'How widely numbers are spread around their mean.'),
  entry(
    'warm-up',
    'The first steps of a training, in which the learning rate rises from almost zero to its full value.'
  ),
  entry('weight', 'A number that an input is multiplied by; weights are what a network learns.', ['weights']),
  entry(
    'weight averaging',
    'Keeping a second network whose weights are a moving average of those being trained.',
    ['exponential moving average']
  ),
  entry('weight decay', 'Pulling all weights a little towards 0 in every step.'),
  entry(
    'whitening',
    'Changing numbers so that they vary equally and are not correlated; for images, neighbouring pixels then repeat less.'
  ),
  entry('worker', 'A process or thread that prepares batches while the network computes.', ['workers'])
]
