const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Decimal units, as download sizes are told: 139_000_000 -> `139 MB`, 8_400_000 -> `8.4 MB`. */
export function formatBytes(bytes: number): string {
  return inUnits(bytes, 999.5, (value) => (value < 9.95 ? value.toFixed(1) : String(Math.round(value))))
}

/** The same, where one may watch them grow: `138.9 MB`. */
export function formatBytesInTenths(bytes: number): string {
  return inUnits(bytes, 999.95, (value) => value.toFixed(1))
}

/** @param end from which on a value is one of the next unit */
function inUnits(bytes: number, end: number, format: (value: number) => string): string {
  let value = bytes
  let unit = 0
  while (value >= (unit === 0 ? 999.5 : end) && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 ? Math.round(value) : format(value)} ${units[unit] ?? ''}`
}
