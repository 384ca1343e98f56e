/** As `ls` shows it: in the time zone of this machine. */
export function localTime(at: number): string {
  return new Date(at).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' })
}
