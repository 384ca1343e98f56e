import { LabError } from '../../../core/base/lab-error'
import { connect, type LabClient } from '../../../lab/contract/connect'
import { wireRequest } from '../../../lab/contract/wire'

/** A lab for tests, at the other end of a real port and a real client. */
export class FakeLab {
  readonly client: LabClient
  /** Every call so far: name and input. */
  readonly calls: { readonly method: string; readonly input: unknown }[] = []
  #receive: (message: unknown) => void = () => undefined
  #closed: () => void = () => undefined

  /** @param answers by name of the method; what is thrown becomes the error of the call */
  constructor(answers: Readonly<Record<string, (input: unknown) => unknown>>) {
    this.client = connect({
      send: (message) => {
        const { id, method, input } = wireRequest.parse(message)
        this.calls.push({ method, input })
        void Promise.resolve()
          .then(() => answers[method]?.(input) ?? {})
          .then(
            (output) => this.#receive({ type: 'result', id, output }),
            (thrown: unknown) => this.#receive({ type: 'error', id, error: LabError.from(thrown).toData() })
          )
      },
      onMessage: (listener) => {
        this.#receive = listener
      },
      onClose: (listener) => {
        this.#closed = listener
      }
    })
  }

  get lab(): LabClient['lab'] {
    return this.client.lab
  }

  close(): void {
    this.#closed()
  }
}
