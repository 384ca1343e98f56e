import { inject } from 'vitest'

/** The small data set that these tests serve, or CIFAR-10 itself. */
export type DatasetChoice = 'small' | 'real'

// What the test runner sets for itself.
const ofTheRunner = /^(VITEST.*|NODE_ENV|TEST|MODE|DEV|PROD|SSR|BASE_URL)$/

/** The environment of an application under test: a data folder of its own and a data set. */
export function applicationEnv(dataFolder: string, dataset: DatasetChoice = 'small'): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || ofTheRunner.test(name) ? [] : [[name, value] as const]
  )
  return {
    ...Object.fromEntries(inherited),
    ...inject('displayEnv'),
    TENFOLD_DATA: dataFolder,
    TENFOLD_DATASET_MANIFEST: dataset === 'small' ? inject('manifestFile') : ''
  }
}
