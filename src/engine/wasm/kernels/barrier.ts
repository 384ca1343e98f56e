import type { FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { atomic, i32 } from '../assembler/scalar'
import type { ControlBlock } from '../plan/plan'

/**
 * Looks this often before it sleeps: about a tenth of a millisecond, longer than a phase's threads differ, other work on
 * the machine included. Falling asleep too early costs the lesson a seventh of its time.
 */
const spins = 100_000

/** (): waits until all threads have called it. Nothing that one wrote before is unseen by another behind. */
export function emitBarrier(
  module: ModuleBuilder,
  control: ControlBlock,
  threads: number
): FunctionReference {
  return module.procedure('barrier', [], (f) => {
    if (threads === 1) return
    const phase = f.int(atomic.load(control.phase))
    const looks = f.int(0)
    const moved = i32.ne(atomic.load(control.phase), phase)
    f.if(i32.eq(atomic.add(control.arrived, 1), threads - 1), () => {
      f.drop(atomic.add(control.arrived, -threads))
      f.drop(atomic.add(control.phase, 1))
      f.if(atomic.load(control.sleepers), () => {
        f.drop(atomic.notifyAll(control.phase))
      })
      f.return()
    })
    f.doWhile(() => {
      f.if(moved, () => {
        f.return()
      })
      f.advance(looks, 1)
      return i32.lt(looks, spins)
    })
    f.drop(atomic.add(control.sleepers, 1))
    f.doWhile(() => {
      f.drop(atomic.wait(control.phase, phase))
      return i32.eq(atomic.load(control.phase), phase)
    })
    f.drop(atomic.add(control.sleepers, -1))
  })
}
