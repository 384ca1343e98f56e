/** Pieces of pickles, as latin1 text: they are put together with `+`. */

export const proto = '\x80\x02'

export function name(module: string, global: string): string {
  return `c${module}\n${global}\n`
}

/** BINUNICODE */
export function text(content: string): string {
  return `X${uint32(content.length)}${content}`
}

/** BININT */
export function int(value: number): string {
  return `J${uint32(value >>> 0)}`
}

/** LONG1 of 8 bytes */
export function long(value: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt(value))
  return `\x8a\x08${bytes.toString('latin1')}`
}

export function tuple(...items: readonly string[]): string {
  return `(${items.join('')}t`
}

/** REDUCE */
export function call(callee: string, ...parts: readonly string[]): string {
  return `${callee}${tuple(...parts)}R`
}

/** A dictionary with text keys. */
export function dict(entries: Readonly<Record<string, string>>): string {
  const items = Object.entries(entries).map(([key, value]) => text(key) + value)
  return `}(${items.join('')}u`
}

/** A storage of `length` numbers, by its persistent id. */
export function storage(key: string, length: string, type = 'FloatStorage'): string {
  return `${tuple(text('storage'), name('torch', type), text(key), text('cpu'), length)}Q`
}

export const rebuild = name('torch._utils', '_rebuild_tensor_v2')

/** A view of float32. */
export function tensor(
  shape: readonly number[],
  strides: readonly number[],
  { key = '0', length = 4, offset = 0 }: { key?: string; length?: number; offset?: number } = {}
): string {
  return call(
    rebuild,
    storage(key, length < 2 ** 31 ? int(length) : long(length)),
    int(offset),
    tuple(...shape.map(int)),
    tuple(...strides.map(int)),
    '\x89',
    '}'
  )
}

export function bytesOf(pickle: string): Buffer {
  return Buffer.from(pickle, 'latin1')
}

function uint32(value: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes.toString('latin1')
}
