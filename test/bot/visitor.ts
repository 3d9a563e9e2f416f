import type { FastifyInstance, LightMyRequestResponse } from 'fastify'

export type Page = LightMyRequestResponse

/** A browser without script, as far as these tests need one: keeps the cookie, fills the page's own forms. */
export function createVisitor(server: FastifyInstance) {
  let cookie: string | undefined
  const own = { 'sec-fetch-site': 'same-origin', accept: 'text/html' }
  const send = async (
    method: 'GET' | 'POST',
    url: string,
    payload?: Posted,
    headers?: Headers,
  ): Promise<Page> => {
    const answer = await server.inject({
      method,
      url,
      headers: {
        ...own,
        ...(cookie === undefined ? {} : { cookie: `vigie_console=${cookie}` }),
        ...(payload === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload: new URLSearchParams(payload).toString() }),
    })
    cookie = answer.cookies.find(({ name }) => name === 'vigie_console')?.value ?? cookie
    return answer
  }
  return {
    get: (url: string, headers?: Headers) => send('GET', url, undefined, headers),
    post: (url: string, fields: Posted, headers?: Headers) => send('POST', url, fields, headers),
    enterAs: (person: string) => send('POST', '/console/session', { person }),
    setCookie: (value: string | undefined) => {
      cookie = value
    },
    cookie: () => cookie,
  }
}

type Words = Record<string, string>
/** Names may come more than once: ticks of one list. */
type Posted = Words | [string, string][]
type Headers = Record<string, string>

/** The hidden fields of the form around the button or input that `near` names. */
export function hiddenOf(page: Page, near: string): Words {
  const form = page.body.split('<form ').find((part) => part.split('</form>')[0]?.includes(near))
  if (form === undefined) throw new Error(`the page has no form with ${near}`)
  const inputs = (form.split('</form>')[0] ?? '').matchAll(
    /<input type="hidden" name="([^"]*)" value="([^"]*)">/g,
  )
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, unescapeHtml(value)]))
}

function unescapeHtml(text: string): string {
  const marks = { '&quot;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' } as const
  return Object.entries(marks).reduce((words, [mark, sign]) => words.replaceAll(mark, sign), text)
}
