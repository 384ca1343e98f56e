/** A learning rate with the two digits that count: `0.00075`, `4e−7`. */
export function formatRate(rate: number): string {
  return String(Number(rate.toPrecision(2))).replace('e-', 'e−')
}
