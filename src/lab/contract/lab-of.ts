import type { Lab, MethodInput, MethodName, MethodOutput } from './contract'
import { methodNames } from './method-schema'

/** A lab with every method of the contract. @param callOf makes the function for one of them */
export function labOf(
  callOf: <M extends MethodName>(method: M) => (input: MethodInput<M>) => Promise<MethodOutput<M>>
): Lab {
  const lab: object = Object.fromEntries(methodNames.map((method) => [method, callOf(method)]))
  if (!isLab(lab)) throw new Error('the contract has a method without a function')
  return lab
}

function isLab(value: object): value is Lab {
  return methodNames.every((method) => method in value)
}
