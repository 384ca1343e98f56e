import { LabError } from '../core/base/lab-error'
import type { TensorflowSource } from '../lab/contract/tensorflow-status'
import type { LabService } from '../lab/contract/host'

/**
 * A lab that asks the user, outside the page, before code from a place of the user's choice is run: a page that was
 * taken over could otherwise name any library or interpreter of this machine.
 * @param ask resolves with the user's consent to run what is at that path
 */
export function askBeforeLoading(service: LabService, ask: (path: string) => Promise<boolean>): LabService {
  return {
    subscribe: (listener) => service.subscribe(listener),
    activeRuns: () => service.activeRuns(),
    openExport: (dataset) => service.openExport(dataset),
    close: () => service.close(),
    lab: {
      ...service.lab,
      async installTensorflow(input) {
        const place = chosenPlace(input.source)
        if (place !== undefined && !(await ask(place))) {
          throw new LabError('cancelled', 'The library was not loaded.', 'Choose another one.')
        }
        return service.lab.installTensorflow(input)
      }
    }
  }
}

/** The path whose code would run; undefined where Tenfold itself knows what is run. */
function chosenPlace(source: TensorflowSource): string | undefined {
  switch (source.kind) {
    case 'file':
      return source.path
    case 'python':
      return source.place
    case 'package':
      return undefined
  }
}
