/** The two IPC channels between the desktop's window and its lab, one for each direction. */
export const ipcChannels = { toLab: 'tenfold:to-lab', toWindow: 'tenfold:to-window' } as const

/** Where the server answers, relative to its page: a proxy may present both below any path. */
export const serverPaths = {
  /** WebSocket connections. */
  socket: 'lab',
  /** Whether this browser may connect, and if not, why not. */
  status: 'status',
  /** Calls with files that are too large for the socket, by POST. */
  upload: 'upload',
  /** A data set as one file: `?dataset=<id>`. */
  export: 'export'
} as const

/** Bytes of the largest message that a server takes over its socket. */
export const mostSocketBytes = 2_000_000

/** Bytes of the largest call that it takes by POST: the contract's limit for a checkpoint, and the first line. */
export const mostUploadBytes = 410_000_000
