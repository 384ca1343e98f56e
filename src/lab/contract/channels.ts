/** The two IPC channels between the desktop's window and its lab, one for each direction. */
export const ipcChannels = { toLab: 'tenfold:to-lab', toWindow: 'tenfold:to-window' } as const

/** Where the server takes WebSocket connections. */
export const socketPath = '/lab'
