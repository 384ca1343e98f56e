import type { RacerId } from '../../state/race/race'

/** Circle, square or triangle; solid, dashed or dotted: tells the members of a family apart. */
export const racerMark: Readonly<Record<RacerId, 0 | 1 | 2>> = {
  sgd: 0,
  momentum: 1,
  nesterov: 2,
  adagrad: 0,
  rmsprop: 1,
  adam: 2
}
