import { type HTMLElement, parse } from 'node-html-parser'

/** A person at the web console, without script: pages are read as text, forms are posted as a browser posts them. */
export type ConsoleDriver = {
  open(path?: string): Promise<Page>
  command(text: string): Promise<Page>
  /** Looks at the feed now and types later. */
  box(): Promise<(text: string) => Promise<Page>>
  /** Presses a button of the card of this run on the feed. */
  press(run: string, label: string): Promise<Page>
  /** Looks at the feed now and presses later, as whoever read a card a moment ago. */
  aim(run: string, label: string): Promise<() => Promise<Page>>
}

export type Page = {
  readonly status: number
  readonly text: string
  /** What only this person sees; empty when there is nothing. */
  readonly answer: string
  /** The same form sent once more, as a browser does on reload. */
  again(): Promise<Page>
  /** Fills the form of this page. */
  fill(values: Readonly<Record<string, string>>): Promise<Page>
}

/** `send` is how requests travel; Node's own `fetch` when absent. */
export async function enterConsole(
  origin: string,
  person: string,
  send: typeof fetch = fetch,
): Promise<ConsoleDriver> {
  const entered = await send(`${origin}/console/session`, {
    method: 'POST',
    body: new URLSearchParams({ person }),
    headers: { origin, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  })
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  if (cookie === '') throw new Error(`${person} could not enter: ${entered.status}`)

  async function open(path = '/console'): Promise<Page> {
    return read(await send(origin + path, { headers: { cookie } }), () => open(path))
  }

  async function post(path: string, fields: Readonly<Record<string, string>>): Promise<Page> {
    const answer = await send(origin + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { cookie, origin, 'sec-fetch-site': 'same-origin' },
    })
    return read(answer, () => post(path, fields))
  }

  function sendForm(form: HTMLElement, values: Readonly<Record<string, string>> = {}): Promise<Page> {
    return post(form.getAttribute('action') ?? '', { ...fieldsOf(form), ...values })
  }

  async function read(answer: Response, again: () => Promise<Page>): Promise<Page> {
    const root = parse(await answer.text())
    return {
      status: answer.status,
      text: wordsOf(root.querySelector('main') ?? root),
      answer: wordsOf(root.querySelector('.answer')),
      again,
      fill: (values) => {
        const named = Object.entries(values).map(([name, value]) => [`value.${name}`, value])
        return sendForm(need(root, 'form.form'), Object.fromEntries(named))
      },
    }
  }

  return {
    open,
    command: async (text) => (await box())(text),
    box,
    press: async (run, label) => (await aim(run, label))(),
    aim,
  }

  async function box(): Promise<(text: string) => Promise<Page>> {
    const form = need(await pageOf('/console'), 'form.command')
    return (text) => sendForm(form, { text })
  }

  async function aim(run: string, label: string): Promise<() => Promise<Page>> {
    const root = await pageOf('/console')
    const form = root
      .querySelectorAll('form')
      .find((one) => fieldsOf(one)['act']?.includes(`"${run}"`) && wordsOf(one) === label)
    if (form === undefined) throw new Error(`${run} has no button "${label}"`)
    return () => sendForm(form)
  }

  async function pageOf(path: string): Promise<HTMLElement> {
    return parse(await (await send(origin + path, { headers: { cookie } })).text())
  }
}

function need(root: HTMLElement, selector: string): HTMLElement {
  const found = root.querySelector(selector)
  if (found === null) throw new Error(`no ${selector} on the page: ${wordsOf(root)}`)
  return found
}

/** What a browser would send: hidden and typed values, the checked radio. */
function fieldsOf(form: HTMLElement): Record<string, string> {
  const inputs = form.querySelectorAll('input').filter((input) => {
    return input.getAttribute('type') !== 'radio' || input.hasAttribute('checked')
  })
  const areas = form.querySelectorAll('textarea').map((area) => [area.getAttribute('name') ?? '', area.text])
  const values = inputs.map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? ''])
  return Object.fromEntries([...values, ...areas])
}

function wordsOf(element: HTMLElement | null): string {
  return (element?.structuredText ?? '').replace(/[ \t]+/g, ' ').trim()
}
