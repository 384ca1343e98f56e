/**
 * A rounded figure that never says 0 of what takes time: `< 0.001`.
 * @param text the value, rounded
 */
export function smallFigure(value: number, text: string): string {
  return value > 0 && Number(text) === 0 ? `< ${text.slice(0, -1)}1` : text
}
