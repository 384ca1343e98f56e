import { activeAugmentations } from '../../augmentation/augmentation-kinds'
import type { DatasetInfo } from '../../data/dataset-info'
import { channelPixels } from '../../model/pixel-range'
import type { ModelSpec } from '../../model/model-spec'
import type { RunConfig } from '../../settings/run-config'
import { blankLine, call, type CodeLine, codeLine as line } from '../code-line'
import { augmentationLinesText } from './augmentation-lines.text'

type Words = ReturnType<typeof augmentationLinesText>

export const augments = (config: RunConfig): boolean => activeAugmentations(config).length > 0

/** `augment`, and the functions that it calls. */
export function augmentationLines(config: RunConfig, dataset: DatasetInfo): readonly CodeLine[] {
  if (!augments(config)) return []
  const say = augmentationLinesText(config, dataset)
  const { seed, crop, flip, brightness, contrast, cutout } = config
  const [height, width] = dataset.shape
  const alternating = flip === 'alternating'
  return [
    line('augmentation', say.plane)`const plane = ${height} * ${width}`,
    line('seed', say.drawn)`let drawn = (${seed} % 2147483646) + 1`,
    line('augmentation', say.random)`function random() {`,
    line('augmentation', say.next)`  drawn = (drawn * 48271) % 2147483647`,
    line('augmentation', say.random01)`  return drawn / 2147483647`,
    line('augmentation', say.randomEnd)`}`,
    ...(crop > 0 ? cropLines(crop, dataset, say) : []),
    ...(flip === 'off' ? [] : flipLines(alternating, dataset, say)),
    ...(brightness > 0 ? brightenLines(brightness, dataset, say) : []),
    ...(contrast > 0 ? stretchLines(contrast, dataset, say) : []),
    ...(cutout > 0 ? cutoutLines(cutout, config.model, dataset, say) : []),
    alternating
      ? line('augmentation', say.augment)`function augment(image, row, epoch) {`
      : line('augmentation', say.augment)`function augment(image) {`,
    ...(crop > 0 ? [line('crop', say.cropStep)`  image = crop(image)`] : []),
    ...(flip === 'random' ? [line('flip', say.flipStep)`  image = flip(image)`] : []),
    ...(alternating ? [line('flip', say.flipStep)`  image = flip(image, row, epoch)`] : []),
    ...(brightness > 0 ? [line('brightness', say.brightenStep)`  image = brighten(image)`] : []),
    ...(contrast > 0 ? [line('contrast', say.stretchStep)`  image = stretch(image)`] : []),
    ...(cutout > 0 ? [line('cutout', say.cutoutStep)`  image = cutout(image)`] : []),
    line('augmentation', say.result)`  return image`,
    line('augmentation', say.augmentEnd)`}`,
    blankLine
  ]
}

/** What `makeBatch` does with each image, at the end of its loop. */
export function changeLines(config: RunConfig, dataset: DatasetInfo): readonly CodeLine[] {
  if (!augments(config)) return []
  const say = augmentationLinesText(config, dataset)
  return [
    line('augmentation', say.onlyTraining)`    if (epoch === undefined) return`,
    line('augmentation', say.image)`    const image = values.slice(i * pixels, (i + 1) * pixels)`,
    config.flip === 'alternating'
      ? line('augmentation', say.change)`    values.set(augment(image, row, epoch), i * pixels)`
      : line('augmentation', say.change)`    values.set(augment(image), i * pixels)`
  ]
}

const cropLines = (
  crop: number,
  { shape: [height, width] }: DatasetInfo,
  say: Words
): readonly CodeLine[] => [
  line('crop', say.mirror)`function mirror(place, size) {`,
  line('crop', say.inside)`  const inside = Math.abs(place)`,
  line('crop', say.mirrored)`  return inside < size ? inside : 2 * (size - 1) - inside`,
  line('crop', say.mirrorEnd)`}`,
  line('crop', say.crop)`function crop(image) {`,
  line('crop', say.down)`  const down = Math.floor(random() * ${2 * crop + 1}) - ${crop}`,
  line('crop', say.right)`  const right = Math.floor(random() * ${2 * crop + 1}) - ${crop}`,
  line('crop', say.cropMap)`  return image.map((_, i) => {`,
  line('crop', say.cropY)`    const row = Math.floor((i % plane) / ${width}) + down`,
  line('crop', say.cropX)`    const x = mirror((i % ${width}) + right, ${width})`,
  line('crop', say.cropValue)`    return image[i - (i % plane) + mirror(row, ${height}) * ${width} + x]`,
  line('crop', say.cropMapEnd)`  })`,
  line('crop', say.cropEnd)`}`
]

const flipLines = (
  alternating: boolean,
  { shape: [, width] }: DatasetInfo,
  say: Words
): readonly CodeLine[] => [
  ...(alternating
    ? [
        line('flip', say.flips)`const flips = new Map()`,
        line('flip', say.flip)`function flip(image, row, epoch) {`,
        line('flip', say.newCoin)`  if (!flips.has(row)) flips.set(row, random() < 0.5)`,
        line('flip', say.side)`  if (flips.get(row) === (epoch % 2 === 1)) return image`
      ]
    : [
        line('flip', say.flip)`function flip(image) {`,
        line('flip', say.coin)`  if (random() < 0.5) return image`
      ]),
  line('flip', say.flipMap)`  return image.map((_, i) => {`,
  line('flip', say.flipX)`    const x = i % ${width}`,
  line('flip', say.flipValue)`    return image[i - x + ${width - 1} - x]`,
  line('flip', say.flipMapEnd)`  })`,
  line('flip', say.flipEnd)`}`
]

/** A factor that is drawn: `0.8 + 0.4 * random()`. */
const factor = (strength: number) =>
  call(`${Number((1 - strength).toFixed(6))} + ${Number((2 * strength).toFixed(6))} * random()`)

const brightenLines = (
  brightness: number,
  { shape: [, , channels] }: DatasetInfo,
  say: Words
): readonly CodeLine[] => [
  line('brightness', say.brighten)`function brighten(image) {`,
  line('brightness', say.brightFactor)`  const factor = ${factor(brightness)}`,
  ...(channels === 4
    ? [
        line('brightness', say.brightColours)`  return image.map((value, i) => i < 3 * plane`,
        line('brightness', say.brightValue)`    ? Math.min(255, factor * value) : value)`
      ]
    : [line('brightness', say.brightMap)`  return image.map((value) => Math.min(255, factor * value))`]),
  line('brightness', say.brightenEnd)`}`
]

const stretchLines = (
  contrast: number,
  { shape: [, , channels] }: DatasetInfo,
  say: Words
): readonly CodeLine[] => [
  line('contrast', say.stretch)`function stretch(image) {`,
  line('contrast', say.contrastFactor)`  const factor = ${factor(contrast)}`,
  line('contrast', say.sum)`  let sum = 0`,
  line('contrast', say.eachPixel)`  for (let i = 0; i < plane; i++) {`,
  ...(channels === 1
    ? [line('contrast', say.grey)`    sum += image[i]`]
    : [
        line('contrast', say.red)`    sum += 0.2989 * image[i]`,
        line('contrast', say.green)`      + 0.587 * image[plane + i]`,
        line('contrast', say.blue)`      + 0.114 * image[2 * plane + i]`
      ]),
  line('contrast', say.eachPixelEnd)`  }`,
  line('contrast', say.meanGrey)`  const mean = sum / plane`,
  line('contrast', say.contrastMap)`  return image.map((value, i) => {`,
  ...(channels === 4 ? [line('contrast', say.contrastOpacity)`    if (i >= 3 * plane) return value`] : []),
  line('contrast', say.contrastValue)`    const moved = mean + factor * (value - mean)`,
  line('contrast', say.contrastClip)`    return Math.min(255, Math.max(0, moved))`,
  line('contrast', say.contrastMapEnd)`  })`,
  line('contrast', say.stretchEnd)`}`
]

function cutoutLines(
  cutout: number,
  model: ModelSpec,
  { shape: [height, width] }: DatasetInfo,
  say: Words
): readonly CodeLine[] {
  const before = Math.floor(cutout / 2)
  const blanks = blankBytes(model)
  const [first] = blanks
  const same = first !== undefined && blanks.every((value) => value === first)
  return [
    ...(same ? [] : [line('cutout', say.blanks)`const blanks = [${call(blanks.join(', '))}]`]),
    line('cutout', say.cutout)`function cutout(image) {`,
    line('cutout', say.top)`  const top = Math.floor(random() * ${height}) - ${before}`,
    line('cutout', say.left)`  const left = Math.floor(random() * ${width}) - ${before}`,
    line('cutout', say.cutoutMap)`  return image.map((value, i) => {`,
    line('cutout', say.cutoutY)`    const y = Math.floor((i % plane) / ${width}) - top`,
    line('cutout', say.cutoutX)`    const x = (i % ${width}) - left`,
    line('cutout', say.within)`    const inside = y >= 0 && y < ${cutout}`,
    line('cutout', say.andColumn)`      && x >= 0 && x < ${cutout}`,
    same
      ? line('cutout', say.blank)`    return inside ? ${first} : value`
      : line('cutout', say.blankOf)`    return inside ? blanks[Math.floor(i / plane)] : value`,
    line('cutout', say.cutoutMapEnd)`  })`,
    line('cutout', say.cutoutEnd)`}`
  ]
}

/** Of each channel what, from 0 to 255, becomes nearest to 0 for the network; not rounded, as these numbers are floats. */
const blankBytes = (model: ModelSpec): readonly number[] =>
  channelPixels(model).map(([low, high]) =>
    Number(Math.min(255, Math.max(0, (-low * 255) / (high - low))).toFixed(3))
  )
