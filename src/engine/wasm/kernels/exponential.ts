import type { FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f64, i32, i64, int } from '../assembler/scalar'

export type F64Function = FunctionReference & { readonly result: 'f64' }

/** ln 2 in two parts, so that n * high is exact for the n that occur (Cody and Waite 1980). */
const ln2High = 6.9314718036912381649e-1
const ln2Low = 1.90821492927058770002e-10

/** (x) -> e^x in float64, to about 1e-15; 0 far below, infinity above. exp(n ln 2 + r) = 2^n * Taylor(r). */
export function emitExponential(module: ModuleBuilder): F64Function {
  return module.function('exp', ['f64'], 'f64', (f) => {
    const x = f.parameter(0, 'f64')
    f.set(x, f64.max(f64.min(x, f64.const(709)), f64.const(-708)))
    const n = f.local('f64', f64.nearest(f64.mul(x, f64.const(Math.LOG2E))))
    const r = f.local(
      'f64',
      f64.sub(f64.sub(x, f64.mul(n, f64.const(ln2High))), f64.mul(n, f64.const(ln2Low)))
    )
    const terms = 13
    let sum = f64.const(1)
    for (let k = terms; k >= 1; k--) {
      sum = f64.add(f64.mul(f64.mul(sum, r), f64.const(1 / k)), f64.const(1))
    }
    const power = i64.shl(i64.extend(int(i32.add(i32.truncate(n), 1023))), i64.const(52))
    f.result(f64.mul(sum, f64.fromBits(power)))
  })
}

/** (x) -> ln x in float64 for x >= 1; NaN of NaN and infinity. ln(2^e m) = e ln 2 + 2 artanh((m - 1) / (m + 1)). */
export function emitLogarithm(module: ModuleBuilder): F64Function {
  return module.function('ln', ['f64'], 'f64', (f) => {
    const x = f.parameter(0, 'f64')
    const bits = f.local('i64', i64.bits(x))
    const exponent = f.local('i64', i64.sub(i64.shr(bits, i64.const(52)), i64.const(1023)))
    const m = f64.fromBits(i64.sub(bits, i64.shl(exponent, i64.const(52))))
    const mantissa = f.local('f64', m)
    const t = f.local('f64', f64.div(f64.sub(mantissa, f64.const(1)), f64.add(mantissa, f64.const(1))))
    const square = f.local('f64', f64.mul(t, t))
    // t <= 1/3: 16 terms reach 1e-16.
    let sum = f64.const(0)
    for (let k = 16; k >= 0; k--) sum = f64.add(f64.mul(sum, square), f64.const(2 / (2 * k + 1)))
    const whole = f64.mul(f64.fromSigned(i64.wrap(exponent)), f64.const(Math.LN2))
    // x - x is 0, or NaN where the bits above made a number of what is none.
    f.result(f64.add(f64.add(whole, f64.mul(sum, t)), f64.sub(x, x)))
  })
}
