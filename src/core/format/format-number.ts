const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** 12500 -> `12,500` */
export function formatCount(value: number): string {
  return counts.format(value)
}

/** At least `digits` decimals where it is not whole, and more where these would make it look whole: `781.25`, `1.00002` */
export function formatDecimal(value: number, digits: number): string {
  for (let maximumFractionDigits = digits; maximumFractionDigits < 12; maximumFractionDigits++) {
    const text = new Intl.NumberFormat('en', { maximumFractionDigits }).format(value)
    if (text.includes('.') || Number.isInteger(value)) return text
  }
  return formatLimit(value)
}

const limits = new Intl.NumberFormat('en', { maximumFractionDigits: 12 })

/** A limit, as exact as it is: 1024 -> `1,024`, 1e-12 -> `0.000000000001` */
export function formatLimit(value: number | bigint): string {
  return limits.format(value)
}

const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** A small number as a word, as in running text: 10 -> `ten`, 12 -> `12` */
export function countWord(value: number): string {
  return words[value] ?? formatCount(value)
}

/** A number with at most so many decimals, and with a minus as printed. */
export function shortDecimal(value: number, digits: number): string {
  return String(Number(value.toFixed(digits))).replace('-', '−')
}

/** A share in [0, 1] -> `54.9 %` */
export function formatPercent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`
}

/** A share in [0, 1] that may be tiny -> `0.4 %`, `< 0.1 %` rather than a false nought */
export function formatShare(share: number): string {
  return share > 0 && share < 0.0005 ? '< 0.1 %' : formatPercent(share)
}

/** A speed: whole above ten, one decimal below. */
export function formatRate(value: number): string {
  return value >= 10 ? formatCount(value) : value.toFixed(1)
}
