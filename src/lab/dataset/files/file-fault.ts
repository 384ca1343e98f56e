import { LabError } from '../../../core/base/lab-error'
import { formatCount } from '../../../core/format/format-number'
import type { DatasetFile, DatasetManifest } from './manifest'

/** What is wrong with a file of a data set. */
export interface FileFault {
  readonly file: DatasetFile
  readonly problem:
    | { readonly kind: 'missing' }
    /** A folder, a pipe or a device. */
    | { readonly kind: 'notAFile' }
    | { readonly kind: 'size'; readonly bytes: number }
    | { readonly kind: 'content' }
}

/** Files that one message names. */
const named = 5

/** The faults as one error: which files, what is wrong with each, and what repairs them. */
export function faultError(faults: readonly FileFault[], { name }: Pick<DatasetManifest, 'name'>): LabError {
  const onlyMissing = faults.every(({ problem }) => problem.kind === 'missing')
  const rest = faults.length > named ? [`and ${faults.length - named} more files`] : []
  const reasons = [...faults.slice(0, named).map(describeFault), ...rest].join('; ')
  return onlyMissing
    ? new LabError(
        'data-missing',
        `${name} is incomplete: ${reasons}.`,
        'Download it in the Data room, or with “data download” in the terminal. Only missing files are downloaded.'
      )
    : new LabError(
        'data-corrupt',
        `${name} is damaged: ${reasons}.`,
        'Download it again in the Data room, or with “data download” in the terminal: intact files stay, and these are replaced once good ones are there.'
      )
}

/** `data_batch_2.bin has 3,073 bytes instead of 30,730,000` */
export function describeFault({ file, problem }: FileFault): string {
  switch (problem.kind) {
    case 'missing':
      return `${file.name} is missing`
    case 'notAFile':
      return `${file.name} is not an ordinary file`
    case 'size':
      return `${file.name} has ${formatCount(problem.bytes)} bytes instead of ${formatCount(file.bytes)}`
    case 'content':
      return `${file.name} does not match its checksum`
  }
}
