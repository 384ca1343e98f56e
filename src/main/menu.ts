import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Command } from '../lab/contract/command'
import type { WorkbenchSettings } from '../lab/contract/workbench-settings'

export interface MenuActions {
  readonly send: (command: Command) => void
  readonly openDataFolder: () => void
}

const themes = [
  { theme: 'system', label: 'Like the system', command: 'themeSystem' },
  { theme: 'light', label: 'Light', command: 'themeLight' },
  { theme: 'dark', label: 'Dark', command: 'themeDark' }
] as const

/** @param development adds the developer's items */
export function buildMenu(
  theme: WorkbenchSettings['theme'],
  development: boolean,
  actions: MenuActions
): Menu {
  const item = (label: string, command: Command, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => {
      actions.send(command)
    }
  })
  const onMac = process.platform === 'darwin'
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  return Menu.buildFromTemplate([
    ...(onMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        item('Load checkpoint…', 'loadCheckpoint', 'CmdOrCtrl+O'),
        item('Save checkpoint', 'saveCheckpoint', 'CmdOrCtrl+S'),
        item('Export network…', 'exportNetwork', 'CmdOrCtrl+Shift+E'),
        item('Export report', 'exportReport', 'CmdOrCtrl+E'),
        separator,
        item('Open assignment…', 'openAssignment'),
        item('Share as an assignment…', 'shareAssignment'),
        separator,
        { role: 'quit' }
      ]
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        {
          label: 'Theme',
          submenu: themes.map((choice) => ({
            ...item(choice.label, choice.command),
            type: 'radio',
            checked: choice.theme === theme
          }))
        },
        separator,
        item('Back', 'back', onMac ? 'Cmd+[' : 'Alt+Left'),
        item('Forward', 'forward', onMac ? 'Cmd+]' : 'Alt+Right'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(development ? ([{ role: 'reload' }, { role: 'toggleDevTools' }] as const) : [])
      ]
    },
    {
      label: '&Run',
      submenu: [
        item('Train', 'train', 'CmdOrCtrl+Return'),
        item('Pause', 'pause', 'CmdOrCtrl+Shift+P'),
        item('Stop', 'stop', 'CmdOrCtrl+.')
      ]
    },
    {
      role: 'help',
      submenu: [{ label: 'Open data folder', click: actions.openDataFolder }, separator, { role: 'about' }]
    }
  ])
}
