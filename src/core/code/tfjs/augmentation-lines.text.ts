import { activeAugmentations } from '../../augmentation/augmentation-kinds'
import { augmentationTexts } from '../../augmentation/augmentation-texts'
import type { DatasetInfo } from '../../data/dataset-info'
import { wordList } from '../../format/word-list'
import type { RunConfig } from '../../settings/run-config'

/** What people read beside the lines that change training images. */
export function augmentationLinesText(config: RunConfig, { shape: [height, width] }: DatasetInfo) {
  const { seed, crop, brightness, contrast, cutout } = config
  const words = wordList(activeAugmentations(config).map((name) => augmentationTexts[name].noun))
  const factors = (strength: number): string =>
    `from **${Number((1 - strength).toFixed(3))}** to **${Number((1 + strength).toFixed(3))}**`
  return {
    drawn: `The number that was drawn last; the first follows from the seed, **${seed}**. \`Math.random\` would draw others in every run.`,
    random:
      'Defines a function that draws a number between 0 and 1: Park and Miller’s generator, about the shortest there is.',
    next: 'Each number follows from the one before: multiplied, and what remains after a division is kept.',
    random01: 'Scales it to between 0 and 1.',
    randomEnd: 'Ends `random`.',

    mirror:
      'Defines a function that says which pixel a place beyond the edge shows: one as far inside as the place is outside.',
    inside: 'At the low edge that is the place without its minus sign.',
    mirrored: 'At the high edge it is counted back from the last pixel.',
    mirrorEnd: 'Ends `mirror`.',
    crop: `Defines a function that shifts an image by up to **${crop}** ${crop === 1 ? 'pixel' : 'pixels'} in each direction.`,
    down: `Draws how far down the piece lies that is cut out: a whole number from −${crop} to ${crop}.`,
    right: 'Draws how far right it lies.',
    cropMap: '`map` makes a new image, number by number; `i` is the place of a number in it.',
    cropY: 'Which row of the old image shows there.',
    cropX: 'Which column shows there.',
    cropValue:
      'The number at that row and column, of the same channel: `i - i % plane` is where the channel begins.',
    cropMapEnd: 'Ends what is done for each number of the shifted image.',
    cropEnd: 'Ends `crop`.',

    flips: 'Remembers for each image whether it is mirrored in the first epoch.',
    flip: 'Defines a function that mirrors an image left to right, or leaves it as it is.',
    coin: 'Tosses a coin: half of the images stay as they are.',
    newCoin: 'Tosses a coin for an image that it has not seen before.',
    side: 'In odd epochs the coin counts the other way round, so an image changes sides with every epoch.',
    flipMap: 'Makes the mirrored image, number by number.',
    flipX: 'The column of the number.',
    flipValue: `The number in the column that lies as far from the other edge; **${width - 1}** is the last column.`,
    flipMapEnd: 'Ends what is done for each number of the mirrored image.',
    flipEnd: 'Ends `flip`.',

    brighten: 'Defines a function that makes an image darker or lighter.',
    brightFactor: `Draws a factor ${factors(brightness)}.`,
    brightMap: 'Multiplies every number by it, up to 255, which is as bright as it gets.',
    brightColours: 'Does so for the colours, which come first, and leaves the opacity as it is.',
    brightValue: 'The product, at most 255; or the opacity.',
    brightenEnd: 'Ends `brighten`.',

    stretch: 'Defines a function that changes the contrast of an image.',
    contrastFactor: `Draws a factor ${factors(contrast)} for it.`,
    sum: 'Adds up how bright the pixels are, from 0.',
    eachPixel: `Goes through the **${height * width}** pixels.`,
    grey: 'A pixel’s grey is its only number.',
    red: 'The grey of a pixel is the weighted sum of its colours, because eyes do not see them equally bright. Here is red.',
    green: 'Green counts most.',
    blue: 'Blue counts least.',
    eachPixelEnd: 'Ends the sum.',
    meanGrey: 'The mean grey of the image.',
    contrastMap: 'Moves every number away from the mean or towards it.',
    contrastOpacity: 'Leaves the opacity, which comes last, as it is.',
    contrastValue: 'Multiplies its distance from the mean by the factor.',
    contrastClip: 'Keeps the result between 0 and 255.',
    contrastMapEnd: 'Ends what is done for each number of the stretched image.',
    stretchEnd: 'Ends `stretch`.',

    cutout: `Defines a function that blanks a square of ${cutout} × ${cutout} pixels around a random one.`,
    top: `Draws the row of its centre, and counts **${Math.floor(cutout / 2)}** back: where the square begins.`,
    left: 'The same for its columns.',
    cutoutMap: 'Makes the image with the square, number by number.',
    cutoutY: 'How many rows a number lies below the square’s first.',
    cutoutX: 'How many columns it lies right of the square’s first.',
    within: 'Whether it lies in the square; parts of the square may lie outside the image.',
    andColumn: 'Both its row and its column have to.',
    blank: 'If so, the number that becomes nearest to 0 for the network; otherwise the old one.',
    blanks: 'The byte of each channel that becomes nearest to 0 for the network.',
    blankOf: 'If so, the blank value of its channel; otherwise the old one.',
    cutoutMapEnd: 'Ends what is done for each number of the image with the square.',
    cutoutEnd: 'Ends `cutout`.',

    plane: `How many numbers one channel has: ${height} × ${width}.`,
    augment: `Defines what happens to a training image each time it is used (${words}).`,
    cropStep: 'Shifts it.',
    flipStep: 'Mirrors it, or not.',
    brightenStep: 'Makes it darker or lighter.',
    stretchStep: 'Changes its contrast.',
    cutoutStep: 'Blanks a square of it.',
    result: 'Gives back the changed image.',
    augmentEnd: 'Ends `augment`.',

    makeBatch:
      'Defines a function that makes tensors of some images. `rows` lists which images of the array `bytes` to take, counted from 0. Only the training gives an `epoch`.',
    onlyTraining: 'Without an epoch, the images are for validation or the test, and stay as they are.',
    image: 'A copy of the numbers of this image.',
    change: 'Puts the changed image in its place.',
    batches:
      'Defines a generator, marked by `*`: a function that gives one batch after another to a `for` loop, each only when it is asked for. `epoch` is passed on.',
    trainBatches:
      'Takes one batch after another: `x` are the images, `y` their labels. `epoch` says that these images are trained on, so they are changed.'
  }
}
