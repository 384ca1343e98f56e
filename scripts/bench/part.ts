import type { ensureBuild } from '../setup/ensure-build.mjs'
import type { buildPage } from '../test-setup/build-page.mjs'
import type { prepareChromium } from '../test-setup/prepare-chromium.mjs'
import type { prepareElectron } from '../test-setup/prepare-electron.mjs'
import type { startDisplay } from '../test-setup/start-display.mjs'
import type { Measurement } from './measurement'

/** What the scripts beside this folder can do; they know where they lie, which code that is built into one file does not. */
export interface Door {
  readonly projectRoot: string
  /** Where main and the processes that it starts were built. */
  readonly builtFolder: string
  readonly ensureBuild: typeof ensureBuild
  readonly buildPage: typeof buildPage
  readonly prepareChromium: typeof prepareChromium
  readonly prepareElectron: typeof prepareElectron
  readonly startDisplay: typeof startDisplay
}

export interface BenchOptions {
  readonly batches: readonly number[]
  readonly threads: readonly number[]
  readonly rounds: number
  /** Of the memory's measurement. */
  readonly steps: number
  readonly pytorchDevice: string
  /** Folder of an installed @tensorflow/tfjs-node(-gpu) that has a binding. */
  readonly tfjsNode?: string | undefined
}

/** One question that the bench answers. */
export type Part = (options: BenchOptions, door: Door) => Promise<Measurement>
