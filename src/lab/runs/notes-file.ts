import { basename } from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { applyNotesChange, type NotesChange } from '../../core/run-table/notes-change'
import { noNotes, runNotes, type RunNotes } from '../../core/run-table/run-notes'
import type { ListedRun } from '../contract/listed-run'
import { KeptReadings } from '../storage/kept-readings'
import { readSealedFile, writeSealedFile } from '../storage/sealed-file'
import { isExhausted } from '../storage/storage-error'
import { runPaths } from './run-folder'

/** runs/<id>/notes.json. It does not name its run: who copies the folder of a run copies what was noted about it. */
const kind = { name: 'notes file', format: 2, content: runNotes }

/**
 * @returns undefined when nothing was noted
 * @throws LabError 'data-corrupt', 'unsupported', 'storage'
 */
export async function readRunNotes(runFolder: string): Promise<RunNotes | undefined> {
  const path = runPaths.notes(runFolder)
  const remedy = `The run itself is whole. Restore the file from a backup, or remove it to write new notes.`
  const file = await readSealedFile(path, kind, () => remedy)
  if (file === undefined) return undefined
  const { star, note, tags, group } = file
  return { star, note, tags, ...(group === undefined ? {} : { group }) }
}

/**
 * Anybody may note something at any time, also while a run trains: the last to write wins.
 * @throws LabError as `readRunNotes`; 'invalid-input' as `applyNotesChange`
 */
export async function changeRunNotes(runFolder: string, change: NotesChange): Promise<void> {
  const notes = applyNotesChange((await readRunNotes(runFolder)) ?? noNotes, change)
  await writeSealedFile(runPaths.notes(runFolder), kind, notes, 2)
}

/** The notes of the runs in the list: read once, and again when they have changed. */
export class ListedNotes {
  readonly #kept = new KeptReadings<Pick<ListedRun, 'notes' | 'notesProblem'>>()

  /** Damage in the notes is told, and is no reason not to list the run. */
  of(runFolder: string): Promise<Pick<ListedRun, 'notes' | 'notesProblem'>> {
    return this.#kept.get(basename(runFolder), [runPaths.notes(runFolder)], async () => {
      try {
        const notes = await readRunNotes(runFolder)
        return notes === undefined ? {} : { notes }
      } catch (thrown) {
        const error = LabError.from(thrown)
        if (isExhausted(error)) throw error
        return { notesProblem: error.toData() }
      }
    })
  }

  keepOnly(runIds: readonly string[]): void {
    this.#kept.keepOnly(runIds)
  }
}
