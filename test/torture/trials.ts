import { corruptionTrial } from './corruption-trial'
import { killTrial } from './kill-trial'
import { raceTrial } from './race-trial'
import type { Trial } from './trial'

export const trials: readonly Trial[] = [killTrial, corruptionTrial, raceTrial]
