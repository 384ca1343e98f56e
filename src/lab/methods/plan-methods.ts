import { requireFit } from '../../core/model/fit-model'
import { fastestEngine } from '../../core/engine/engine-speed'
import { parseInput } from '../../core/base/parse-input'
import { planQuestion } from '../contract/plan'
import { runTrainerJob } from '../training/run-trainer-job'
import type { LabParts, Methods } from './lab-parts'

/** Networks are compiled in a process of their own: the one that draws or serves never loads an engine. */
export function planMethods({
  host,
  bench,
  datasets,
  supervisor,
  studies
}: LabParts): Methods<'describePlan' | 'measurePeak'> {
  let peak: Promise<number | undefined> | undefined

  function measure(): Promise<number | undefined> {
    const task = runTrainerJob(host.trainerFile, { kind: 'peak' }, (message) =>
      message.type === 'peak' ? message : undefined
    )
    return task.result.then(({ operationsPerSecond }) => operationsPerSecond)
  }

  return {
    describePlan: async ({ dataset, ...input }) => {
      // The command line calls this without an edge that parses.
      const request = parseInput(planQuestion, input, 'What is to be compiled')
      requireFit(request.model, (await datasets.find(dataset)).info)
      const [table] = request.engine === 'auto' ? await bench.known(request, [request.batchSize]) : []
      const engine = (table && fastestEngine(table)?.engine) ?? request.engine
      const job = { kind: 'plan' as const, request: { ...request, engine } }
      return runTrainerJob(host.trainerFile, job, (message) =>
        message.type === 'plan' ? message.answer : undefined
      ).result
    },
    measurePeak: async () => {
      // Beside a training it would measure too little, and take time from it.
      if (peak === undefined && (supervisor.busy || studies.active !== undefined)) return {}
      peak ??= measure()
      try {
        const operationsPerSecond = await peak
        return operationsPerSecond === undefined ? {} : { operationsPerSecond }
      } catch (thrown) {
        peak = undefined
        throw thrown
      }
    }
  }
}
