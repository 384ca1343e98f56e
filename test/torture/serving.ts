import { once } from 'node:events'
import { request } from 'node:http'
import { WebSocket } from 'ws'
import { wireReply } from '../../src/lab/contract/wire'
import { Command } from './command'
import type { Workplace } from './workplace'

/** It serves for as long as an attack takes. */
const longestMs = 3_600_000

/** A server of Tenfold's with one page that is connected. */
export class Serving {
  readonly command: Command
  readonly port: number
  readonly #page: WebSocket
  #calls = 0

  private constructor(command: Command, port: number, page: WebSocket) {
    this.command = command
    this.port = port
    this.#page = page
  }

  static async begin(workplace: Workplace, dataFolder: string): Promise<Serving> {
    const command = new Command(workplace, dataFolder, ['serve', '--port', '0'], { limitMs: longestMs })
    await command.until(() => command.stdout.includes('token='))
    const address = /http:\S+/.exec(command.stdout)?.[0]
    if (address === undefined) throw new Error(await command.tell())
    const { port, host, origin } = new URL(address)
    const page = new WebSocket(`ws://${host}/lab`, { headers: { cookie: await cookieOf(address) }, origin })
    await once(page, 'open')
    return new Serving(command, Number(port), page)
  }

  /** Calls a method of the lab as a page does. @returns its output */
  call(method: string, input: object): Promise<unknown> {
    const id = ++this.#calls
    return new Promise((resolve, reject) => {
      const listen = (data: unknown): void => {
        const reply = wireReply.parse(JSON.parse(String(data)))
        if (!('id' in reply) || reply.id !== id) return
        this.#page.off('message', listen)
        if (reply.type === 'result') resolve(reply.output)
        else reject(new Error(`${reply.error.message} ${reply.error.hint}`))
      }
      this.#page.on('message', listen)
      this.#page.once('close', () => reject(new Error('the page lost its server')))
      this.#page.send(JSON.stringify({ id, method, input }))
    })
  }

  /** Ctrl-C. @returns its exit code */
  async stop(): Promise<number | null> {
    this.#page.terminate()
    this.command.kill('SIGINT')
    return (await this.command.ended).code
  }
}

function cookieOf(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(address, { agent: false }, (response) => {
      response.resume()
      resolve(response.headers['set-cookie']?.[0]?.split(';')[0] ?? '')
    })
      .once('error', reject)
      .end()
  })
}
