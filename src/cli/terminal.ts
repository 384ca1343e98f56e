/** What a Terminal needs of a stream. */
export interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(data: string | Uint8Array): unknown
}

const clearLine = '\r\x1b[K'

/**
 * Data on stdout, everything else on stderr. On a terminal the last line of stderr is redrawn with the progress;
 * elsewhere there is none.
 */
export class Terminal {
  readonly #out: Output
  readonly #err: Output
  readonly #colours: boolean
  #progress = ''

  constructor(out: Output, err: Output, env: Readonly<Record<string, string | undefined>>) {
    this.#out = out
    this.#err = err
    const { NO_COLOR: noColour = '', TERM: term } = env
    this.#colours = err.isTTY === true && noColour === '' && term !== 'dumb'
  }

  /** Whether progress is drawn. */
  get drawsProgress(): boolean {
    return this.#err.isTTY === true
  }

  /** A line of data. */
  print(line: string): void {
    this.#write(this.#out, `${line}\n`)
  }

  /** Data as it is, such as a file. */
  printBytes(bytes: Uint8Array): void {
    this.#write(this.#out, bytes)
  }

  printJson(value: unknown): void {
    this.print(JSON.stringify(value, undefined, 2))
  }

  /** A message for people. */
  say(line: string): void {
    this.#write(this.#err, `${line}\n`)
  }

  /** What went wrong, and what to do next. */
  sayError(message: string, hint: string): void {
    this.say(`${this.#coloured('31', 'error:')} ${message}`)
    this.say(`${this.#coloured('2', ' hint:')} ${hint}`)
  }

  /** Draws the line of progress anew; the empty text takes it away. */
  showProgress(text: string): void {
    if (!this.drawsProgress || text === this.#progress) return
    const { columns = 0 } = this.#err
    this.#progress = text.slice(0, (columns > 0 ? columns : 80) - 1)
    this.#err.write(clearLine + this.#progress)
  }

  #write(output: Output, data: string | Uint8Array): void {
    const progress = this.#progress
    if (progress !== '') this.#err.write(clearLine)
    output.write(data)
    if (progress !== '') this.#err.write(progress)
  }

  #coloured(code: string, text: string): string {
    return this.#colours ? `\x1b[${code}m${text}\x1b[0m` : text
  }
}
