import { cpus } from 'node:os'
import type { Availability, CompileRequest, DeviceInfo, Engine, Program } from '../../core/engine/engine'
import { LabError } from '../../core/base/lab-error'
import { threadsForWork } from './threads-for-work'
import { loadBinding, type LoadedBinding } from './binding/load-binding'
import { describeDevice } from './describe-device'
import { type TensorflowFailure, loadFailure, notInstalled } from './failure'
import { TensorflowProgram } from './program'

/**
 * TensorFlow through the binding of @tensorflow/tfjs-node, on the CPU or on a CUDA GPU, whichever its library is made
 * for. The environment says where the binding is: see trainer/jobs/use-tensorflow.
 */
export const tensorflowEngine: Engine = {
  id: 'tensorflow',

  async probe(): Promise<Availability> {
    const maxThreads = cpus().length
    const located = locate(maxThreads)
    if (!('binding' in located)) return { available: false, ...located }
    const { description } = await describeDevice(located.binding)
    return { available: true, description, maxThreads }
  },

  async compile(request: CompileRequest): Promise<Program> {
    const { model, batchSize, threads } = request
    const wanted = threads === 0 ? threadsForWork(model, batchSize, cpus().length) : threads
    const located = locate(wanted)
    if (!('binding' in located)) {
      throw new LabError(
        'engine-unavailable',
        `The TensorFlow engine cannot run here: ${located.reason}`,
        located.remedy
      )
    }
    const device: DeviceInfo = {
      engine: 'tensorflow',
      ...(await describeDevice(located.binding)),
      threads: located.threads
    }
    return new TensorflowProgram(request, located.binding, device)
  }
}

function locate(threads: number): LoadedBinding | TensorflowFailure {
  const file = process.env['TENFOLD_TENSORFLOW']
  if (file === undefined || file === '') return notInstalled
  try {
    return loadBinding(file, threads)
  } catch (thrown) {
    return loadFailure(thrown)
  }
}
