import { unpackTensor, type ShapedValues } from './inspected'
import { LatestAnswer } from '../line/latest-answer.svelte'
import type { LabLine } from '../line/connection.svelte'

interface HistoryQuestion {
  readonly runId: string
  readonly name: string
  readonly steps: readonly number[]
}

export interface KernelAt {
  readonly step: number
  readonly kernel: ShapedValues
}

/** One parameter of a run at several of its checkpoints. */
export class FilterHistory {
  readonly #answer: LatestAnswer<HistoryQuestion, readonly KernelAt[]>

  constructor(line: LabLine) {
    this.#answer = new LatestAnswer(async ({ runId, name, steps }) => {
      const all = await Promise.all(
        steps.map(async (step) => {
          const { parameters } = await line.lab.getWeights({
            network: { kind: 'run', runId, step },
            names: [name]
          })
          return parameters.map((parameter) => ({ step, kernel: unpackTensor(parameter) }))
        })
      )
      return all.flat()
    })
  }

  /** Empty until the answer for this run and parameter is there. */
  of(runId: string | undefined, name: string): readonly KernelAt[] {
    const { current } = this.#answer
    if (current === undefined || current.question.runId !== runId) return []
    return current.question.name === name ? current.answer : []
  }

  /** In an effect, so that it follows the run. */
  load(runId: string, name: string, steps: readonly number[]): void {
    void this.#answer.ask({ runId, name, steps })
  }
}

/** At most `count` of the steps, spread evenly, with the first and the last. */
export function spread(steps: readonly number[], count: number): readonly number[] {
  if (steps.length <= count) return steps
  const picked = Array.from(
    { length: count },
    (_, i) => steps[Math.round((i * (steps.length - 1)) / (count - 1))]
  )
  return picked.filter((step) => step !== undefined)
}
