/** The two IPC channels between the desktop's window and its lab, one for each direction. */
export const ipcChannels = { toLab: 'tenfold:to-lab', toWindow: 'tenfold:to-window' } as const

/** Where the server answers, relative to its page: a proxy may present both below any path. */
export const serverPaths = {
  /** WebSocket connections. */
  socket: 'lab',
  /** Whether this browser may connect, and if not, why not. */
  status: 'status',
  /** Calls of `loadCheckpoint` too large for the socket, by POST. */
  checkpoint: 'checkpoint'
} as const

/** Bytes of the largest message that a server takes over its socket. */
export const mostSocketBytes = 2_000_000

/** Bytes of the largest call of `loadCheckpoint` that it takes by POST: the contract's limit, and the first line. */
export const mostCheckpointBytes = 410_000_000
