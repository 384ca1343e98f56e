import { formatCount } from '../../core/format/format-number'
import { countParameters } from '../../core/model/infer-shapes'
import { pixelsOf, pixelText } from '../../core/model/pixel-range'
import type { RunEvent } from '../../core/run/run-event'
import type { RunState } from '../../core/run/run-state'

const origins: Readonly<Record<RunState['pixelsFrom'], string>> = {
  training: '',
  file: ', as the file says',
  user: ', as you chose',
  assumed: ', assumed'
}

/**
 * What is known of a network that another program trained: what the file says of it, and what was answered.
 * @returns undefined for a run with settings of its own
 */
export function loadedLine(
  { config, pixelsFrom }: Pick<RunState, 'config' | 'pixelsFrom'>,
  events: readonly RunEvent[]
): string | undefined {
  const imported = events.find((event) => event.type === 'imported')
  if (config === undefined || imported === undefined || imported.dataset !== undefined) return undefined
  const { model } = config
  return [
    `loaded from ${imported.fileName}`,
    `network of ${formatCount(countParameters(model))} parameters`,
    `pixels ${pixelText(pixelsOf(model))}${origins[pixelsFrom]}`,
    ...(imported.channels === 'bgr' ? ['blue first in the file'] : []),
    ...(imported.order === undefined ? [] : [`classes in the file ${imported.order.join(', ')}`]),
    'not trained here'
  ].join(', ')
}
