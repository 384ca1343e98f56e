import { createHash } from 'node:crypto'
import { type PageContent, pagePlaces } from '../../../core/exchange/page-content'
import { html } from '../../report/html'

/**
 * The page as one document. Its content security policy lets this one script and this one stylesheet do their work and
 * nothing be fetched, so that a text of the content could do nothing even if it became part of the document.
 * @param weights base64
 */
export function pageDocument(
  title: string,
  { script, style }: { readonly script: string; readonly style: string },
  content: PageContent,
  weights: string
): string {
  const code = asInlineScript(script)
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(code)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'"
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Tenfold">
<title>${html`${title}`.markup}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="${pagePlaces.app}"></div>
<noscript>This page runs the network with JavaScript, which is switched off in this browser.</noscript>
<script type="application/json" id="${pagePlaces.content}">${asInlineJson(content)}</script>
<script type="text/plain" id="${pagePlaces.weights}">${weights}</script>
<script>${code}</script>
</body>
</html>
`
}

/** JSON in which nothing can end the element that it is in. */
function asInlineJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`)
}

/** Minified code has these only in strings. */
function asInlineScript(code: string): string {
  return code.replaceAll('<!--', String.raw`\x3c!--`).replaceAll(/<\/script/gi, String.raw`\x3c/script`)
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`
