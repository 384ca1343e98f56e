import { arch, cpus, platform, release, totalmem } from 'node:os'
import { parseInput } from '../../core/base/parse-input'
import { settingsChange } from '../contract/settings-change'
import { processorModel } from '../devices/processor-model'
import type { LabParts, Methods } from './lab-parts'

export function workbenchMethods({ host }: LabParts): Methods<'getWorkbench' | 'saveSettings'> {
  return {
    getWorkbench: async () => {
      const { settings, problem } = await host.settings.load()
      return {
        version: host.version,
        host: host.kind,
        dataFolder: host.dataFolder,
        machine: describeMachine(),
        cores: cpus().length,
        canPrintPdf: host.printPdf !== undefined,
        hasDialogs: host.dialogs !== undefined,
        ...(host.folders === undefined ? {} : { exportFolders: [...host.folders] }),
        settings,
        ...(problem === undefined ? {} : { settingsProblem: problem.toData() })
      }
    },
    saveSettings: async (change) => {
      await host.settings.change(parseInput(settingsChange, change, 'The settings'))
      return {}
    }
  }
}

/** `8 × Some CPU, 16 GB of memory, linux 6.1 x64, Node 20.20.2`. */
function describeMachine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const electron = process.versions['electron']
  return [
    `${cpus().length} × ${processorModel() ?? arch()}`,
    `${gigabytes} GB of memory`,
    `${platform()} ${release()} ${arch()}`,
    `Node ${process.versions.node}`,
    ...(electron === undefined ? [] : [`Electron ${electron}`])
  ].join(', ')
}
