import type { LabError } from '../../core/base/lab-error'
import type { EventData, EventName, Lab } from './contract'
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
  readonly settings: SettingsStore
  /** Folders of this machine that clients may look into, besides the data folder; undefined: everywhere. */
  readonly folders?: readonly string[] | undefined
  /** The system's dialog for a folder, where there is one; undefined when nothing was chosen. */
  readonly pickFolder?: () => Promise<string | undefined>
  /** Only where a Chromium is at hand that prints. */
  readonly printPdf?: (html: string) => Promise<Uint8Array>
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

/** The lab while it runs. */
export interface LabService {
  readonly lab: Lab
  /** @returns how to unsubscribe */
  subscribe(listener: (notice: LabNotice) => void): () => void
  /** Runs that are training now; closing would stop them. */
  activeRuns(): readonly string[]
  /** Stops trainings (each keeps a checkpoint) and downloads, ends child processes, writes what is unwritten. */
  close(): Promise<void>
}
