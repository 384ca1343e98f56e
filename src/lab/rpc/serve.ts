import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import type { Lab, MethodName, MethodOutput } from '../contract/contract'
import { isMethodName, methodSchemas } from '../contract/method-schema'
import { packEvents } from '../contract/packed-events'
import type { Port } from '../contract/port'
import { wirePing, wireRequest, type WireReply, type WireRequest } from '../contract/wire'
import type { LabService } from '../contract/host'
import { coalesceNotices } from './coalesce-notices'

/** Answers that are sent in another form than the lab gives; the contract's schemas parse both. */
const packers: { readonly [M in MethodName]?: (output: MethodOutput<M>) => object } = {
  getRun: ({ summary, events }) => ({ summary, events: packEvents(events) })
}

/** Calls of one client under way at once; the workbench's own page makes about a dozen. */
const mostCalls = 64

/** Told of errors that nobody expected, whole: a client may be told less. */
export type OnDefect = (error: LabError) => void

/**
 * Answers a client's requests and forwards the lab's notices to it, until the port closes. Whatever the client
 * sends is parsed here; whatever goes wrong is answered, and never reaches the lab's other clients.
 */
export function serve(service: LabService, port: Port, onDefect?: OnDefect): void {
  let open = true
  const send = (reply: WireReply): void => {
    if (open) port.send(reply)
  }
  const notices = coalesceNotices(
    ({ event, data }) => send({ type: 'event', event, data }),
    () => port.congested === true
  )
  let calls = 0
  const unsubscribe = service.subscribe(notices.push)
  port.onClose(() => {
    open = false
    unsubscribe()
    notices.close()
  })
  port.onMessage((message) => {
    if (wirePing.safeParse(message).success) {
      send({ type: 'pong' })
      return
    }
    const request = wireRequest.safeParse(message)
    // Without a number there is nobody to answer.
    if (!request.success) return
    if (calls >= mostCalls) {
      send({ type: 'error', id: request.data.id, error: tooManyCalls().toData() })
      return
    }
    calls += 1
    void answerCall(service.lab, request.data, onDefect).then((reply) => {
      calls -= 1
      send(reply)
    })
  })
}

/** Makes one call, and tells what came of it. */
export async function answerCall(lab: Lab, request: WireRequest, onDefect?: OnDefect): Promise<WireReply> {
  const { id, method, input } = request
  try {
    return { type: 'result', id, output: await answer(lab, method, input) }
  } catch (thrown) {
    const error = LabError.from(thrown)
    if (error.code === 'internal') onDefect?.(error)
    return { type: 'error', id, error: error.toData() }
  }
}

function tooManyCalls(): LabError {
  return new LabError(
    'busy',
    `This page is already waiting for ${mostCalls} answers.`,
    'Wait until some of them have arrived, then try again.'
  )
}

async function answer(lab: Lab, method: string, input: unknown): Promise<unknown> {
  if (!isMethodName(method)) {
    throw new LabError(
      'not-found',
      `The lab has no method “${method.slice(0, 40)}”.`,
      'Reload the workbench: its version may differ from the lab’s.'
    )
  }
  return call(lab, method, input)
}

async function call<M extends MethodName>(
  lab: Lab,
  method: M,
  input: unknown
): Promise<MethodOutput<M> | object> {
  const output = await lab[method](parseInput(methodSchemas[method].input, input, `The request “${method}”`))
  return packers[method]?.(output) ?? output
}
