import { LabError } from '../../core/base/lab-error'
import type { MethodInput } from '../contract/contract'
import type { LabHost } from '../contract/host'
import type { RunSummary } from '../contract/run-summary'
import { requireComparable } from '../../core/compare/comparison'
import { describeDisagreement } from '../../core/compare/describe-disagreement'
import { comparePredictions } from '../../core/run/compare-predictions'
import { comparisonCsv } from '../report/comparison-csv'
import { type ComparisonDocument, comparisonDocument } from '../report/comparison-document'
import { comparisonHtml } from '../report/comparison-html'
import { makeReport } from '../report/make-report'
import type { Report } from '../report/report'
import { reportCsv } from '../report/report-csv'
import { reportHtml } from '../report/report-html'
import { reportJson } from '../report/report-json'
import { toBase64 } from './base64'
import type { LabParts, Methods } from './lab-parts'
import { predictionsOfBoth } from './predictions-of'

type Format = MethodInput<'exportReport'>['format']

const mimeTypes: Readonly<Record<Format, string>> = {
  html: 'text/html',
  pdf: 'application/pdf',
  json: 'application/json',
  csv: 'text/csv'
}

export function reportMethods(parts: LabParts): Methods<'exportReport' | 'exportComparison'> {
  const { store, host } = parts
  return {
    exportReport: async ({ runId, format }) => {
      const { state, summary } = await store.read(runId)
      const versions = { tenfold: host.version, node: process.versions.node }
      const report = makeReport({ run: state, summary, now: Date.now(), versions })
      return {
        file: {
          fileName: `${runId}-report.${format}`,
          mimeType: mimeTypes[format],
          content: toBase64(await render(writersOfReport(report), format, host))
        }
      }
    },
    exportComparison: async ({ runIds, format }) => {
      const runs = await Promise.all(runIds.map((runId) => store.read(runId)))
      const summaries = runs.map(({ summary }) => summary)
      const compared = runs.map(({ summary, state }) => ({
        number: summary.number,
        name: summary.name,
        state
      }))
      requireComparable(compared.map(({ number }) => number))
      const versions = { tenfold: host.version, node: process.versions.node }
      const document = comparisonDocument(
        compared,
        Date.now(),
        versions,
        await testAgainstFirst(parts, summaries)
      )
      return {
        file: {
          fileName: `runs-${compared.map(({ number }) => number).join('-')}-comparison.${format}`,
          mimeType: mimeTypes[format],
          content: toBase64(await render(writersOfComparison(document), format, host))
        }
      }
    }
  }
}

/** McNemar's test in words, or why there is none: the rest of the comparison stands without it. */
async function testAgainstFirst(
  parts: LabParts,
  [first, ...others]: readonly RunSummary[]
): Promise<readonly (readonly string[])[]> {
  const told: (readonly string[])[] = []
  if (first === undefined) return told
  for (const other of others) {
    const [one, two] = [`#${first.number}`, `#${other.number}`]
    try {
      const { predictions } = await predictionsOfBoth(parts, first.runId, other.runId)
      told.push(describeDisagreement(comparePredictions(...predictions), one, two))
    } catch (thrown) {
      const { code, message } = LabError.from(thrown)
      if (code === 'internal') throw thrown
      told.push([`${one} and ${two} cannot be compared image by image.`, message])
    }
  }
  return told
}

type Writers = Readonly<Record<Exclude<Format, 'pdf'>, () => string>>

const writersOfReport = (report: Report): Writers => ({
  html: () => reportHtml(report),
  json: () => reportJson(report),
  csv: () => reportCsv(report)
})

const writersOfComparison = (document: ComparisonDocument): Writers => ({
  html: () => comparisonHtml(document),
  json: () => `${JSON.stringify(document, null, 2)}\n`,
  csv: () => comparisonCsv(document)
})

/** @throws LabError 'unsupported' for PDF where the host cannot print */
async function render(writers: Writers, format: Format, { printPdf }: LabHost): Promise<string | Uint8Array> {
  if (format !== 'pdf') return writers[format]()
  if (printPdf !== undefined) return printPdf(writers.html())
  throw new LabError(
    'unsupported',
    'This host cannot make a PDF.',
    'Export HTML and print it to PDF in a browser, or use the desktop application.'
  )
}
