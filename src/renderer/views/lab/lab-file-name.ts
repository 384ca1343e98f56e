/** `How large a batch?` -> `how-large-a-batch.tenfold-lab.json` */
export function labFileName(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
  return `${words === '' ? 'lab' : words}.tenfold-lab.json`
}
