import { expect } from 'vitest'
import type { Shown } from '../fakes/slack-seen.ts'
import { answerForm, soon } from './beside.ts'
import { SLACK } from './house.ts'
import type { ReleaseHouse } from './release-house.ts'
import { buttonsOn, cardOn, TICKED } from './release-steps.ts'

/** What the title of the card says at each step that a release can be brought to. */
const TITLES = {
  staging: 'staging is to be validated',
  tag: 'release or abort?',
  approve: 'APPROVE or DENY?',
  deploy: 'is being deployed',
  smoke: 'smoke tests run',
  failure: 'failed, rollback?',
  watch: 'is watched until',
  complete: 'complete',
} as const

export type ReleaseStep = keyof typeof TITLES

/**
 * Corentin releases, Yan approves, as far as wanted: `deploy` with a workflow that waits for the test, `failure` with
 * one that fails or with a production that does. Answers the card.
 */
export async function releasedTo(house: ReleaseHouse, step: ReleaseStep, run = 'REL-1'): Promise<Shown> {
  await house.people.command(SLACK.corentin, '/release', 'minor')
  const staging = await stands(house, 'staging', run)
  if (step === 'staging') return staging
  await answerForm(house, SLACK.corentin, { shown: staging, button: 'OK' }, TICKED)
  const tag = await stands(house, 'tag', run)
  if (step === 'tag') return tag
  await house.people.click(SLACK.corentin, tag, 'Release')
  const approve = await stands(house, 'approve', run)
  if (step === 'approve') return approve
  await house.people.click(SLACK.yan, approve, 'APPROVE')
  if (step !== 'complete') return stands(house, step, run)
  await stands(house, 'watch', run)
  house.clock.jump(WATCH_MS)
  await house.people.click(SLACK.corentin, await offers(house, 'All OK', run), 'All OK')
  return stands(house, step, run)
}

const WATCH_MS = 31 * 60_000

/** The card of a run once its title says that it is there. */
export function stands(house: ReleaseHouse, step: ReleaseStep, run = 'REL-1'): Promise<Shown> {
  return cardSays(house, TITLES[step], run)
}

/** The card of a run once it has this button. */
export function offers(house: ReleaseHouse, button: string, run = 'REL-1'): Promise<Shown> {
  return soon(async () => {
    const card = await cardOn(house, run)
    expect(buttonsOn(card)).toContain(button)
    return card
  })
}

/** The card of a run once it says so. */
export function cardSays(house: ReleaseHouse, words: string | RegExp, run = 'REL-1'): Promise<Shown> {
  return soon(async () => {
    const card = await cardOn(house, run)
    if (typeof words === 'string') expect(card.text).toContain(words)
    else expect(card.text).toMatch(words)
    return card
  })
}
