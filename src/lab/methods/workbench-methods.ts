import { arch, cpus, platform, release, totalmem } from 'node:os'
import { parseInput } from '../../core/parse-input'
import { settings } from '../contract/settings'
import type { LabParts, Methods } from './lab-parts'

export function workbenchMethods({ host }: LabParts): Methods<'getWorkbench' | 'saveSettings'> {
  return {
    getWorkbench: async () => ({
      version: host.version,
      host: host.kind,
      dataFolder: host.dataFolder,
      machine: describeMachine(),
      canPrintPdf: host.printPdf !== undefined,
      settings: await host.settings.load()
    }),
    saveSettings: async (input) => {
      await host.settings.save(parseInput(settings, input, 'The settings'))
      return {}
    }
  }
}

/** `8 × Some CPU, 16 GB of memory, linux 6.1 x64, Node 20.20.2`. */
function describeMachine(): string {
  const processors = cpus()
  const model = processors[0]?.model.replace(/\s+/g, ' ').trim() ?? ''
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const electron = process.versions['electron']
  return [
    `${processors.length} × ${model === '' ? arch() : model}`,
    `${gigabytes} GB of memory`,
    `${platform()} ${release()} ${arch()}`,
    `Node ${process.versions.node}`,
    ...(electron === undefined ? [] : [`Electron ${electron}`])
  ].join(', ')
}
