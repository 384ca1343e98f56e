import { cpus } from 'node:os'

/** As its maker calls it; undefined where the system does not say. */
export function processorModel(): string | undefined {
  const model = cpus()[0]?.model.replace(/\s+/g, ' ').trim()
  return model === '' ? undefined : model
}
