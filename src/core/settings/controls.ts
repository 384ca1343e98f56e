import { type SettingName, settingNames, settings } from './settings'

/** What a teacher can take off the screen. `optimizerDetails`: all knobs of the optimizer but rate and momentum. */
export type Control = SettingName | 'optimizerDetails'

/** With what a setting is taken off the screen. */
export const controlOf = (name: SettingName): Control => settings[name].teaching.control ?? name

export const controls: readonly Control[] = [...new Set(settingNames.map(controlOf))]
