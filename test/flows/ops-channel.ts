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
