import { formatCount } from '../../../core/format/format-number'

/**
 * Whose settings the next run has, in two or three words.
 * @param changed names of what differs from the lesson's settings, or from those of the assignment that is open
 * @param fork the checkpoint that it continues from
 */
export function settingsName(
  changed: readonly string[],
  assigned: boolean,
  fork?: { readonly number: number; readonly step: number }
): string {
  if (fork !== undefined) return `fork of run #${fork.number} from step ${formatCount(fork.step)}`
  const [only, ...others] = changed
  if (only === undefined) return assigned ? 'the assignment’s settings' : 'the lesson’s settings'
  return others.length === 0 ? `your ${only}` : 'your settings'
}
