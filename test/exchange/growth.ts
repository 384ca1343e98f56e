/** Bytes by which the memory of this process has grown at most since the call. */
export function growth(): { readonly peak: () => number } {
  const before = process.memoryUsage().rss
  return { peak: () => Math.max(0, 1024 * process.resourceUsage().maxRSS - before) }
}
