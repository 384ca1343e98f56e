/** Light or dark, as the system is, now and later. */
export function followTheme(root: HTMLElement): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const show = (): void => {
    root.dataset['theme'] = dark.matches ? 'dark' : 'light'
  }
  dark.addEventListener('change', show)
  show()
}
