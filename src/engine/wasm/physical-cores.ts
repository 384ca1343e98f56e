import { readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'

const folder = '/sys/devices/system/cpu'

/**
 * Cores that have arithmetic units of their own: two hardware threads of one core share them, and kernels leave them
 * no idle moment. Only Linux tells; elsewhere every hardware thread counts.
 */
export function physicalCores(): number {
  const logical = Math.max(1, cpus().length)
  if (process.platform !== 'linux') return logical
  const siblings = new Set<string>()
  try {
    for (const name of readdirSync(folder)) {
      if (!/^cpu\d+$/.test(name)) continue
      siblings.add(readFileSync(join(folder, name, 'topology/thread_siblings_list'), 'utf8').trim())
    }
  } catch {
    // A container may hide it, and a processor that is switched off has none.
    return logical
  }
  return siblings.size === 0 ? logical : Math.min(logical, siblings.size)
}
