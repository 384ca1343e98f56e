import { LabError } from '../../core/base/lab-error'
import type { MethodInput } from '../contract/contract'
import type { LabHost } from '../contract/host'
import { makeReport } from '../report/make-report'
import type { Report } from '../report/report'
import { reportCsv } from '../report/report-csv'
import { reportHtml } from '../report/report-html'
import { reportJson } from '../report/report-json'
import { toBase64 } from './base64'
import type { LabParts, Methods } from './lab-parts'

type Format = MethodInput<'exportReport'>['format']

const mimeTypes: Readonly<Record<Format, string>> = {
  html: 'text/html',
  pdf: 'application/pdf',
  json: 'application/json',
  csv: 'text/csv'
}

export function reportMethods({ store, host }: LabParts): Methods<'exportReport'> {
  return {
    exportReport: async ({ runId, format }) => {
      const { state, summary } = await store.read(runId)
      const versions = { tenfold: host.version, node: process.versions.node }
      const report = makeReport({ run: state, summary, now: Date.now(), versions })
      return {
        file: {
          fileName: `${runId}-report.${format}`,
          mimeType: mimeTypes[format],
          content: toBase64(await render(report, format, host))
        }
      }
    }
  }
}

/** @throws LabError 'unsupported' for PDF where the host cannot print */
async function render(report: Report, format: Format, { printPdf }: LabHost): Promise<string | Uint8Array> {
  switch (format) {
    case 'html':
      return reportHtml(report)
    case 'json':
      return reportJson(report)
    case 'csv':
      return reportCsv(report)
    case 'pdf':
      if (printPdf !== undefined) return printPdf(reportHtml(report))
      throw new LabError(
        'unsupported',
        'This host cannot make a PDF.',
        'Export HTML and print it to PDF in a browser, or use the desktop application.'
      )
  }
}
