import { LabError } from '../../core/base/lab-error'
import type { ImageFit } from '../../core/data/image-file'
import type { Examination, FoundSet, ImportRequest } from '../../lab/contract/dataset-import'

/** What was given on the command line. */
export interface AskedImport {
  readonly name?: string | undefined
  readonly set?: string | undefined
  /** [height, width], in pixels. */
  readonly size?: readonly [number, number] | undefined
  readonly grey?: boolean | undefined
  readonly fit: ImageFit
  readonly seed: number
  readonly testShare: number
  readonly licence?: string | undefined
}

/**
 * What is to be imported of what was found.
 * @throws LabError 'invalid-input' for options that cannot be, and where it must be said which set is meant
 */
export function importRequest(found: Examination, asked: AskedImport): ImportRequest {
  if (found.kind === 'archive') return { kind: 'archive', path: found.path }
  if (found.kind === 'known') {
    const { name, variant } = chosenSet(found.sets, asked.set)
    const called = variant === undefined ? name : `${name}, ${variant}`
    return {
      kind: 'known',
      path: found.path,
      name: asked.name ?? called,
      set: name,
      ...(variant === undefined ? {} : { variant })
    }
  }
  const { name = found.name, size, grey, fit, seed, testShare, licence } = asked
  if (asked.set !== undefined)
    throw new LabError(
      'invalid-input',
      '--set is for well-known data sets, and this is a folder of images.',
      'Leave it out.'
    )
  const [height, width] = size ?? found.shape
  const channels = grey === undefined ? found.shape[2] : grey ? 1 : 3
  return {
    kind: 'folder',
    path: found.path,
    name: name.slice(0, 80),
    shape: [height, width, channels],
    fit,
    seed,
    testShare,
    ...(licence === undefined ? {} : { licence })
  }
}

function chosenSet(sets: readonly FoundSet[], wanted: string | undefined): FoundSet {
  const said = wanted?.toLowerCase()
  const meant = sets.filter(
    ({ name, variant }) => said === undefined || [name, variant].some((one) => one?.toLowerCase() === said)
  )
  const [only] = meant
  if (only !== undefined && meant.length === 1) return only
  const names = (meant.length === 0 ? sets : meant).map(({ name, variant }) => `“${variant ?? name}”`)
  throw new LabError(
    'invalid-input',
    meant.length === 0 ? `There is no set “${wanted}” here.` : 'There are several data sets here.',
    `Choose one with --set: ${names.join(', ')}.`
  )
}
