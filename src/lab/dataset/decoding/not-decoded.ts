import { LabError } from '../../../core/base/lab-error'
import type { DecoderExit } from './decoder-process'

/** What became of an image whose process is gone. */
export function notDecoded(
  name: string,
  { code, signal, ended, lastWords }: DecoderExit,
  secondsPerImage: number
): LabError {
  const cause = lastWords === '' ? undefined : lastWords
  const asPng = 'Save it as PNG or JPEG in another program and add that file, or leave it out.'
  switch (ended) {
    case 'slow':
      return new LabError(
        'data-corrupt',
        `${name} was not decoded within ${secondsPerImage} seconds.`,
        asPng,
        cause
      )
    case 'closed':
      return decodingClosed()
    case 'unusable':
      return new LabError(
        'internal',
        `${name} could not be decoded: the process for it did not start.`,
        'Close other programs, then try again.',
        cause
      )
    case undefined:
      break
  }
  const how = signal !== null ? `was ended by ${signal}` : `ended with code ${code ?? 'unknown'}`
  const outOfMemory = /out of memory|allocation failed/i.test(lastWords)
  return new LabError(
    'data-corrupt',
    `${name} could not be decoded: the process for it ${how}${outOfMemory ? ' because memory ran out' : ''}.`,
    asPng,
    cause
  )
}

export const decodingClosed = (): LabError =>
  new LabError('cancelled', 'The image was no longer wanted.', 'Add it again.')
