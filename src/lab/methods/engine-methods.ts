import { fastestEngine, type TimedWorkload, timedWorkload } from '../../core/engine/engine-speed'
import { LabError } from '../../core/base/lab-error'
import { checkSize } from '../../core/model/check-size'
import { parseInput } from '../../core/base/parse-input'
import type { EngineStatus } from '../contract/engine-status'
import { diagnose, pythonTensorflow } from '../devices/diagnose'
import type { LabParts, Methods } from './lab-parts'

export function engineMethods({
  host,
  probe,
  bench,
  supervisor,
  studies,
  tensorflow
}: LabParts): Methods<'listEngines' | 'getEngineSpeeds' | 'measureEngines' | 'cancelMeasuring' | 'diagnose'> {
  /** The fastest for the settings as they were saved, once that is known. */
  async function withPreference(engines: EngineStatus[]): Promise<EngineStatus[]> {
    const { config } = (await host.settings.load()).settings
    const [table] = await bench.known(config, [config.batchSize])
    const best = table && fastestEngine(table)
    if (best === undefined) return engines
    return engines.map((status) =>
      status.available ? { ...status, preferred: status.engine === best.engine } : status
    )
  }

  return {
    listEngines: async ({ again = false }) => {
      if (again) {
        probe.forget()
        await tensorflow.refresh()
      }
      return { engines: await withPreference(await probe.list()) }
    },
    getEngineSpeeds: async ({ workload, batchSizes }) => ({
      tables: await bench.known(parseWorkload(workload), batchSizes)
    }),
    measureEngines: async ({ workload, batchSizes, again = false }) => {
      studies.refuseTraining()
      const run = supervisor.activeRun
      if (run !== undefined) {
        throw new LabError(
          'busy',
          `${run} is in training, which would distort the measurement.`,
          'Wait until it has ended, or stop it, then measure.'
        )
      }
      return { tables: await bench.measure(parseWorkload(workload), batchSizes, again) }
    },
    cancelMeasuring: async () => {
      await bench.cancel()
      return {}
    },
    diagnose: async () => {
      await tensorflow.look()
      probe.forget()
      return diagnose({
        engines: await probe.list(),
        tensorflow: tensorflow.status(),
        library: (await tensorflow.library()) ?? (await pythonTensorflow())
      })
    }
  }
}

/** The command line calls without an edge that parses. */
function parseWorkload(workload: unknown): TimedWorkload {
  const parsed = parseInput(timedWorkload, workload, 'What is to be timed')
  checkSize(parsed.model)
  return parsed
}
