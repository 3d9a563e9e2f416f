import { type ClientRequest, type IncomingMessage, type RequestOptions, request } from 'node:http'
import { request as overTls } from 'node:https'
import { text } from 'node:stream/consumers'

export type Outgoing = {
  readonly url: string
  readonly method: string
  /** Custom headers, under the three of Baserow. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
}

/** Without a status it was not reached, or fell silent. */
export type Outcome = { readonly status: number | undefined; readonly body: string; readonly error: string }

const REDIRECTS = 30

/** One request as the Python library `requests` makes it: a connection each, redirects followed. */
export async function call(outgoing: Outgoing, redirects = REDIRECTS): Promise<Outcome> {
  try {
    const response = await ask(outgoing)
    const { statusCode: status = 0, headers } = response
    const body = await text(response)
    if (headers.location === undefined || status < 300 || status > 399 || redirects === 0)
      return { status, body, error: '' }
    const url = new URL(headers.location, outgoing.url).href
    // What is no GET becomes one, and its body is lost.
    const again = status <= 303 ? { ...outgoing, url, method: 'GET', body: '' } : { ...outgoing, url }
    return await call(again, redirects - 1)
  } catch (error) {
    return { status: undefined, body: '', error: String(error) }
  }
}

function ask({ url, method, headers, body, timeoutMs }: Outgoing): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method,
      agent: false,
      headers: {
        'User-Agent': 'python-requests/2.32.5',
        'Accept-Encoding': 'gzip, deflate',
        Accept: '*/*',
        Connection: 'keep-alive',
        ...headers,
        ...(body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
      },
    }
    const open = url.startsWith('https:') ? overTls : request
    const outgoing: ClientRequest = open(url, options, (response) => {
      response.on('end', () => outgoing.destroy())
      resolve(response)
    })
    outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error('Read timed out.')))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
