import { LabError } from '../../core/base/lab-error'

/** Of a file or folder; what file systems take. */
const longestName = 255
const deepest = 20
/** What Windows makes devices of, whatever comes behind the dot. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/**
 * The parts of the path of a file that a client sends, none of which leads anywhere else.
 * @param name from the folder on, with `/` between the parts
 * @throws LabError 'invalid-input'
 */
export function uploadedPlace(name: string): readonly string[] {
  const parts = name.split('/')
  const wrong =
    parts.length > deepest ||
    parts.some(
      (part) =>
        part === '' ||
        part === '.' ||
        part === '..' ||
        Buffer.byteLength(part) > longestName ||
        /[\\:*?"<>|\p{Cc}]/u.test(part) ||
        /[. ]$/.test(part) ||
        reserved.test(part)
    )
  if (!wrong) return parts
  throw new LabError(
    'invalid-input',
    `${JSON.stringify(name.slice(0, 200))} is not a file name that every computer can have.`,
    'Rename the file, and send the folder again.'
  )
}
