import { volume } from '../../../core/layers/shape'
import type { Expr, Int } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { atomic, i32, int } from '../assembler/scalar'
import type { WasmPlan } from '../plan/plan'
import { parameters } from './parameters'
import { emitPhaseQueue } from './phase-queue'
import type { KernelParts } from './step-parts'

/** What the threads are to do next, as `work` reads it from the control block. */
const workCommand = { none: 0, stop: 1, train: 2, predict: 3, compute: 4, finish: 5 } as const
/** Of one label in a slot: u16. */
export const labelBytes = 2
/**
 * i32 each. `rates`, `losses`: where each step's learning rate stands and its loss is to go. `step`: steps before it;
 * `optimizerSteps`: those of them that count for Adam's correction. The last two are the module's own.
 */
const fields = [
  'kind',
  'images',
  'labels',
  'count',
  'batchSize',
  'rates',
  'losses',
  'step',
  'optimizerSteps',
  'firstPhase',
  'endPhase'
] as const
type Field = (typeof fields)[number]

/** What the caller of `work(0)` writes to the control block; fields that the command does not look at are 0. */
export function commandWords(
  kind: keyof typeof workCommand,
  values: Readonly<Partial<Record<Exclude<Field, 'kind' | 'firstPhase' | 'endPhase'>, number>>> = {}
): number[] {
  const words: Readonly<Partial<Record<Field, number>>> = { ...values, kind: workCommand[kind] }
  return fields.slice(0, fields.indexOf('firstPhase')).map((name) => words[name] ?? 0)
}

/**
 * (thread): thread 0 does the command that the fields tell of, and returns; the others stay in it, and help with one
 * command after the other, until they are told to stop. A command is a row of phases: the parts of its steps.
 */
export function emitWork(module: ModuleBuilder, plan: WasmPlan, parts: KernelParts): FunctionReference {
  const { threads } = plan
  const imageBytes = volume(plan.inputShape)
  const queue = emitPhaseQueue(module, plan.control, threads)
  const field = (name: Field): Expr<'i32'> => i32.load(plan.control.command, fields.indexOf(name) * 4)
  const setField = (f: FunctionBuilder, name: Field, value: Int): void => {
    f.storeInt(plan.control.command, value, fields.indexOf(name) * 4)
  }

  /** (): begins the command that the fields tell of. Nobody else works now. */
  const begin = module.procedure('begin', [], (f) => {
    const kind = f.int(field('kind'))
    const count = f.int(0)
    const first = f.int(i32.add(atomic.load(plan.control.phase), 1))
    f.if(i32.eq(kind, workCommand.train), () => {
      const size = f.int(field('batchSize'))
      const steps = i32.div(i32.sub(i32.add(field('count'), size), 1), size)
      f.setInt(count, i32.mul(steps, parts.count))
    })
    for (const [name, phaseCount] of [
      ['predict', parts.predict],
      ['compute', parts.compute],
      ['finish', parts.count - parts.compute]
    ] as const) {
      f.if(i32.eq(kind, workCommand[name]), () => {
        f.setInt(count, phaseCount)
      })
    }
    for (let unit = 0; unit < threads; unit++) {
      f.storeInt(plan.control.claimed, i32.sub(first, 1), unit * 4)
    }
    setField(f, 'firstPhase', first)
    setField(f, 'endPhase', i32.add(first, count))
    f.call(queue.enter, first)
  })

  /** (thread, phase): does what there is to do in the phase. A phase that is over, or of no command, leaves no unit. */
  const runPhase = module.procedure('runPhase', ['i32', 'i32'], (f) => {
    const [thread, phase] = parameters(f, 2)
    const first = f.int(field('firstPhase'))
    const part = f.int(i32.sub(phase, first))
    f.if(i32.ge(part, int(i32.sub(field('endPhase'), first))), () => {
      f.return()
    })
    const kind = f.int(field('kind'))
    const images = f.int(field('images'))
    const labels = f.int(field('labels'))
    const count = f.int(field('count'))
    const step = f.int(field('step'))
    const rates = f.int(field('rates'))
    const losses = f.int(field('losses'))
    const optimizerSteps = f.int(field('optimizerSteps'))
    f.if(i32.eq(kind, workCommand.train), () => {
      const stepsBehind = f.int(i32.div(part, parts.count))
      const imagesBehind = f.int(i32.mul(stepsBehind, field('batchSize')))
      f.setInt(part, i32.sub(part, i32.mul(stepsBehind, parts.count)))
      f.setInt(images, i32.add(images, i32.mul(imagesBehind, imageBytes)))
      f.setInt(labels, i32.add(labels, i32.mul(imagesBehind, labelBytes)))
      f.setInt(count, i32.sub(count, imagesBehind))
      f.setInt(count, i32.min(count, field('batchSize')))
      f.setInt(step, i32.add(step, stepsBehind))
      f.setInt(optimizerSteps, i32.add(optimizerSteps, stepsBehind))
      f.setInt(rates, i32.add(rates, i32.shl(stepsBehind, 2)))
      f.setInt(losses, i32.add(losses, i32.shl(stepsBehind, 2)))
    })
    f.if(i32.eq(kind, workCommand.finish), () => {
      f.advance(part, parts.compute)
    })
    const trains = f.int(i32.ne(kind, workCommand.predict))
    const unit = f.int(thread)
    f.repeat(threads, () => {
      f.if(queue.claim(unit, phase), () => {
        f.call(parts.runUnit, part, unit, images, labels, count, trains, step, losses, rates, optimizerSteps)
        f.call(queue.done, phase)
      })
      f.advance(unit, 1)
      f.if(i32.eq(unit, threads), () => {
        f.setInt(unit, 0)
      })
    })
  })

  return module.procedure('work', ['i32'], (f) => {
    const thread = f.parameter(0, 'i32')
    const phase = f.local('i32')
    f.if(i32.eqz(thread), () => {
      f.call(begin)
    })
    f.doWhile(() => {
      f.set(phase, atomic.load(plan.control.phase))
      f.call(runPhase, thread, phase)
      f.if(i32.eq(phase, field('endPhase')), () => {
        f.if(i32.or(i32.eqz(thread), i32.eq(field('kind'), workCommand.stop)), () => {
          f.return()
        })
      })
      f.call(queue.leave, phase)
      return i32.const(1)
    })
  })
}
