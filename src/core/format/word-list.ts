const list = new Intl.ListFormat('en')

/** `a`; `a and b`; `a, b, and c` */
export const wordList = (words: Iterable<string>): string => list.format(words)
