import { performance } from 'node:perf_hooks'
import { ModuleBuilder } from './assembler/module-builder'
import { f32 } from './assembler/scalar'
import { v128 } from './assembler/vector'
import { requireSimd } from './simd-support'

/** Independent sums: enough to hide the latency of a multiply-add, few enough for registers. */
const sums = 12
const repeats = 20_000
const windows = 40
/** A multiplication and an addition in each of four lanes. */
const operations = sums * repeats * 8

/**
 * The most floating-point operations a second that WebAssembly reaches on this machine in one thread, with nothing but
 * multiply-adds in registers: the measure for how well kernels use it. Takes about 50 ms.
 * @throws LabError 'engine-unavailable' where there are no vector instructions
 */
export function measureFmaPeak(): number {
  const run = compile()
  // Until V8 has optimised it.
  for (let i = 0; i < windows; i++) run()
  let shortest = Infinity
  for (let i = 0; i < windows; i++) {
    const begin = performance.now()
    for (let k = 0; k < 10; k++) run()
    shortest = Math.min(shortest, (performance.now() - begin) / 10)
  }
  return (operations * 1000) / shortest
}

function compile(): () => void {
  const module = new ModuleBuilder({ relaxedSimd: requireSimd() === 'relaxed' })
  const peak = module.function('peak', [], 'f32', (f) => {
    const totals = f.locals(sums, 'v128', (i) => v128.floats(i, 1, 2, 3))
    const a = f.local('v128', v128.floats(0.5, 0.4, 0.3, 0.2))
    const b = f.local('v128', v128.floats(0.1, 0.2, 0.3, 0.4))
    f.repeat(repeats, () => {
      for (const total of totals) f.accumulate(total, a, b)
    })
    // What nobody uses would be optimised away.
    f.result(totals.reduce((sum, total) => f32.add(sum, v128.lane(total, 0)), f32.const(0)))
  })
  module.export('peak', peak)
  const pages = { initial: 1, maximum: 1 }
  const memory = new WebAssembly.Memory({ ...pages, shared: true })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode(pages)), {
    env: { memory }
  })
  const { peak: compiled } = exports
  if (typeof compiled !== 'function') throw new Error('the module does not export peak')
  return () => {
    Reflect.apply(compiled, undefined, [])
  }
}
