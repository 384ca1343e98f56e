/**
 * Whose settings the next run has, in two or three words.
 * @param changed names of what differs from the lesson's settings, or from those of the assignment that is open
 */
export function settingsName(changed: readonly string[], assigned: boolean): string {
  const [only, ...others] = changed
  if (only === undefined) return assigned ? 'the assignment’s settings' : 'the lesson’s settings'
  return others.length === 0 ? `your ${only}` : 'your settings'
}
