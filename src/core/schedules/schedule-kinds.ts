import { constant } from './constant'
import { cosine } from './cosine'
import { linear } from './linear'
import { oneCycle } from './one-cycle'
import type { ScheduleKind } from './schedule-kind'
import { step } from './step'

/** Every kind of schedule there is, in the order in which people are offered them. */
const kinds = { constant, step, linear, cosine, 'one-cycle': oneCycle }

export type ScheduleName = keyof typeof kinds

export const scheduleKinds: Readonly<Record<ScheduleName, ScheduleKind>> = kinds

const isScheduleName = (name: string): name is ScheduleName => Object.hasOwn(kinds, name)

/** In order. */
export const scheduleNames = Object.keys(kinds).filter(isScheduleName)
