import { Option } from 'commander'

/** Of commands that ask before they do what cannot be undone. */
export const yesOption = (): Option => new Option('--yes', 'do not ask for confirmation')
