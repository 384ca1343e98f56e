import { scriptNames } from '../code/script-names'
import type { RecordedDataset } from '../data/dataset-info'

/** What an exported network is called, without an ending: as the generated code calls it, which then finds it. */
export function exportedStem(dataset: RecordedDataset | undefined): string {
  return dataset !== undefined && 'shape' in dataset ? scriptNames(dataset).weights : 'network'
}
