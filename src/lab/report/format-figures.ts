/** 54.9 of a share of 0.549. */
export const percent = (share: number): string => (100 * share).toFixed(1)

/** ISO 8601, UTC. @param milliseconds since 1970 */
export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** 2026-03-01 14:05 UTC */
export function formatTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}
