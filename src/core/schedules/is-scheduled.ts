import type { Schedule } from './rate-factor'

/** Whether the learning rate changes by itself from step to step. */
export const isScheduled = ({ schedule, warmup }: Schedule): boolean => schedule !== 'constant' || warmup > 0
