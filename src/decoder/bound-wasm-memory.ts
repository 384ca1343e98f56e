import { z } from '../core/base/schema'

/** What the types of Node leave out. */
const wasm = z.object({
  Memory: z.custom<{ readonly prototype: object }>((value) => typeof value === 'function')
})
const withBuffer = z.custom<{ readonly buffer: ArrayBuffer }>((value) => typeof value === 'object')
const pageBytes = 65_536

/** Lets no memory of WebAssembly in this process grow beyond so many bytes: what needs more fails there. */
export function boundWasmMemory(mostBytes: number): void {
  const { prototype } = wasm.parse(Reflect.get(globalThis, 'WebAssembly')).Memory
  const grow: unknown = Reflect.get(prototype, 'grow')
  if (typeof grow !== 'function') throw new Error('WebAssembly.Memory grows')
  Reflect.set(prototype, 'grow', function (this: unknown, pages: number): unknown {
    const { byteLength } = withBuffer.parse(this).buffer
    if (byteLength + pages * pageBytes > mostBytes) throw new RangeError('too much memory')
    const grown: unknown = Reflect.apply(grow, this, [pages])
    return grown
  })
}
