import { inject } from 'vitest'
import { inheritedEnv } from './inherited-env'

/** The small data set that these tests serve, or CIFAR-10 itself. */
export type DatasetChoice = 'small' | 'real'

/** The environment of an application under test: a data folder of its own and a data set. */
export function applicationEnv(dataFolder: string, dataset: DatasetChoice = 'small'): Record<string, string> {
  return {
    ...inheritedEnv(),
    ...inject('displayEnv'),
    TENFOLD_DATA: dataFolder,
    TENFOLD_DATASET_MANIFEST: dataset === 'small' ? inject('manifestFile') : ''
  }
}
