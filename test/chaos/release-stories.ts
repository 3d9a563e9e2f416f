import { setTimeout as sleep } from 'node:timers/promises'
import { expect, vi } from 'vitest'
import type { Acked } from '../fakes/slack-driver.ts'
import type { Shown } from '../fakes/slack-seen.ts'
import { SLACK } from '../flows/house.ts'
import type { ReleaseWorld } from './release-world.ts'

/** How a release ends. */
export const ENDS = ['complete', 'rolled back', 'denied', 'aborted'] as const
export type End = (typeof ENDS)[number]

/** A release that was told to its end, as the people of it remember it. */
export type Told = { readonly run: string; readonly end: End; readonly approvedAt: string }

const { corentin, yan } = SLACK
/** A job that dies with its worker waits 5 s for the next one, and may die again; one that is unlucky waits for minutes. */
const SHOWN_WITHIN_MS = 240_000
/** Vigie's answer to what it could not store in time, and a click whose card doesn't change. */
const HELD_MS = 1_000
const PATIENCE_MS = 30_000
/** A form opens within three seconds of its click or never. */
const OPENS_WITHIN_MS = 3_000
const ALL_FLOWS = { flows: '1\n2\n3\n4' }

/** One release, each decision of which is made when its card asks for it: buttons in odd ones, typed in even ones. */
export async function tellRelease(world: ReleaseWorld, n: number, end: End): Promise<Told> {
  const approvedAt = await pushFeature(world, n)
  const run = await begin(world)
  const decide = async (user: string, button: string, word: string) => {
    await asking(world, run, button)
    return n % 2 === 0 ? typed(world, user, `${word} ${run}`) : pressed(world, run, user, button)
  }
  await signOff(world, run)
  if (end === 'aborted') {
    await asking(world, run, 'Release')
    await typed(world, yan, `abort ${run} not this week`)
  } else {
    await decide(corentin, 'Release', 'release')
    if (end === 'denied') {
      await asking(world, run, 'APPROVE')
      await typed(world, yan, `deny ${run} the login is not tested`)
    } else {
      await decide(yan, 'APPROVE', 'approve')
      await judgeProduction(world, run, end, () => decide(corentin, 'All OK', 'ok'))
    }
  }
  await ended(world, run, end)
  return { run, end, approvedAt }
}

/** Whoever is told that it is held sends it again, and may find that it was done. */
async function begin(world: ReleaseWorld): Promise<string> {
  const before = await runsIn(world)
  await typed(world, corentin, 'minor')
  return newRun(world, 'REL-', before)
}

/** Answers when it is stored: while Vigie is busier than Slack is patient, it says that it holds it in memory. */
async function typed(world: ReleaseWorld, user: string, text: string): Promise<void> {
  const { body } = await world.people.command(user, '/release', text)
  if (!JSON.stringify(body ?? '').includes('Held - ')) return
  await sleep(HELD_MS)
  await typed(world, user, text)
}

async function judgeProduction(
  world: ReleaseWorld,
  run: string,
  end: End,
  allOk: () => Promise<unknown>,
): Promise<void> {
  if (end === 'complete') return void (await allOk())
  await asking(world, run, 'All OK')
  const before = await runsIn(world)
  await typed(world, corentin, `rollback ${run} bug the editor is white`)
  const rollback = await newRun(world, 'RBK-', before)
  await ended(world, rollback, 'rolled back')
}

/** Presses, and again when the card still asks after a while: a click is not told whether it is stored. */
async function pressed(world: ReleaseWorld, run: string, user: string, button: string): Promise<void> {
  const card = await asking(world, run, button)
  await world.people.click(user, card, button)
  const isOver = () => shown(world, run, (now) => !has(now, button), `end of ${button}`, PATIENCE_MS)
  await isOver().catch(() => pressed(world, run, user, button))
}

/** Staging is signed off in a form; whoever sees none open presses again. */
async function signOff({ slack, people, ...world }: ReleaseWorld, run: string): Promise<void> {
  const card = await asking({ slack, people, ...world }, run, 'OK')
  const before = slack.views.length
  for (;;) {
    await people.click(corentin, card, 'OK')
    const view = await vi
      .waitFor(() => slack.views[before] ?? Promise.reject(new Error('no form')), {
        timeout: OPENS_WITHIN_MS,
        interval: 40,
      })
      .catch(() => undefined)
    if (view === undefined) continue
    const sent: Acked = await people.submit(corentin, view, ALL_FLOWS)
    expect(JSON.stringify(sent.body ?? '')).not.toContain('errors')
    return
  }
}

/** A feature, its line in the CHANGELOG, and green CI upon it. Answers the commit. */
async function pushFeature({ github }: ReleaseWorld, n: number): Promise<string> {
  const changelog = (await github.file('CHANGELOG.md')) ?? ''
  const text = changelog.replace('## [Unreleased]\n', `## [Unreleased]\n\n### Added\n\n- Feature ${n}\n`)
  const [head = ''] = await github.git.push(
    'main',
    [{ message: `feat: feature ${n}`, path: 'CHANGELOG.md', text: mergeAdded(text) }],
    'yan-example',
  )
  await github.ci.checkRun(head, { name: 'test' })
  await github.ci.settled()
  return head
}

/** What the last release left under Unreleased, and the new line, under one heading. */
function mergeAdded(text: string): string {
  return text.replace(/(### Added\n\n(?:- .*\n)+)\n### Added\n\n/, '$1')
}

/** The card of a run, once it has this button. */
function asking(world: ReleaseWorld, run: string, button: string): Promise<Shown> {
  return shown(world, run, (card) => has(card, button), button)
}

function has({ blocks }: Shown, button: string): boolean {
  return JSON.stringify(blocks).includes(`"text":"${button}"`)
}

function ended(world: ReleaseWorld, run: string, end: End): Promise<Shown> {
  return shown(world, run, ({ text }) => text?.split('\n')[0]?.endsWith(` - ${end}`) === true, end)
}

function shown(
  world: ReleaseWorld,
  run: string,
  is: (card: Shown) => boolean,
  what: string,
  timeout = SHOWN_WITHIN_MS,
): Promise<Shown> {
  return vi.waitFor(
    async () => {
      const card = (await cardsIn(world, 'releases')).find((one) => runOf(one) === run)
      if (card === undefined) throw new Error(`${run} has no card yet`)
      if (!is(card)) throw new Error(`${run} has no ${what} yet: ${card.text}`)
      return card
    },
    { timeout, interval: 150 },
  )
}

async function runsIn(world: ReleaseWorld): Promise<readonly (string | undefined)[]> {
  return (await cardsIn(world, 'releases')).map(runOf)
}

function newRun(world: ReleaseWorld, prefix: string, before: readonly unknown[]): Promise<string> {
  return vi.waitFor(
    async () => {
      const begun = (await runsIn(world)).find((one) => one?.startsWith(prefix) && !before.includes(one))
      return begun ?? Promise.reject(new Error(`no card of a new ${prefix}`))
    },
    { timeout: SHOWN_WITHIN_MS, interval: 150 },
  )
}

/** Every message of a channel that is no reply. */
export async function cardsIn({ slack }: Pick<ReleaseWorld, 'slack'>, channel: string) {
  return (await slack.messages(channel)).filter(({ thread_ts }) => thread_ts === undefined)
}

/** The run that a message belongs to. */
export function runOf(message: Shown | undefined): string | undefined {
  return /"run":"([A-Z]+-\d+)"/.exec(JSON.stringify(message?.metadata) ?? '')?.[1]
}
