import type { Command } from '../lab/contract/command'
import type { LabNotice, LabService } from '../lab/contract/host'

/** Tells the clients of a lab what the user chose in the menu. */
export interface MenuCommands {
  /** The lab, whose subscribers hear of commands too. */
  readonly service: LabService
  readonly send: (command: Command) => void
}

export function menuCommands(lab: LabService): MenuCommands {
  const listeners = new Set<(notice: LabNotice) => void>()
  const service: LabService = {
    ...lab,
    lab: lab.lab,
    activeRuns: () => lab.activeRuns(),
    openExport: (dataset) => lab.openExport(dataset),
    close: () => lab.close(),
    subscribe(listener) {
      const unsubscribe = lab.subscribe(listener)
      listeners.add(listener)
      return () => {
        unsubscribe()
        listeners.delete(listener)
      }
    }
  }
  return {
    service,
    send(command) {
      for (const listener of listeners) listener({ event: 'command', data: { command } })
    }
  }
}
