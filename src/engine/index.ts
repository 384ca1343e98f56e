import type { Availability, Engine, Workload } from '../core/engine/engine'
import { type EngineId, engineIds, engineNames } from '../core/base/engine-id'
import { LabError } from '../core/base/lab-error'
import { checkedEngine } from './shared/checked-engine'

interface EngineEntry {
  readonly id: EngineId
  readonly load: () => Promise<Engine>
}

/** Every engine, the preferred one first. An engine's code is loaded when it is first asked for. */
export const engines: readonly EngineEntry[] = [
  { id: 'wasm', load: async () => (await import('./wasm/engine')).wasmEngine },
  { id: 'webgpu', load: async () => (await import('./webgpu/engine')).webgpuEngine },
  { id: 'tensorflow', load: async () => (await import('./tensorflow/engine')).tensorflowEngine },
  { id: 'reference', load: async () => (await import('./reference/engine')).referenceEngine }
]

export interface ProbedEngine {
  readonly id: EngineId
  readonly name: string
  readonly availability: Availability
  /** Whether `auto` takes it. */
  readonly preferred: boolean
}

/** What each engine finds on this machine, in order of preference. @param ids of those to ask, all by default */
export async function probeEngines(ids: readonly EngineId[] = engineIds): Promise<ProbedEngine[]> {
  const wanted = engines.filter(({ id }) => ids.includes(id))
  const found = await Promise.all(
    wanted.map(async (entry) => ({
      id: entry.id,
      name: engineNames[entry.id],
      availability: await probeEntry(entry)
    }))
  )
  const best = found.find(({ availability }) => availability.available)
  return found.map((engine) => ({ ...engine, preferred: engine === best }))
}

/** An engine that fails while it looks around cannot run, and keeps no other from running. */
async function probeEntry({ load }: EngineEntry): Promise<Availability> {
  try {
    return await (await load()).probe()
  } catch (thrown) {
    const error = LabError.from(thrown)
    return {
      available: false,
      reason: `it failed when it was tried. ${error.message}`,
      remedy: 'Update its driver and library.'
    }
  }
}

export async function loadEngine(id: EngineId): Promise<Engine> {
  const entry = engines.find((engine) => engine.id === id)
  if (entry === undefined)
    throw new LabError('not-found', `No engine is called ${id}.`, 'Choose another engine.')
  return checkedEngine(await entry.load())
}

export interface ChosenEngine {
  readonly engine: Engine
  /** For people: why it was taken. */
  readonly reason: string
}

/**
 * The engine that was asked for, or with `auto` the first of `engines` that runs here and has all that the workload
 * needs.
 * @throws LabError 'engine-unavailable' when `auto` finds none
 */
export async function chooseEngine(choice: 'auto' | EngineId, workload: Workload): Promise<ChosenEngine> {
  if (choice !== 'auto') {
    // It is not probed: `compile` says what is missing, and an engine may load its library to suit the workload.
    return { engine: await loadEngine(choice), reason: 'chosen in the settings' }
  }
  const passedOver: string[] = []
  for (const { id } of engines) {
    const name = engineNames[id]
    const engine = await loadEngine(id)
    const lacking = engine.lacks?.(workload)
    if (lacking !== undefined) {
      passedOver.push(`${name} does not support ${lacking}`)
      continue
    }
    // One after the other: to probe an engine may mean to load a library of a gigabyte.
    const availability = await engine.probe()
    if (!availability.available) {
      passedOver.push(`${name}: ${availability.reason}`)
      continue
    }
    const reason =
      passedOver.length === 0
        ? 'preferred, and it runs on this machine'
        : `skipped: ${passedOver.map((text) => text.replace(/\.$/, '')).join('; ')}`
    return { engine, reason }
  }
  throw new LabError(
    'engine-unavailable',
    `No compute engine can run this network on this machine: ${passedOver.join('; ')}.`,
    'Update Node or Electron to a current version.'
  )
}
