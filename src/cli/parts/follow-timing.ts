import { engineNames } from '../../core/base/engine-id'
import type { Session } from '../console/session'

/** Says which engine is being timed, until the work is done; an interruption ends the timing too. */
export async function followTiming<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const { service, terminal, interruption, lab } = session
  let saidFor = 0
  const unsubscribe = service.subscribe((notice) => {
    if (notice.event !== 'engineTiming' || notice.data.state === 'idle') return
    const { engine, batchSize } = notice.data
    terminal.showProgress(`Timing ${engineNames[engine]} at batch size ${batchSize}`)
    if (terminal.drawsProgress || saidFor === batchSize) return
    saidFor = batchSize
    terminal.say(`Timing the engines at batch size ${batchSize}.`)
  })
  const cancel = (): void => void lab.cancelMeasuring({})
  interruption.signal.addEventListener('abort', cancel)
  try {
    return await work()
  } finally {
    interruption.signal.removeEventListener('abort', cancel)
    unsubscribe()
    terminal.showProgress('')
  }
}
