import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Binding } from './binding/binding'
import type { Graph, NodeOutput } from './graph/graph'
import { savedModel, savedModelTag } from './graph/saved-model'

/** A value for a placeholder. */
export interface Feed {
  readonly to: NodeOutput
  readonly shape: readonly number[]
  readonly values: Float32Array | Int32Array | Uint8Array
}

/** A graph in TensorFlow, with the variables that live in it. */
export class GraphSession {
  readonly #binding: Binding
  #id: number | undefined

  /** @throws Error with TensorFlow's message when it refuses the graph */
  constructor(binding: Binding, graph: Graph) {
    this.#binding = binding
    const folder = mkdtempSync(join(tmpdir(), 'tenfold-graph-'))
    try {
      writeFileSync(join(folder, 'saved_model.pb'), savedModel(graph))
      this.#id = binding.loadSavedModel(folder, savedModelTag)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  /**
   * Feeds, runs and reads back; nothing stays behind but what the graph itself keeps.
   * @returns the values of each output, float32
   * @throws Error with TensorFlow's message
   */
  run(feeds: readonly Feed[], outputs: readonly NodeOutput[]): Float32Array[] {
    const binding = this.#binding
    if (this.#id === undefined) throw new Error('the session is closed')
    const created: number[] = []
    try {
      // TensorFlow reads the array's own memory, which may neither change meanwhile nor be shared with threads.
      for (const { shape, values } of feeds) {
        created.push(binding.createTensor(shape, typeOf(binding, values), values.slice()))
      }
      const names = feeds.map(({ to }) => numbered(to)).join(',')
      const results = binding.runSavedModel(this.#id, created, names, outputs.map(numbered).join(','))
      created.push(...results.map(({ id }) => id))
      return results.map(({ id }) => binding.tensorDataSync(id))
    } finally {
      for (const tensor of created) binding.deleteTensor(tensor)
    }
  }

  /** Frees the variables. Idempotent. */
  close(): void {
    if (this.#id !== undefined) this.#binding.deleteSavedModel(this.#id)
    this.#id = undefined
  }
}

function typeOf(binding: Binding, values: Feed['values']): number {
  if (values instanceof Float32Array) return binding.TF_FLOAT
  return values instanceof Int32Array ? binding.TF_INT32 : binding.TF_UINT8
}

function numbered(output: NodeOutput): string {
  return output.includes(':') ? output : `${output}:0`
}
