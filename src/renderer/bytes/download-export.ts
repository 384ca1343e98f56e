import { serverPaths } from '../../lab/contract/channels'

/**
 * Lets the browser download a data set from the server, which makes the file while it sends it.
 * @param page its address
 */
export function downloadExport(page: string, dataset: string): void {
  const address = new URL(serverPaths.export, page)
  address.searchParams.set('dataset', dataset)
  const anchor = document.createElement('a')
  anchor.href = address.href
  anchor.download = ''
  anchor.click()
}
