import type { RunConfig } from './run-config'
import { settingRows } from './setting-rows'
import { settings } from './settings'

/** More settings would not be read. */
const mostTold = 3

/** What each of some configurations differs in from the others, seeds aside: `batch size 4, learning rate 0.01`. */
export function settingsTitles(configs: readonly RunConfig[]): readonly string[] {
  const rows = settingRows(configs).filter(
    ({ name, differs }) => differs && name !== 'seed' && settings[name].means !== true
  )
  return configs.map((_, i) => {
    const told = rows
      .slice(0, mostTold)
      .map(({ name, values }) => `${settings[name].noun} ${values[i] ?? 'none'}`)
    const more = rows.length - told.length
    if (told.length === 0) return 'these settings'
    return [...told, ...(more > 0 ? [`${more} more`] : [])].join(', ')
  })
}
