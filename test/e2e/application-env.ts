import { inject } from 'vitest'
import { inheritedEnv } from './inherited-env'

/** The small data set that these tests serve, CIFAR-10 itself, or one of a test's own. */
export type DatasetChoice = 'small' | 'real' | { readonly manifestFile: string }

/** The environment of an application under test: a data folder of its own and a data set. */
export function applicationEnv(dataFolder: string, dataset: DatasetChoice = 'small'): Record<string, string> {
  return {
    ...inheritedEnv(),
    ...inject('displayEnv'),
    TENFOLD_DATA: dataFolder,
    TENFOLD_DATASET_MANIFEST: manifestOf(dataset)
  }
}

function manifestOf(dataset: DatasetChoice): string {
  if (typeof dataset === 'object') return dataset.manifestFile
  return dataset === 'small' ? inject('manifestFile') : ''
}
