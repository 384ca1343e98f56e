/** `How large a batch?` -> `how-large-a-batch.tenfold-assignment.json` */
export function assignmentFileName(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
  return `${words === '' ? 'assignment' : words}.tenfold-assignment.json`
}
