import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import type { EventData, EventName, Lab } from './contract'
import { labOf } from './lab-of'
import { eventNames, eventSchemas, isEventName, methodSchemas } from './method-schema'
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
  const channels = eventChannels()
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

  return {
    lab: labOf((method) => async (input) => {
      if (closed) throw disconnected()
      const id = nextId++
      const output = await new Promise<unknown>((resolve, reject) => {
        pending.set(id, { resolve, reject })
        port.send({ id, method, input } satisfies WireRequest)
      })
      return parseInput(methodSchemas[method].output, output, `The answer of “${method}”`, 'internal')
    }),
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

type EventChannels = { readonly [E in EventName]: EventChannel<EventData<E>> }

function eventChannels(): EventChannels {
  const channels: object = Object.fromEntries(eventNames.map((event) => [event, eventChannel(event)]))
  if (!isComplete(channels)) throw new Error('the contract has an event without a channel')
  return channels
}

function isComplete(channels: object): channels is EventChannels {
  return eventNames.every((event) => event in channels)
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
    'The connection to the lab was lost.',
    'Open the workbench again; a training that was under way keeps its checkpoints.'
  )
}
