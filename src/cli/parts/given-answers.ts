import { channelOrder } from '../../core/data/channel-order'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { namedPixels, pixelNames } from '../../core/exchange/pixel-scales'
import { writtenClasses } from '../../core/exchange/written-classes'
import { parsePixels, pixelRanges } from '../../core/model/pixel-range'
import { type NetworkAnswers, networkAnswers } from '../../core/exchange/network-answers'
import { readBoundedFile } from '../../lab/storage/read-bounded-file'
import { userPathError } from '../../lab/storage/storage-error'
import { userPath } from '../../lab/storage/user-path'

/** Bytes of the longest list of names. */
const mostBytes = 1_000_000

/** @throws LabError 'invalid-input' */
export function givenPixels(text: string): NonNullable<NetworkAnswers['pixels']> {
  const named = namedPixels(text)
  if (named !== undefined) return pixelRanges.parse(named)
  try {
    return parsePixels(text)
  } catch (thrown) {
    const { code, message, hint } = LabError.from(thrown)
    throw new LabError(code, message, `${hint.replace(/\.$/, '')}, or ${pixelNames.join(' or ')}.`)
  }
}

/**
 * What the command says of a network from a file; undefined where it says nothing.
 * @throws LabError 'invalid-input' | 'storage'
 */
export async function givenAnswers(options: {
  readonly channels?: string | undefined
  readonly classNames?: string | undefined
}): Promise<NetworkAnswers | undefined> {
  const { channels, classNames } = options
  if (channels === undefined && classNames === undefined) return undefined
  return {
    ...(channels === undefined ? {} : { channels: orderOf(channels) }),
    ...(classNames === undefined ? {} : { classes: await namesIn(userPath(classNames)) })
  }
}

function orderOf(text: string): NonNullable<NetworkAnswers['channels']> {
  const order = channelOrder.safeParse(text.trim().toLowerCase())
  if (order.success) return order.data
  throw new LabError(
    'invalid-input',
    `“${text.slice(0, 40)}” is not an order of colours.`,
    'Give rgb, or bgr for a network that takes images as OpenCV and Caffe read them.'
  )
}

async function namesIn(file: string): Promise<string[]> {
  const text = await readBoundedFile(file, mostBytes).catch((cause: unknown) => {
    throw userPathError(cause, 'read', file)
  })
  const classes = writtenClasses(new TextDecoder().decode(text))
  return parseInput(networkAnswers.shape.classes.unwrap(), classes, `The list of names in ${file}`)
}
