import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunEvent } from '../../src/core/run/run-event'
import { defaultSettings } from '../../src/lab/contract/workbench-settings'
import { applySettingsChange } from '../../src/lab/contract/settings-change'
import { manifestVariable } from '../../src/lab/dataset/files/load-manifest'
import { datasetFolder } from '../../src/lab/dataset/files/manifest'
import type { LabHost, LabService } from '../../src/lab/contract/host'
import { readNetworkFile } from '../../src/lab/exchange/network-file'
import { openLab } from '../../src/lab/open-lab'
import type { SmallCifar } from '../small-cifar/make-small-cifar'

/** Puts a small data set where a lab on `dataFolder` finds it, and names its manifest to the process. */
export async function installSmallCifar(dataFolder: string, small: SmallCifar): Promise<void> {
  const folder = datasetFolder(dataFolder, small.manifest)
  await mkdir(folder, { recursive: true })
  await cp(small.folder, folder, { recursive: true })
  const manifestFile = join(dataFolder, 'manifest.json')
  await writeFile(manifestFile, JSON.stringify(small.manifest))
  process.env[manifestVariable] = manifestFile
}

/** @param decoderFile only where images are decoded */
export function openTestLab(
  dataFolder: string,
  trainerFile: string,
  decoderFile = 'no decoder.cjs',
  more: Partial<Pick<LabHost, 'folders' | 'dialogs' | 'pageFolder'>> = {}
): Promise<LabService> {
  let settings = defaultSettings
  return openLab({
    kind: 'terminal',
    version: '0.0.0-test',
    dataFolder,
    trainerFile,
    decoderFile,
    readNetwork: readNetworkFile,
    pageFolder: 'no page',
    ...more,
    settings: {
      load: () => Promise.resolve({ settings }),
      change: (change) => {
        settings = applySettingsChange(settings, change)
        return Promise.resolve()
      }
    }
  })
}

/** Resolves with the first event of the run, from the next one on, that fits. Ask before what makes it happen. */
export function nextEvent(
  service: LabService,
  fits: (event: RunEvent) => boolean,
  runId?: string
): Promise<RunEvent> {
  return new Promise((resolve) => {
    const unsubscribe = service.subscribe((notice) => {
      if (notice.event !== 'run' || (runId !== undefined && notice.data.runId !== runId)) return
      const event = notice.data.events.find(fits)
      if (event === undefined) return
      unsubscribe()
      resolve(event)
    })
  })
}

export const isEnd = (event: RunEvent): boolean => event.type === 'ended'
