import type { App } from '../app/app.svelte'
import type { ListingLine } from './listing-lines'
import { showPicture } from './show-picture'

/** Goes to a line of the script: in its room, beside its picture. */
export function readLine(app: App, { part, key, line: { link } }: ListingLine): void {
  if (link === undefined) return
  app.go(part)
  showPicture(app, link, part)
  app.link.explain(link, { part, key })
  app.guidePanel.side = 'words'
}
