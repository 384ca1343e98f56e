import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Collection } from '../library/collection'

/** Earlier states that “Undo” goes back to, of each data set. */
const mostStates = 50
/** What the files of earlier states may take of the disk, for each data set; the last one stays whatever it takes. */
const mostBytes = 2 * 2 ** 30

interface Earlier {
  /** The data set before the edit. */
  readonly before: Collection
  /** What was done to it then, in a sentence. */
  readonly done: string
  /** Edits of the same group in a row are taken back together. */
  readonly group: string | undefined
  /** Images that came in with it, and with those of its group before it. */
  readonly added: number
}

/** What data sets were before each edit, and the files that only those states need. */
export class EditHistory {
  readonly #folder: string
  readonly #states = new Map<string, readonly Earlier[]>()

  /** @param folder of all data sets */
  constructor(folder: string) {
    this.#folder = folder
  }

  last(id: string): Earlier | undefined {
    return this.#states.get(id)?.at(-1)
  }

  /** @param now the data set after it: its files stay */
  async push(edit: Earlier, now: Collection): Promise<void> {
    const { id } = edit.before
    const states = this.#states.get(id) ?? []
    const last = states.at(-1)
    const goesOn = last !== undefined && edit.group !== undefined && last.group === edit.group
    const all = goesOn
      ? [...states.slice(0, -1), { ...edit, before: last.before }]
      : [...states, edit].slice(-mostStates)
    const kept = all.slice(firstKept(all, now))
    this.#states.set(id, kept)
    await this.#removeFiles(
      [...states.map(({ before }) => before), edit.before],
      [...kept.map(({ before }) => before), now]
    )
  }

  pop(id: string): void {
    this.#states.set(id, (this.#states.get(id) ?? []).slice(0, -1))
  }

  forget(id: string): void {
    this.#states.delete(id)
  }

  /** What a data set was before, as far as that can come back. */
  statesOf(id: string): readonly Collection[] {
    return (this.#states.get(id) ?? []).map(({ before }) => before)
  }

  /** Those that only `old` needs. What cannot be removed now goes with the data set. */
  async #removeFiles(old: readonly Collection[], needed: readonly Collection[]): Promise<void> {
    const kept = new Set(needed.flatMap(filesOf))
    for (const collection of old) {
      for (const name of filesOf(collection)) {
        if (!kept.has(name))
          await rm(path.join(this.#folder, collection.id, name), { force: true }).catch(() => undefined)
      }
    }
  }
}

const filesOf = ({ files }: Collection): string[] =>
  files.flatMap(({ name, origins }) => (origins === undefined ? [name] : [name, origins]))

/** From which state on there is room for the files. */
function firstKept(states: readonly Earlier[], now: Collection): number {
  const counted = new Set(now.files.map(({ name }) => name))
  let bytes = 0
  for (let i = states.length - 1; i >= 0; i--) {
    for (const file of states[i]?.before.files ?? []) {
      if (counted.has(file.name)) continue
      counted.add(file.name)
      bytes += file.bytes
    }
    if (bytes > mostBytes) return Math.min(i + 1, states.length - 1)
  }
  return 0
}
