import type { Engine, Workload } from '../../core/engine/engine'
import { engineNames } from '../../core/base/engine-id'
import { LabError } from '../../core/base/lab-error'
import { checkCompile } from './check-request'
import { CheckedProgram } from './checked-program'

/** An engine that refuses what it lacks and every wrong call, all engines with the same errors. */
export function checkedEngine(engine: Engine): Engine {
  const checkWorkload = (workload: Workload): void => {
    const lacking = engine.lacks?.(workload)
    if (lacking === undefined) return
    throw new LabError(
      'engine-unavailable',
      `The engine ${engineNames[engine.id]} cannot run this network: it does not support ${lacking}.`,
      'Choose the engine “auto”, or remove that from the network.'
    )
  }
  return {
    id: engine.id,
    probe: () => engine.probe(),
    lacks: (workload) => engine.lacks?.(workload),
    measurePeak: () => engine.measurePeak?.(),
    describePlan: (request) => {
      checkWorkload(request)
      return engine.describePlan?.(request)
    },
    compile: async (request) => {
      checkWorkload(request)
      checkCompile(request)
      return new CheckedProgram(await engine.compile(request), request)
    }
  }
}
