import type { Report } from './report'

/** The report as it is; the schema `report` reads it again. */
export function reportJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
