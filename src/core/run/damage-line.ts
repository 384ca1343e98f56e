import type { DamagedCheckpoint } from './run-state'

/** A damaged checkpoint, for people. */
export function damageLine({ step, folder, error }: DamagedCheckpoint): string {
  return `The checkpoint at step ${step} was skipped. ${error.message} It is kept in ${folder}.`
}
