import { LabError } from '../../core/lab-error'
import { parseInput } from '../../core/parse-input'
import type { Lab, MethodName, MethodOutput } from '../contract/contract'
import { isMethodName, methodSchemas } from '../contract/method-schema'
import type { Port } from '../contract/port'
import { wireRequest, type WireReply } from '../contract/wire'
import type { LabService } from '../host'
import { coalesceRunNotices } from './coalesce-run-notices'

/**
 * Answers a client's requests and forwards the lab's notices to it, until the port closes. Whatever the client
 * sends is parsed here; whatever goes wrong is answered, and never reaches the lab's other clients.
 */
export function serve(service: LabService, port: Port): void {
  let open = true
  const send = (reply: WireReply): void => {
    if (open) port.send(reply)
  }
  const notices = coalesceRunNotices(({ event, data }) => send({ type: 'event', event, data }))
  const unsubscribe = service.subscribe(notices.push)
  port.onClose(() => {
    open = false
    unsubscribe()
    notices.close()
  })
  port.onMessage((message) => {
    const request = wireRequest.safeParse(message)
    // Without a number there is nobody to answer.
    if (!request.success) return
    const { id, method, input } = request.data
    answer(service.lab, method, input).then(
      (output) => send({ type: 'result', id, output }),
      (thrown: unknown) => send({ type: 'error', id, error: LabError.from(thrown).toData() })
    )
  })
}

async function answer(lab: Lab, method: string, input: unknown): Promise<unknown> {
  if (!isMethodName(method)) {
    throw new LabError(
      'not-found',
      `The lab has no method “${method.slice(0, 40)}”.`,
      'Reload the workbench: it may be older or newer than the lab.'
    )
  }
  return call(lab, method, input)
}

async function call<M extends MethodName>(lab: Lab, method: M, input: unknown): Promise<MethodOutput<M>> {
  return lab[method](parseInput(methodSchemas[method].input, input, `The request “${method}”`))
}
