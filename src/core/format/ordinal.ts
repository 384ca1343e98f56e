import { formatCount } from './format-number'

const rules = new Intl.PluralRules('en', { type: 'ordinal' })
const endings = { one: 'st', two: 'nd', few: 'rd', many: 'th', other: 'th', zero: 'th' } as const

/** 2 -> `2nd`, 2000 -> `2,000th` */
export function ordinal(value: number): string {
  return `${formatCount(value)}${endings[rules.select(value)]}`
}
