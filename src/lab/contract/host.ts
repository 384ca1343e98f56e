import type { Writable } from 'node:stream'
import type { LabError } from '../../core/base/lab-error'
import type { NetworkReader } from '../exchange/network-file'
import type { EventData, EventName, Lab } from './contract'
import type { ExportForm } from './dataset-export'
import type { WorkbenchSettings } from './workbench-settings'
import type { SettingsChange } from './settings-change'

/** What the lab needs from the program that it runs in: Electron's main process, the server or the command line. */
export interface LabHost {
  readonly kind: 'desktop' | 'browser' | 'terminal'
  readonly version: string
  /** Absolute; holds `datasets/` and `runs/`. */
  readonly dataFolder: string
  /** Absolute path of the built training process, for child_process.fork. */
  readonly trainerFile: string
  /** The same of the process that decodes images. */
  readonly decoderFile: string
  /** Reads the files of a network, of whichever program. */
  readonly readNetwork: NetworkReader
  /** Absolute path of the folder with what a page that runs a network is made of. */
  readonly pageFolder: string
  readonly settings: SettingsStore
  /** Folders of this machine that clients may look into, besides the data folder; undefined: everywhere. */
  readonly folders?: readonly string[] | undefined
  readonly dialogs?: HostDialogs
  /** Only where a Chromium is at hand that prints. */
  readonly printPdf?: (html: string) => Promise<Uint8Array>
}

/** The system's dialogs, where there are some. Each gives undefined when nothing was chosen. */
export interface HostDialogs {
  readonly place: (what: 'folder' | 'file') => Promise<string | undefined>
  /** Where an export is to go: a file that may be replaced, or a folder that is not there yet. */
  readonly exportPlace: (as: ExportForm, name: string) => Promise<string | undefined>
}

export interface LoadedSettings {
  readonly settings: WorkbenchSettings
  /** Why some of what was saved could not be read. */
  readonly problem?: LabError
}

export interface SettingsStore {
  /** The defaults where nothing was saved, or nothing can be read. Never rejects: settings are no reason not to open. */
  load(): Promise<LoadedSettings>
  /** Saves a change, and leaves the rest as another window may have saved it meanwhile. */
  change(change: SettingsChange): Promise<void>
}

export type LabNotice = {
  readonly [E in EventName]: { readonly event: E; readonly data: EventData<E> }
}[EventName]

/** A file that is made while it is written. */
export interface ExportedFile {
  readonly fileName: string
  readonly bytes: number
  /** Writes it and ends the target. @throws what the target refuses; LabError 'data-corrupt' | 'storage' */
  readonly writeTo: (target: Writable, signal: AbortSignal) => Promise<void>
}

/** The lab while it runs. */
export interface LabService {
  readonly lab: Lab
  /** @returns how to unsubscribe */
  subscribe(listener: (notice: LabNotice) => void): () => void
  /** Runs that are training now; closing would stop them. */
  activeRuns(): readonly string[]
  /** Opens a data set as one file, for hosts that hand files out themselves. @throws LabError */
  readonly openExport: (dataset: string) => Promise<ExportedFile>
  /** Stops trainings (each keeps a checkpoint) and downloads, ends child processes, writes what is unwritten. */
  close(): Promise<void>
}
