import { formatCount } from './format-number'

/** `1 step`, `12,500 steps` */
export function countedNoun(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}
