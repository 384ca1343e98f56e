import { formatTime } from './format-figures'
import { html, Html } from './html'
import { versionList } from './report-background'
import { reportStyle } from './report-style'

interface PageOptions {
  /** Of the document. */
  readonly title: string
  /** What it is about: a heading, and lines around it. */
  readonly head: Html
  /** Below the head: what went wrong. */
  readonly notice?: Html | null
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly versions: Readonly<Record<string, string>>
  /** Its sections. */
  readonly sections: Html
}

/**
 * A page that needs nothing else: no script, no font, no picture from outside. All text is escaped; a policy in the page
 * forbids whatever else might be smuggled in.
 */
export function reportPage({ title, head, notice, createdAt, versions, sections }: PageOptions): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${new Html(reportStyle)}
        </style>
      </head>
      <body>
        <header>
          <div>${head}</div>
          <p class="made">made ${formatTime(createdAt)}<br />${versionList(versions) ?? null}</p>
        </header>
        ${notice ?? null}
        <main>${sections}</main>
      </body>
    </html> `.markup
}
