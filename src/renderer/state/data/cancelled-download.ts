import { formatBytes } from '../../../core/format/format-bytes'
import type { DatasetStatus } from '../../../lab/contract/dataset-status'

/** What is left of a download that was cancelled, for people. */
export function cancelledDownload({
  phase,
  source,
  done
}: Extract<DatasetStatus, { state: 'downloading' }>): string {
  const kept = (): string => {
    // Files on this machine are copied; they have a name of their own.
    if (source.startsWith('local ')) return 'Your own files are unchanged.'
    switch (phase) {
      case 'choosing':
        return 'Nothing had been downloaded yet.'
      case 'downloading':
        return done === 0
          ? 'Nothing had been downloaded yet.'
          : `The ${formatBytes(done)} from the ${source} are kept. The next download from this source continues where this one stopped.`
      case 'converting':
        return `All files from the ${source} are downloaded and kept. If you get the data from there again, Tenfold only has to convert them.`
      case 'verifying':
        return source === ''
          ? 'The files that are already here are kept.'
          : 'The unfinished files are not kept. The next download starts again.'
    }
  }
  return `The download was cancelled. ${kept()}`
}
