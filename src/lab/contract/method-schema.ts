import type { z } from '../../core/base/schema'
import {
  events,
  methods,
  type EventData,
  type EventName,
  type MethodInput,
  type MethodName,
  type MethodOutput
} from './contract'

/** The schemas of one method, typed by its name, so that code that is generic over methods stays exact. */
export interface MethodSchema<M extends MethodName> {
  readonly input: z.ZodType<MethodInput<M>>
  readonly output: z.ZodType<MethodOutput<M>>
}

export const methodSchemas: { readonly [M in MethodName]: MethodSchema<M> } = methods

export const eventSchemas: { readonly [E in EventName]: z.ZodType<EventData<E>> } = events

export const methodNames: readonly MethodName[] = Object.keys(methods).filter(isMethodName)

export const eventNames: readonly EventName[] = Object.keys(events).filter(isEventName)

export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name)
}

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name)
}
