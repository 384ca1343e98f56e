/** A two-way line between a lab and a client: IPC in Electron, a WebSocket in a browser. Messages are plain JSON. */
export interface Port {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  /** Whether messages wait because the other end does not read; false where they cannot. */
  readonly congested?: boolean
}
