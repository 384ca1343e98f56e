import type { Loader } from '../../core/training/loader'
import { monotonicMs } from './monotonic-ms'

/** A loader that works in the training thread, with its fills timed. */
export function timedLoader(loader: Loader, onFilled: (begin: number, end: number) => void): Loader {
  return {
    fill: async (slot, rows, epoch) => {
      const begin = monotonicMs()
      await loader.fill(slot, rows, epoch)
      onFilled(begin, monotonicMs())
    },
    dispose: () => loader.dispose()
  }
}
