import { basename } from 'node:path'
import { validationResult } from '../../core/run/validation-result'
import type { ListedRun } from '../contract/listed-run'
import { KeptReadings } from '../storage/kept-readings'
import { detailsOf } from './details-of'
import { endedSummary } from './ended-summary'
import { isLive } from './missing-end'
import { readRunFile } from './run-file'
import { runPaths } from './run-folder'
import type { StoredRun } from './stored-run'
import { storedValidations } from './stored-validations'

/** What the list tells of runs that have ended: read once, and again when their files have changed. */
export class EndedRuns {
  readonly #kept = new KeptReadings<ListedRun | undefined>()

  /** @returns undefined for a run that has no end yet @throws LabError as `readRunFile` */
  of(folder: string): Promise<ListedRun | undefined> {
    const paths = [runPaths.runFile(folder), runPaths.events(folder)]
    return this.#kept.get(basename(folder), paths, () => read(folder))
  }

  keepOnly(runIds: readonly string[]): void {
    this.#kept.keepOnly(runIds)
  }
}

/** A run as the list tells of it, but for its notes. */
export function listed({ summary, config }: StoredRun): ListedRun {
  return { ...summary, details: detailsOf(config) }
}

async function read(folder: string): Promise<ListedRun | undefined> {
  const file = await readRunFile(folder)
  if (isLive(file.summary.status)) return undefined
  const summary = await endedSummary(folder, file)
  const details = detailsOf(file.config)
  if (file.config.validationSplit === 0 || summary.validation !== undefined) return { ...summary, details }
  // Earlier versions did not write it into run.json.
  const validation = validationResult(file.config, await storedValidations(folder))
  return { ...summary, ...(validation === undefined ? {} : { validation }), details }
}
