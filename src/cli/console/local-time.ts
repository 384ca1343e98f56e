/** As `ls` shows it: in the time zone of this machine. */
export function localTime(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }).format(at)
}
