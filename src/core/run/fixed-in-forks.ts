import type { SettingName } from '../settings/settings'

/** Settings that decide which images a batch has. A fork is in the middle of an epoch, so it cannot change them. */
export const fixedInForks = ['batchSize', 'seed', 'validationSplit', 'trainImages'] as const
export type FixedInForks = (typeof fixedInForks)[number]

export function isFixedInForks(name: SettingName): name is FixedInForks {
  return fixedInForks.some((fixed) => fixed === name)
}
