import { z } from '../../../core/base/schema'
import { invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'

const named = z.looseObject({ class_name: z.string() })
const text = z.string()

/** Layers whose computation is not in their settings: in a file of code, or in another folder. */
const refusedClasses: ReadonlyMap<string, string> = new Map([
  ['Lambda', 'It has its code in the file'],
  ['TFSMLayer', 'It takes its network from another folder'],
  ['TorchModuleWrapper', 'It takes its network from a pickle']
])

/** Keras's own modules, of all its packages, and that of activations, which are named. */
const ownModule = /^(?:keras|tf_keras|keras_core|tensorflow\.keras|tensorflow\.python\.keras)(?:\.|$)/
/** By the names that Keras gives to what is not its own: `my_package>MyLayer`. */
const ownName = /^[A-Za-z_]\w*$/

/**
 * Refuses a configuration that asks for code which is not Keras's own, wherever in it: Keras would import and call it
 * (CVE-2025-1550). Nothing is looked up here; what is left is read by its class name alone.
 * @param value parsed JSON, no deeper than `parseBoundedJson` lets it be
 * @throws LabError 'checkpoint-invalid' that names it
 */
export function refuseCode(value: unknown, file: string): void {
  if (Array.isArray(value)) {
    for (const item of value) refuseCode(item, file)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const object = named.safeParse(value).data
  if (object !== undefined) refuseObject(object, file)
  for (const item of Object.values(value)) refuseCode(item, file)
}

function refuseObject(object: z.infer<typeof named>, file: string): void {
  const { class_name } = object
  const why = refusedClasses.get(class_name)
  if (why !== undefined) {
    throw foreignCode(`${shown(file)} has a layer of class ${class_name}. ${why}.`)
  }
  const module = object['module']
  const isFunction =
    module === 'builtins' && class_name === 'function' && text.safeParse(object['config']).success
  if (module !== undefined && module !== null && !isFunction) {
    const found = text.safeParse(module).data
    if (found === undefined || !ownModule.test(found)) {
      throw foreignCode(
        `${shown(file)} asks for ${shown(class_name)} of ${shown(found ?? 'something')}, which is not part of Keras.`
      )
    }
  }
  const registered = object['registered_name']
  if (registered === undefined || registered === null) return
  const found = text.safeParse(registered).data
  if (found !== undefined && ownName.test(found)) return
  throw foreignCode(`${shown(file)} has an object of its own, ${shown(found ?? class_name)}.`)
}

function foreignCode(message: string): Error {
  return invalidCheckpoint(
    message,
    'Tenfold runs no code of a file. Save a network of Keras’s own layers, without what was compiled with it.'
  )
}
