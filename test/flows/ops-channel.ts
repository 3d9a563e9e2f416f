import { expect, vi } from 'vitest'
import type { Acked } from '../fakes/slack-driver.ts'
import type { OpenedView, Shown } from '../fakes/slack-seen.ts'
import type { House } from './house.ts'

/** The card of a run as #ops shows it now; throws when there is none. */
export async function cardIn(house: House, run = 'INC-1'): Promise<Shown> {
  const found = (await cards(house)).find((message) => tagOf(message) === run)
  if (found === undefined) throw new Error(`no card of ${run} in #ops`)
  return found
}

/** Every message in #ops that is no reply. */
export async function cards(house: House): Promise<readonly Shown[]> {
  const all = await house.slack.messages('ops')
  return all.filter((message) => message.thread_ts === undefined || message.thread_ts === message.ts)
}

/** The words under a run's card, oldest first. */
export async function repliesIn(house: House, run = 'INC-1'): Promise<readonly string[]> {
  const under = await house.slack.replies('ops', (await cardIn(house, run)).ts ?? '')
  return under.map((message) => message.text ?? '')
}

export function lastView(house: House): OpenedView {
  const view = house.slack.views.at(-1)
  if (view === undefined) throw new Error('Slack opened no form')
  return view
}

function tagOf(message: Shown): string | undefined {
  return /"run":"([A-Z]+-\d+)"/.exec(JSON.stringify(message.metadata))?.[1]
}

/** The words of whatever was answered to one person. */
export function wordsOf(answer: unknown): string {
  const text = JSON.stringify(answer) ?? ''
  return text.replace(/\\n/g, '\n')
}

/** Waits as long as two busy cores may need; a check that never holds fails with its own words. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 10_000, interval: 50 })
}

/** Longer than Vigie waits before it asks a system again that was away. */
const A_WHILE = 31_000

/** As `eventually`, while time goes by: when Vigie asks again is counted from its last answer. */
export function asTimePasses<T>(house: House, check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(
    async () => {
      try {
        return await check()
      } catch (error) {
        house.clock.jump(A_WHILE)
        throw error
      }
    },
    { timeout: 10_000, interval: 200 },
  )
}

/** Waits for a reply under the run's card that begins so, below `after` when given; the latest of them. */
export function replyOf(
  house: House,
  beginning: string,
  { run = 'INC-1', after }: { readonly run?: string; readonly after?: Shown } = {},
): Promise<Shown> {
  return eventually(async () => {
    const all = await house.slack.replies('ops', (await cardIn(house, run)).ts ?? '')
    const later = all.slice(all.findIndex(({ ts }) => ts === after?.ts) + 1)
    const found = later.findLast(({ text }) => text?.startsWith(beginning))
    if (found === undefined)
      throw new Error(`no reply "${beginning}" among:\n${later.map(({ text }) => text).join('\n')}`)
    return found
  })
}

/** Waits until the run's card shows this. */
export function cardShows(house: House, words: string, run = 'INC-1'): Promise<Shown> {
  return eventually(async () => {
    const card = await cardIn(house, run)
    expect(card.text).toContain(words)
    return card
  })
}

/** Presses a button that opens a form, and sends the form. */
export async function fill(
  house: House,
  user: string,
  { shown, button }: { readonly shown: Shown; readonly button: string },
  values: Readonly<Record<string, string>>,
): Promise<Acked> {
  const before = house.slack.views.length
  const clicked = await house.people.click(user, shown, button)
  await eventually(() => {
    const said = wordsOf(clicked.responses())
    expect(house.slack.views.length, `"${button}" opened no form, but said ${said}`).toBe(before + 1)
  })
  return house.people.submit(user, lastView(house), values)
}
