/** Whether a URL belongs to the page that the workbench itself opened: same scheme, same host, same port. */
export function isOwnPage(url: string, pageAddress: string): boolean {
  const own = new URL(pageAddress)
  try {
    const other = new URL(url)
    return other.protocol === own.protocol && other.host === own.host && other.username === ''
  } catch {
    return false // no URL at all
  }
}
