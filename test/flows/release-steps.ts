import { expect } from 'vitest'
import { z } from 'zod'
import type { Acked } from '../fakes/slack-driver.ts'
import type { Shown } from '../fakes/slack-seen.ts'
import { answerForm, everythingIn, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { wordsOf } from './ops-channel.ts'
import { type CardHouse, shows } from './release-house.ts'

/** The four flows of the example, all ticked. */
export const TICKED = { flows: '1\n2\n3\n4' }

/** The card of a run as #releases shows it now, with its buttons. */
export async function cardOn(house: CardHouse, run = 'REL-1'): Promise<Shown> {
  const all = await everythingIn(house, 'releases')
  const found = all.find(({ metadata }) => JSON.stringify(metadata ?? {}).includes(`"run":"${run}"`))
  if (found === undefined) throw new Error(`no card of ${run} in #releases`)
  return found
}

const pressable = z.looseObject({
  type: z.literal('actions'),
  elements: z.array(z.looseObject({ text: z.object({ text: z.string() }) })),
})

/** The labels of what can be pressed on a message. */
export function buttonsOn({ blocks }: Pick<Shown, 'blocks'>): readonly string[] {
  return blocks
    .flatMap((block) => pressable.safeParse(block).data?.elements ?? [])
    .map(({ text }) => text.text)
}

/** Presses a button of the card as it stands, and hears what only this person is told. */
export async function press(house: CardHouse, user: string, button: string, run?: string): Promise<string> {
  return heard(await house.people.click(user, await cardOn(house, run), button))
}

/** What one person is told about a click. */
export async function heard(clicked: Acked): Promise<string> {
  await soon(() => expect(clicked.responses().length).toBeGreaterThan(0))
  return wordsOf(clicked.responses())
}

/** Presses a button of the card that opens a form, and sends it. */
export async function fillIn(
  house: CardHouse,
  user: string,
  button: string,
  values: Readonly<Record<string, string>>,
): Promise<Acked> {
  return answerForm(house, user, { shown: await cardOn(house), button }, values)
}

/** `/release minor` by Corentin, until staging is to be validated. */
export async function planned(house: CardHouse, asked = 'minor'): Promise<void> {
  await house.people.command(SLACK.corentin, '/release', asked)
  await shows(house, 'staging is to be validated')
}

/** ... until it is asked whether to release or abort. */
export async function signedOff(house: CardHouse, asked?: string): Promise<void> {
  await planned(house, asked)
  await fillIn(house, SLACK.corentin, 'OK', TICKED)
  await shows(house, 'release or abort?')
}

/** ... until production is to be approved. */
export async function decided(house: CardHouse, asked?: string): Promise<void> {
  await signedOff(house, asked)
  await press(house, SLACK.corentin, 'Release')
  await shows(house, 'APPROVE or DENY?')
}
