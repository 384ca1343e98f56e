import path from 'node:path'
import { parseInput } from '../../core/base/parse-input'
import { importRequest } from '../contract/dataset-import'
import { examinePlace } from '../dataset/import/examine-place'
import { userPath } from '../storage/user-path'
import type { LabParts, Methods } from './lab-parts'
import { withoutAnswer } from './without-answer'

export function importMethods({
  datasets,
  decoder,
  importer
}: LabParts): Methods<'examinePlace' | 'importDataset' | 'getImport' | 'cancelImport' | 'getFindings'> {
  const absolute = (given: string): string => path.resolve(userPath(given))
  return {
    examinePlace: ({ path: given }) => examinePlace(absolute(given), (image) => decoder.decode(image)),
    importDataset: (input) =>
      withoutAnswer(() => {
        // The command line calls this without an edge that parses.
        const request = parseInput(importRequest, input, 'The import')
        importer.begin({ ...request, path: absolute(request.path) })
      }),
    getImport: () => Promise.resolve(importer.status),
    cancelImport: async () => {
      await importer.cancel()
      return {}
    },
    getFindings: async ({ dataset }) => {
      const { folder } = await datasets.find(dataset)
      return { findings: [...(await importer.findings(folder))] }
    }
  }
}
