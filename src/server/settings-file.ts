import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { defaultSettings, settings } from '../lab/contract/settings'
import type { SettingsStore } from '../lab/host'
import { writeFileAtomically } from '../lab/storage/write-file-atomically'

/** Settings in the data folder's `settings.json`, for the hosts that are not Electron. */
export function settingsFile(dataFolder: string): SettingsStore {
  const file = path.join(dataFolder, 'settings.json')
  return {
    async load() {
      const saved = settings.safeParse(await readJson(file))
      return saved.success ? saved.data : defaultSettings
    },
    save: (value) => writeFileAtomically(file, JSON.stringify(value, undefined, 2))
  }
}

/** @returns undefined where there is no such file, or none that can be read as JSON */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return undefined // the defaults serve
  }
}
