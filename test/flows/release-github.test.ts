import { afterEach, describe, expect, it } from 'vitest'
import type { GitHubFault } from '../fakes/github.ts'
import type { RouteName } from '../fakes/github-routes.ts'
import type { Shown } from '../fakes/slack-seen.ts'
import { answerForm, countOf, MINUTE, SECOND } from './beside.ts'
import { SLACK } from './house.ts'
import { openReleaseHouse, type ReleaseHouse } from './release-house.ts'
import { buttonsOn, cardOn, TICKED } from './release-steps.ts'
import { releasedTo } from './released-to.ts'

/** What GitHub answers to the first call of every route that a release uses. */
const FAULTS: readonly (readonly [string, GitHubFault])[] = [
  ['401', { status: 401 }],
  ['403', { status: 403 }],
  ['404', { status: 404 }],
  ['409', { status: 409 }],
  ['422', { status: 422 }],
  ['429', { status: 429, headers: { 'retry-after': '1' } }],
  ['503', { status: 503 }],
  ['nothing, before it did it', { when: 'before' }],
  ['nothing, after it did it', { when: 'after' }],
]

/** A step takes a few of these: an action that waits is tried again every 30 s. */
const A_WHILE = 31 * SECOND
const MOST_TURNS = 150

/** What people press, as far as it is on the card. */
const PRESSED = ['Try again', 'Deploy again', 'Test again', 'Release', 'All OK'] as const

describe('a release, while GitHub fails at every call once', () => {
  let house: ReleaseHouse | undefined
  let routes: ReadonlySet<RouteName> | undefined
  afterEach(() => house?.close())

  /** Every route that a whole release uses. */
  async function routesUsed(): Promise<ReadonlySet<RouteName>> {
    const clean = await openReleaseHouse({ deploys: 'success' })
    const before = clean.github.routes.length
    await releasedTo(clean, 'complete')
    const used = new Set(clean.github.routes.slice(before))
    await clean.close()
    return used
  }

  it.each(FAULTS)('with %s: nothing is lost, and nothing done twice', async (_name, fault) => {
    routes ??= await routesUsed()
    expect(routes.size).toBeGreaterThan(12)
    const opened = await openReleaseHouse({ deploys: 'success' })
    house = opened
    for (const route of routes) opened.github.fail(route, fault)
    const run = await persist(opened)
    const { github } = opened
    const log = await fetchCommits(opened)
    expect(log.filter((message) => message.startsWith('docs(changelog): release v1.4.0'))).toHaveLength(1)
    expect(await github.git.tag('v1.4.0')).toMatchObject({ type: 'tag' })
    expect(github.ci.runs.filter(({ file }) => file === 'deploy-prod.yml')).toHaveLength(1)
    expect((await github.git.releases()).map(({ tag_name }) => tag_name)).toEqual(['v1.4.0'])
    expect(await countOf(opened, 'Released v1.4.0.', 'releases')).toBe(1)
    expect((await cardOn(opened, run)).text).toContain('complete')
  })

  /** People go on for as long as there is something to press. Answers the run that was completed. */
  async function persist(opened: ReleaseHouse): Promise<string> {
    let number = 1
    await opened.people.command(SLACK.corentin, '/release', 'minor')
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      const run = `REL-${number}`
      const card = await cardOn(opened, run).catch(() => undefined)
      const title = card?.text?.split('\n')[0] ?? ''
      if (title.includes('complete')) return run
      if (title.includes('refused') || title.includes('aborted')) {
        number += 1
        await opened.people.command(SLACK.corentin, '/release', 'minor')
      } else if (card !== undefined) await goOn(opened, card, title)
      await new Promise((resolve) => setImmediate(resolve))
    }
    throw new Error(`not complete: ${(await cardOn(opened, `REL-${number}`)).text}`)
  }

  async function goOn(opened: ReleaseHouse, card: Shown, title: string): Promise<void> {
    const buttons = buttonsOn(card)
    const button = PRESSED.find((one) => buttons.includes(one))
    if (title.includes('staging is to be validated') && buttons.includes('OK'))
      await answerForm(opened, SLACK.corentin, { shown: card, button: 'OK' }, TICKED)
    // It was told that there is no CHANGELOG, and the commit doesn't change: a new release reads it again.
    else if (card.text?.includes('CHANGELOG: HELD') === true)
      await answerForm(opened, SLACK.corentin, { shown: card, button: 'Abort' }, { reason: 'not read' })
    else if (buttons.includes('APPROVE')) await opened.people.click(SLACK.yan, card, 'APPROVE')
    else if (button !== undefined) await opened.people.click(SLACK.corentin, card, button)
    else opened.clock.jump(title.includes('watched') ? 31 * MINUTE : A_WHILE)
    await new Promise((resolve) => setTimeout(resolve, 60))
  }

  async function fetchCommits({ github }: ReleaseHouse): Promise<readonly string[]> {
    const messages: string[] = []
    let sha: string | undefined = await github.git.headOf('main')
    while (sha !== undefined && messages.length < 10) {
      const commit = await github.git.commit(sha)
      messages.push(commit.message)
      sha = commit.parents[0]?.sha
    }
    return messages
  }
})
