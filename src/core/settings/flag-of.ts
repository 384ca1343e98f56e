import type { SettingName } from './settings'

/** The option of the command line that gives a setting: `--batch-size`. */
export const flagOf = (name: SettingName): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
