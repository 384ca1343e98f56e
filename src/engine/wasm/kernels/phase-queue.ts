import type { Expr } from '../assembler/expression'
import { callValue, type FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { atomic, i32 } from '../assembler/scalar'
import type { ControlBlock } from '../plan/plan'

/**
 * Looks this often before it sleeps: about a tenth of a millisecond, longer than a phase's threads differ, other work on
 * the machine included. Falling asleep too early costs the lesson a seventh of its time.
 */
const spins = 100_000

export interface PhaseQueue {
  /** (phase): makes it the current one. Nothing that was written before is unseen by a thread that finds it current. */
  readonly enter: FunctionReference
  /** (unit, phase) -> i32: whether the unit is the caller's to do. */
  readonly claim: (unit: Expr<'i32'>, phase: Expr<'i32'>) => Expr<'i32'>
  /** (phase): a unit is done; the thread that did the last one enters the next phase. */
  readonly done: FunctionReference
  /** (phase): waits until another one is current. */
  readonly leave: FunctionReference
}

/**
 * Takes the threads through numbered phases. Each phase has as many units of work as there are threads, and a thread
 * begins with its own. When another is late, because some other program has its core, a thread that is there does its unit
 * too, and the late one goes on with the phase that it finds. Which thread does a unit changes nothing in what comes out.
 */
export function emitPhaseQueue(module: ModuleBuilder, control: ControlBlock, threads: number): PhaseQueue {
  const enter = module.procedure('enter', ['i32'], (f) => {
    f.drop(atomic.exchange(control.phase, f.parameter(0, 'i32')))
    f.if(atomic.load(control.sleepers), () => {
      f.drop(atomic.notifyAll(control.phase))
    })
  })
  const claim = module.function('claim', ['i32', 'i32'], 'i32', (f) => {
    const unit = f.parameter(0, 'i32')
    const phase = f.parameter(1, 'i32')
    const address = f.int(i32.add(i32.shl(unit, 2), control.claimed))
    const before = f.int(i32.sub(phase, 1))
    // A look first: most of the time another thread has it, and an exchange would take the cache line away.
    f.if(i32.ne(atomic.load(address), before), () => {
      f.return(i32.const(0))
    })
    f.result(i32.eq(atomic.compareExchange(address, before, phase), before))
  })
  const done = module.procedure('done', ['i32'], (f) => {
    const phase = f.parameter(0, 'i32')
    f.if(i32.eq(atomic.add(control.done, 1), threads - 1), () => {
      f.drop(atomic.add(control.done, -threads))
      f.call(enter, i32.const(i32.add(phase, 1)))
    })
  })
  const leave = module.procedure('leave', ['i32'], (f) => {
    const phase = f.parameter(0, 'i32')
    const looks = f.int(0)
    f.doWhile(() => {
      f.if(i32.ne(atomic.load(control.phase), phase), () => {
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
  return { enter, claim: (unit, phase) => callValue(claim, unit, phase), done, leave }
}
