import { flagOf } from '../../core/settings/flag-of'
import { isField } from '../../core/settings/settings'
import type { SourceOptions } from './asked-settings'
import type { ConfigOptions } from './train-config'

/** Options that were given, written as they are typed: to be given to another command. */
export function typedAgain(options: SourceOptions & ConfigOptions): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const flag = isField(name) ? flagOf(name) : `--${name}`
    if (value === undefined) return []
    if (value === true) return [flag]
    return value === false ? [flag.replace('--', '--no-')] : [`${flag} ${quoted(value)}`]
  })
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
