/**
 * How much address space a process may take, in bytes (RLIMIT_AS, `ulimit -v`).
 * @param limits Linux' /proc/self/limits
 * @returns undefined where there is no limit
 */
export function addressSpaceLimit(limits: string): number | undefined {
  const soft = /^Max address space\s+(\d+)\s/m.exec(limits)?.[1]
  return soft === undefined ? undefined : Number(soft)
}

/** `7.0 GiB` */
export function formatGibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`
}

/**
 * Node reserves 10 GiB of addresses around each WebAssembly memory, so that the processor checks its bounds; with this
 * option it reserves what the memory may grow to, and checks bounds itself.
 */
export const boundedMemoryFlag = '--disable-wasm-trap-handler'
