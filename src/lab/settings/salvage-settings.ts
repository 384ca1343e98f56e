import { lessonConfig, runConfig } from '../../core/settings/run-config'
import { z } from '../../core/base/schema'
import { defaultSettings, workbenchSettings, type WorkbenchSettings } from '../contract/workbench-settings'

/** What could be read of stored settings. */
export interface Salvage {
  readonly settings: WorkbenchSettings
  /** Names of values that could not be read and are back to their defaults. */
  readonly lost: readonly string[]
}

const record = z.record(z.string(), z.unknown())
type Shape = Readonly<Record<string, z.ZodType>>

/** Takes each value that is right, however wrong its neighbours are; one that is not there is no loss. */
export function salvageSettings(stored: unknown): Salvage {
  const { config: _whole, ...plain } = workbenchSettings.shape
  const named = withAssignment(stored)
  const outer = salvage(plain, named, defaultSettings)
  const storedConfig = record.safeParse(stored).data?.['config']
  const config =
    storedConfig === undefined
      ? { values: lessonConfig, lost: [] }
      : salvage(runConfig.shape, storedConfig, lessonConfig)
  return {
    settings: workbenchSettings.parse({ ...outer.values, config: config.values }),
    lost: [...outer.lost, ...config.lost]
  }
}

/** Earlier versions called an assignment a lab. */
function withAssignment(stored: unknown): unknown {
  const given = record.safeParse(stored).data
  return given === undefined || 'assignment' in given || !('lab' in given)
    ? stored
    : { ...given, assignment: given['lab'] }
}

function salvage(
  shape: Shape,
  stored: unknown,
  defaults: Readonly<Record<string, unknown>>
): { readonly values: Readonly<Record<string, unknown>>; readonly lost: readonly string[] } {
  const given = record.safeParse(stored)
  if (!given.success) return { values: defaults, lost: Object.keys(shape) }
  const values: Record<string, unknown> = { ...defaults }
  const lost: string[] = []
  for (const [name, schema] of Object.entries(shape)) {
    if (!(name in given.data)) continue
    const value = schema.safeParse(given.data[name])
    if (value.success) values[name] = value.data
    else lost.push(name)
  }
  return { values, lost }
}
