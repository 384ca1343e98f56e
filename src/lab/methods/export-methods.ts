import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { ownCommand } from '../../core/base/own-command'
import { archiveEnding } from '../contract/dataset-export'
import { userPath } from '../storage/user-path'
import { AllowedPlaces } from '../user-files/allowed-places'
import type { LabParts, Methods } from './lab-parts'
import { readyDataset } from './ready-dataset'

export function exportMethods({
  host,
  datasets,
  exporter
}: LabParts): Methods<'chooseExportPlace' | 'exportDataset' | 'cancelExport'> {
  /** The data folder is no place for them: what lies there has its own order. */
  const places = new AllowedPlaces(host.folders, host.dataFolder)
  /** Chosen in the system's dialog, which asks before a file is replaced. */
  let chosen: string | undefined
  return {
    chooseExportPlace: async ({ dataset, as }) => {
      if (host.dialogs === undefined)
        throw new LabError('unsupported', 'There is no dialog for files here.', 'Type a path instead.')
      const { info } = await datasets.find(dataset)
      chosen = await host.dialogs.exportPlace(as, as === 'file' ? `${info.id}${archiveEnding}` : info.id)
      return chosen === undefined ? {} : { path: chosen }
    },
    exportDataset: async ({ dataset, as, path: given }) => {
      if (host.folders?.length === 0) throw nowhere(dataset, as)
      const service = await datasets.find(dataset)
      await readyDataset(service)
      const target = await places.resolveNew(path.resolve(userPath(given)))
      const replace = target === chosen
      chosen = undefined
      await exporter.export(as, { dataFiles: service.files, target, replace })
      return { path: target }
    },
    cancelExport: async () => {
      await exporter.cancel()
      return {}
    }
  }
}

function nowhere(dataset: string, as: string): LabError {
  return new LabError(
    'unsupported',
    'This server writes nothing for browsers: it was started without a folder for that.',
    `Start it with ${ownCommand} serve --folder <path>, or export there in a terminal: ${ownCommand} data export ${dataset} --as ${as}`
  )
}
