import type { DownloadTiming } from './download-file'

/** What suits people's networks. */
export const downloadTiming: DownloadTiming = { idleMs: 20_000, retryMs: [500, 1000, 2000, 4000, 8000] }
