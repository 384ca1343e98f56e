const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Decimal units, as download sizes are told: 139_000_000 -> `139 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 9.95 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`
}
