import type { RunConfig } from '../settings/run-config'
import { differingFieldNames } from '../settings/setting-values'
import type { FieldName } from '../settings/settings'

/** What a search leaves out, and what changes nothing but how it is computed. */
const unsearched: readonly FieldName[] = [
  'learningRate',
  'schedule',
  'warmup',
  'epochs',
  'patience',
  'ema',
  'evaluateEvery',
  'watchTest',
  'workers',
  'engine',
  'threads',
  'logEvery',
  'checkpointEvery',
  'keepCheckpoints'
]

/** Whether a search with settings says something about others too. Their networks are compared elsewhere. */
export function searchesAlike(one: RunConfig, other: RunConfig): boolean {
  return differingFieldNames(one, other).every((name) => unsearched.includes(name))
}
