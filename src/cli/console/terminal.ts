import { visibleJson, visibleText } from './visible-text'

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
    this.#write(this.#out, `${visibleText(line)}\n`)
  }

  /** Data as it is, such as a file. */
  printBytes(bytes: Uint8Array): void {
    this.#write(this.#out, bytes)
  }

  printJson(value: unknown): void {
    this.#write(this.#out, `${visibleJson(JSON.stringify(value, undefined, 2))}\n`)
  }

  /** A message for people, of one line. */
  say(line: string): void {
    this.#write(this.#err, `${visibleText(line)}\n`)
  }

  /** What another program said, line by line. */
  sayLines(text: string): void {
    for (const line of text.trimEnd().split(/\r?\n/)) this.say(line)
  }

  /** What went wrong, and what to do next. */
  sayError(message: string, hint: string): void {
    this.#write(this.#err, `${this.#coloured('31', 'error:')} ${visibleText(message)}\n`)
    this.#write(this.#err, `${this.#coloured('2', ' hint:')} ${visibleText(hint)}\n`)
  }

  /** Draws the line of progress again; an empty text removes it. */
  showProgress(text: string): void {
    if (!this.drawsProgress) return
    const { columns = 0 } = this.#err
    const shown = visibleText(text).slice(0, (columns > 0 ? columns : 80) - 1)
    if (shown === this.#progress) return
    this.#progress = shown
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
