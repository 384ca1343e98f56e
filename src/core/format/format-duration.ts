const two = (value: number): string => String(value).padStart(2, '0')

/** Milliseconds -> `0:06.3`, from ten minutes on without tenths: `12:05`, `1:02:03`. */
export function formatDuration(ms: number): string {
  if (ms < 600_000) {
    const tenths = Math.round(ms / 100)
    return `${Math.floor(tenths / 600)}:${two(Math.floor(tenths / 10) % 60)}.${tenths % 10}`
  }
  const seconds = Math.round(ms / 1000)
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const rest = two(seconds % 60)
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${two(minutes)}:${rest}`
}

/** Seconds that remain of something whose speed varies, never less than they are -> `0:42`, `1:02:03`. */
export function formatTimeLeft(seconds: number): string {
  return formatDuration(Math.max(0, Math.ceil(seconds)) * 1000).replace(/\.\d$/, '')
}

/** 6.3 s, 2 min 5 s, 1 h 3 min */
export function durationInUnits(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const minutes = Math.floor(Math.round(seconds) / 60)
  if (minutes < 60) return `${minutes} min ${Math.round(seconds) % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
