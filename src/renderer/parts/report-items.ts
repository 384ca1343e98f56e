/**
 * The formats of a report, for a menu.
 * @param spreadsheet what the spreadsheet is: `one table`
 */
export function reportItems(spreadsheet: string, canPrintPdf: boolean) {
  return [
    { value: 'html' as const, text: 'HTML', hint: 'one page, prints well' },
    ...(canPrintPdf ? [{ value: 'pdf' as const, text: 'PDF', hint: 'the same page, printed' }] : []),
    { value: 'json' as const, text: 'JSON', hint: 'every figure, for programs' },
    { value: 'csv' as const, text: 'CSV', hint: `${spreadsheet}, for spreadsheets` }
  ]
}
