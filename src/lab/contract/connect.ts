import { LabError } from '../../core/lab-error'
import { parseInput } from '../../core/parse-input'
import type { EventData, EventName, Lab, MethodInput, MethodName, MethodOutput } from './contract'
import { eventSchemas, isEventName, methodSchemas } from './method-schema'
import type { Port } from './port'
import { wireReply, type WireRequest } from './wire'

/** The lab at the other end of a port. */
export interface LabClient {
  readonly lab: Lab
  /** @returns how to unsubscribe */
  subscribe<E extends EventName>(event: E, listener: (data: EventData<E>) => void): () => void
  /** The port has closed: every call fails from here on. */
  onClose(listener: () => void): void
}

interface PendingCall {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: LabError) => void
}

/** One kind of event on its way to those who listen. */
interface EventChannel<T> {
  readonly listeners: Set<(data: T) => void>
  /** @throws LabError 'internal' when the data are not what the contract says */
  readonly tell: (data: unknown) => void
}

/**
 * Makes a client of the contract out of a port. What arrives is parsed by the contract's schemas; calls that are
 * still open when the port closes fail with a LabError, as do all later ones.
 */
export function connect(port: Port): LabClient {
  const pending = new Map<number, PendingCall>()
  const channels: { readonly [E in EventName]: EventChannel<EventData<E>> } = {
    dataset: eventChannel('dataset'),
    runs: eventChannel('runs'),
    trash: eventChannel('trash'),
    run: eventChannel('run'),
    evaluation: eventChannel('evaluation'),
    lossSurface: eventChannel('lossSurface'),
    engineTiming: eventChannel('engineTiming'),
    tensorflow: eventChannel('tensorflow'),
    timeline: eventChannel('timeline'),
    command: eventChannel('command')
  }
  const closeListeners = new Set<() => void>()
  let nextId = 0
  let closed = false

  port.onMessage((message) => {
    const reply = parseInput(wireReply, message, 'A message of the lab', 'internal')
    switch (reply.type) {
      case 'result':
        take(reply.id)?.resolve(reply.output)
        break
      case 'error':
        take(reply.id)?.reject(LabError.fromData(reply.error))
        break
      case 'event':
        if (isEventName(reply.event)) channels[reply.event].tell(reply.data)
        break
      case 'pong':
        break // that it came is all that it says
    }
  })

  port.onClose(() => {
    closed = true
    for (const call of pending.values()) call.reject(disconnected())
    pending.clear()
    for (const listener of closeListeners) listener()
  })

  function take(id: number): PendingCall | undefined {
    const call = pending.get(id)
    pending.delete(id)
    return call
  }

  function call<M extends MethodName>(method: M): (input: MethodInput<M>) => Promise<MethodOutput<M>> {
    return async (input) => {
      if (closed) throw disconnected()
      const id = nextId++
      const output = await new Promise<unknown>((resolve, reject) => {
        pending.set(id, { resolve, reject })
        port.send({ id, method, input } satisfies WireRequest)
      })
      return parseInput(methodSchemas[method].output, output, `The answer of “${method}”`, 'internal')
    }
  }

  return {
    lab: {
      getWorkbench: call('getWorkbench'),
      saveSettings: call('saveSettings'),
      getDataset: call('getDataset'),
      downloadDataset: call('downloadDataset'),
      cancelDownload: call('cancelDownload'),
      verifyDataset: call('verifyDataset'),
      getSamples: call('getSamples'),
      getImages: call('getImages'),
      listEngines: call('listEngines'),
      getEngineSpeeds: call('getEngineSpeeds'),
      measureEngines: call('measureEngines'),
      cancelMeasuring: call('cancelMeasuring'),
      diagnose: call('diagnose'),
      getTensorflow: call('getTensorflow'),
      installTensorflow: call('installTensorflow'),
      renewTensorflow: call('renewTensorflow'),
      cancelTensorflow: call('cancelTensorflow'),
      removeTensorflow: call('removeTensorflow'),
      describePlan: call('describePlan'),
      measurePeak: call('measurePeak'),
      startRun: call('startRun'),
      pauseRun: call('pauseRun'),
      stepRun: call('stepRun'),
      resumeRun: call('resumeRun'),
      stopRun: call('stopRun'),
      setLearningRate: call('setLearningRate'),
      watchTimeline: call('watchTimeline'),
      listRuns: call('listRuns'),
      getRun: call('getRun'),
      renameRun: call('renameRun'),
      deleteRun: call('deleteRun'),
      restoreRun: call('restoreRun'),
      listTrash: call('listTrash'),
      removeRuns: call('removeRuns'),
      takeOverRun: call('takeOverRun'),
      evaluateRun: call('evaluateRun'),
      cancelEvaluation: call('cancelEvaluation'),
      getExamples: call('getExamples'),
      inspectImage: call('inspectImage'),
      getWeights: call('getWeights'),
      computeLossSurface: call('computeLossSurface'),
      cancelLossSurface: call('cancelLossSurface'),
      getLossSurface: call('getLossSurface'),
      saveCheckpoint: call('saveCheckpoint'),
      loadCheckpoint: call('loadCheckpoint'),
      evaluateCheckpoint: call('evaluateCheckpoint'),
      exportReport: call('exportReport')
    },
    subscribe(event, listener) {
      channels[event].listeners.add(listener)
      return () => {
        channels[event].listeners.delete(listener)
      }
    },
    onClose(listener) {
      closeListeners.add(listener)
    }
  }
}

function eventChannel<E extends EventName>(event: E): EventChannel<EventData<E>> {
  const listeners = new Set<(data: EventData<E>) => void>()
  return {
    listeners,
    tell(data) {
      const parsed = parseInput(eventSchemas[event], data, `The event “${event}”`, 'internal')
      for (const listener of listeners) listener(parsed)
    }
  }
}

function disconnected(): LabError {
  return new LabError(
    'offline',
    'The connection to the lab is gone.',
    'Open the workbench again; a training that was under way keeps its checkpoints.'
  )
}
