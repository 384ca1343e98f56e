import { BrowserWindow, session } from 'electron'
import { printAddress, serveScheme } from './app-scheme'
import { denyPermissions } from './secure-contents'

const documentHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:",
  'Cache-Control': 'no-store'
}

/** Prints self-contained HTML in a hidden window that runs no scripts and reaches nothing but the document. */
export class PdfPrinter {
  readonly #documents = new Map<string, string>()
  #printed = 0

  readonly #session = (() => {
    const isolated = session.fromPartition('print')
    denyPermissions(isolated)
    serveScheme(isolated, (url) => {
      const html = this.#documents.get(url.href)
      return Promise.resolve(
        html === undefined ? undefined : { body: Buffer.from(html), headers: documentHeaders }
      )
    })
    return isolated
  })()

  /** @returns the bytes of the PDF, A4 unless the document's own style says otherwise */
  async print(html: string): Promise<Uint8Array> {
    this.#printed += 1
    const address = `${printAddress}${this.#printed}`
    this.#documents.set(address, html)
    const window = new BrowserWindow({
      show: false,
      webPreferences: { session: this.#session, sandbox: true, contextIsolation: true, javascript: false }
    })
    try {
      await window.loadURL(address)
      return await window.webContents.printToPDF({
        pageSize: 'A4',
        printBackground: true,
        preferCSSPageSize: true,
        generateTaggedPDF: true
      })
    } finally {
      this.#documents.delete(address)
      window.destroy()
    }
  }
}
