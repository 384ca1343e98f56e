import { type AugmentationName, activeAugmentations } from '../../augmentation/augmentation-kinds'
import { augmentationTexts } from '../../augmentation/augmentation-texts'
import type { DatasetInfo } from '../../data/dataset-info'
import { wordList } from '../../format/word-list'
import type { RunConfig } from '../../settings/run-config'

/** What people read beside the lines that change training images. */
export function augmentationLinesText(config: RunConfig, { shape: [height, width] }: DatasetInfo) {
  const { crop, brightness, contrast, cutout } = config
  const kinds = activeAugmentations(config)
  const chained = kinds.filter((name: AugmentationName) => name !== 'flip' || config.flip === 'random')
  const words = wordList(chained.map((name) => augmentationTexts[name].noun))
  const factors = (strength: number): string =>
    `from **${Number((1 - strength).toFixed(3))}** to **${Number((1 + strength).toFixed(3))}**`
  return {
    compose: `The chain for training images. It changes each image at random (${words}), and draws again each time the image is taken. The test images keep the plain chain.`,
    crop: `Cuts out a piece of ${height} × ${width} pixels, the size of the image itself, at a random place.`,
    padding: `Before that, the image gets a border of **${crop}** ${crop === 1 ? 'pixel' : 'pixels'}, so the piece can lie up to ${crop} beside the middle.`,
    reflect:
      'The border shows the image’s own edge as in a mirror. If it were left out, the border would be black.',
    flip: 'Mirrors the image left to right, for half of the images; a coin is tossed each time.',
    brightness: `Multiplies all pixels by one random factor, ${factors(brightness)}: the image gets darker or lighter.`,
    contrast: `Multiplies the distance of the pixels from the image’s mean grey by a random factor, ${factors(contrast)}.`,
    jitter: 'Opens the list of what changes the colours.',
    defineJitter: 'A function for images with opacity, a fourth channel, which `ColorJitter` does not take.',
    colours: 'Changes only the first three channels, the colours.',
    join: 'Puts the opacity back behind them, as it was.',
    joined: 'Gives back the picture, its colours changed.',
    callJitter: 'Changes the colours by the function above.',
    plain: 'Then comes the plain chain from above: it makes a tensor and normalises it.',
    cutoutStep:
      'Blanks a square, by the function above. It comes last, where 0 is what the network reads as nothing.',
    composeEnd: 'Ends the list of changes of colour.',
    chainEnd: 'Ends the chain for training.',
    toFloat: 'Turns bytes into fractions from 0 to 1.',
    normalize: 'Normalises as above.',

    defineCutout: `Defines a function that blanks a square of ${cutout} × ${cutout} pixels: cutout. torchvision has only \`RandomErasing\`, whose square never crosses the edge.`,
    row: `The row of the square’s centre, drawn from all **${height}**.`,
    column: `The column of its centre, drawn from all **${width}**.`,
    top: 'Where the square begins from above. `max` cuts off what lies outside the image.',
    left: 'Where it begins from the left.',
    bottom: `Where it ends below, and on the right: after **${cutout}** pixels. A slice that goes beyond the image stops at its edge.`,
    right: 'The end on the right.',
    blank: 'Sets this part of all channels to what is nearest to 0 for the network.',
    fill: 'What is nearest to 0 for the network, for each channel.',
    cutoutResult: 'Gives the changed image back.',

    copy: 'A function of Python that copies an object. It is needed because the images that are held back must stay as they are.',
    heldCopy:
      'Copies the data set behind `held_set`. The copy shares the images with the first, so it takes hardly any memory.',
    heldTransform: 'Gives the copy the plain chain: images for validation are never changed.',

    noTransform: 'At first, nothing changes the images.',
    hasTransform: 'Asks whether this data set has a chain of changes: only the training set gets one.',
    transformed: 'The chain changes the image and normalises it.',
    giveTransform: 'Gives the training set its chain. The test set gets none.',

    alternating:
      'Defines a data set around another one, in which each image is seen mirrored in every other epoch. PyTorch has nothing for this.',
    alternatingInit: 'Runs once, when `AlternatingFlip(train_set)` is called.',
    images: 'Keeps the data set that it wraps.',
    epoch: 'The epoch; the training loop sets it.',
    first: 'A coin for each image, tossed once: whether it is mirrored in the first epoch.',
    len: 'How many images there are: PyTorch asks for it.',
    lenResult: 'As many as in the data set that it wraps.',
    getItem: 'Gives image number `row` and its label.',
    item: 'Takes both from the data set that it wraps, already transformed.',
    turned: '`^` is “either, or”: in odd epochs it turns the coin over.',
    turn: 'If this epoch shows the image mirrored, mirrors the tensor along its last axis, the columns.',
    itemResult: 'Gives both back as a pair.',
    wrap: 'From here on the training set alternates. Nothing else in the script has to change.',
    setEpoch:
      'Tells the data set which epoch this is. The loader starts its workers in each epoch, so they know it too.'
  }
}
