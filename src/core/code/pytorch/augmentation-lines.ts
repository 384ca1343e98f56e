import type { DatasetInfo } from '../../data/dataset-info'
import { activeAugmentations } from '../../augmentation/augmentation-kinds'
import { channelPixels } from '../../model/pixel-range'
import type { ModelSpec } from '../../model/model-spec'
import type { RunConfig } from '../../settings/run-config'
import { blankLine, call, type CodeLine, codeLine as line } from '../code-line'
import { augmentationLinesText } from './augmentation-lines.text'

/** Whether each image of the training set is changed where it is taken from its files. */
export const hasChain = ({ flip, ...config }: RunConfig): boolean =>
  activeAugmentations({ ...config, flip: flip === 'alternating' ? 'off' : flip }).length > 0

/**
 * `train_transform`, and the functions that it calls.
 * @param plain the lines of the chain that turn a picture into the network's numbers
 */
export function chainLines(
  config: RunConfig,
  dataset: DatasetInfo,
  plain: readonly CodeLine[]
): readonly CodeLine[] {
  if (!hasChain(config)) return []
  const say = augmentationLinesText(config, dataset)
  const { crop, flip, brightness, contrast, cutout } = config
  const [height, width, channels] = dataset.shape
  const jitters = (indent: string): readonly CodeLine[] => [
    ...(brightness > 0
      ? [line('brightness', say.brightness)`${call(indent)}transforms.ColorJitter(brightness=${brightness}),`]
      : []),
    ...(contrast > 0
      ? [line('contrast', say.contrast)`${call(indent)}transforms.ColorJitter(contrast=${contrast}),`]
      : [])
  ]
  const colour = brightness > 0 || contrast > 0
  const colourLink = brightness > 0 ? 'brightness' : 'contrast'
  const apart = colour && channels === 4
  return [
    ...(apart
      ? [
          line(colourLink, say.jitter)`color_jitter = transforms.Compose([`,
          ...jitters('    '),
          line(colourLink, say.composeEnd)`])`,
          blankLine,
          line(colourLink, say.defineJitter)`def jitter(image):`,
          // A data set of image files has pictures here, one of binary files tensors.
          ...(dataset.folder === undefined
            ? [
                line(colourLink, say.colours)`    colours = color_jitter(image[:3])`,
                line(colourLink, say.join)`    return torch.cat([colours, image[3:]])`
              ]
            : [
                line(colourLink, say.colours)`    colours = color_jitter(image.convert('RGB'))`,
                line(colourLink, say.join)`    colours.putalpha(image.getchannel('A'))`,
                line(colourLink, say.joined)`    return colours`
              ]),
          blankLine
        ]
      : []),
    ...(cutout > 0 ? [...cutoutLines(config, dataset), blankLine] : []),
    line('augmentation', say.compose)`train_transform = transforms.Compose([`,
    ...(crop > 0
      ? [
          line('crop', say.crop)`    transforms.RandomCrop(`,
          line('crop', say.padding)`        (${height}, ${width}), padding=${crop},`,
          line('crop', say.reflect)`        padding_mode='reflect'),`
        ]
      : []),
    ...(flip === 'random' ? [line('flip', say.flip)`    transforms.RandomHorizontalFlip(),`] : []),
    ...(apart ? [line(colourLink, say.callJitter)`    jitter,`] : jitters('    ')),
    ...plain,
    ...(cutout > 0 ? [line('cutout', say.cutoutStep)`    cutout,`] : []),
    line('augmentation', say.chainEnd)`])`
  ]
}

function cutoutLines(config: RunConfig, dataset: DatasetInfo): readonly CodeLine[] {
  const say = augmentationLinesText(config, dataset)
  const [height, width] = dataset.shape
  const { cutout } = config
  const before = Math.floor(cutout / 2)
  const fill = blankValues(config.model)
  const [first] = fill
  const same = first !== undefined && fill.every((value) => value === first)
  return [
    line('cutout', say.defineCutout)`def cutout(image):`,
    line('cutout', say.row)`    y = torch.randint(${height}, (1,)).item()`,
    line('cutout', say.column)`    x = torch.randint(${width}, (1,)).item()`,
    line('cutout', say.top)`    top = max(y - ${before}, 0)`,
    line('cutout', say.left)`    left = max(x - ${before}, 0)`,
    line('cutout', say.bottom)`    bottom = y + ${cutout - before}`,
    line('cutout', say.right)`    right = x + ${cutout - before}`,
    ...(same
      ? [line('cutout', say.blank)`    image[:, top:bottom, left:right] = ${first}`]
      : [
          line('cutout', say.fill)`    blank = torch.tensor([${call(fill.join(', '))}])`,
          line('cutout', say.blank)`    image[:, top:bottom, left:right] = blank.view(-1, 1, 1)`
        ]),
    line('cutout', say.cutoutResult)`    return image`
  ]
}

/** Of each channel the network's number that is nearest to 0. */
const blankValues = (model: ModelSpec): readonly number[] =>
  channelPixels(model).map(([low, high]) => Math.max(low, Math.min(high, 0)))

/** Images that are held back get the plain chain. @param plain as Python has it */
export function heldLines(
  config: RunConfig,
  dataset: DatasetInfo,
  plain: 'transform' | 'None'
): readonly CodeLine[] {
  if (!hasChain(config)) return []
  const say = augmentationLinesText(config, dataset)
  return [
    line('validationSplit', say.heldCopy)`held_set.dataset = copy(held_set.dataset)`,
    plain === 'None'
      ? line('validationSplit', say.heldTransform)`held_set.dataset.transform = None`
      : line('validationSplit', say.heldTransform)`held_set.dataset.transform = transform`
  ]
}

/** The data set around the training set that shows images mirrored in every other epoch. */
export function alternatingLines(config: RunConfig, dataset: DatasetInfo): readonly CodeLine[] {
  if (config.flip !== 'alternating') return []
  const say = augmentationLinesText(config, dataset)
  return [
    blankLine,
    line('flip', say.alternating)`class AlternatingFlip(Dataset):`,
    line('flip', say.alternatingInit)`    def __init__(self, images):`,
    line('flip', say.images)`        self.images = images`,
    line('flip', say.epoch)`        self.epoch = 0`,
    line('flip', say.first)`        self.first = torch.rand(len(images)) < 0.5`,
    blankLine,
    line('flip', say.len)`    def __len__(self):`,
    line('flip', say.lenResult)`        return len(self.images)`,
    blankLine,
    line('flip', say.getItem)`    def __getitem__(self, row):`,
    line('flip', say.item)`        image, label = self.images[row]`,
    line('flip', say.turned)`        if self.first[row] ^ (self.epoch % 2 == 1):`,
    line('flip', say.turn)`            image = image.flip(-1)`,
    line('flip', say.itemResult)`        return image, label`,
    blankLine,
    line('flip', say.wrap)`train_set = AlternatingFlip(train_set)`
  ]
}
