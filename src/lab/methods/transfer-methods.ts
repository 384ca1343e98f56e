import path from 'node:path'
import { userPath } from '../storage/user-path'
import type { LabParts, Methods } from './lab-parts'
import { readyDataset } from './ready-dataset'

export function transferMethods({
  datasets,
  transfer
}: LabParts): Methods<'exportDataset' | 'importArchive' | 'cancelTransfer'> {
  const absolute = (given: string): string => path.resolve(userPath(given))
  return {
    exportDataset: async ({ dataset, as, path: given }) => {
      const service = await datasets.find(dataset)
      await readyDataset(service)
      const target = absolute(given)
      await transfer.export(service.files, as, target)
      return { path: target }
    },
    importArchive: ({ path: given }) => transfer.import(absolute(given)),
    cancelTransfer: async () => {
      await transfer.cancel()
      return {}
    }
  }
}
