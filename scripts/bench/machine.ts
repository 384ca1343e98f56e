import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

/** Above this, something else is at work. */
const idleLoad = 0.5

/** What figures are worth nothing without. */
export function describeMachine(): string {
  const [load = 0] = loadavg()
  return [
    [cpus()[0]?.model.trim() ?? 'unknown processor', ...vectors()].join(' with '),
    `${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    `Node ${process.versions.node} (V8 ${process.versions.v8}), ${process.platform} ${process.arch}`,
    new Date().toISOString().slice(0, 10),
    ...(load > idleLoad ? [`other work on the machine: a load of ${load.toFixed(1)} at the start`] : [])
  ].join('; ')
}

/** The widest vectors that native code could use here; WebAssembly has 128 bits everywhere. */
function vectors(): string[] {
  if (process.platform !== 'linux') return []
  const flags =
    /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' ') ?? []
  const known = { avx512f: 'AVX-512', avx2: 'AVX2', asimd: 'NEON' }
  return Object.entries(known)
    .flatMap(([flag, name]) => (flags.includes(flag) ? [name] : []))
    .slice(0, 1)
}
