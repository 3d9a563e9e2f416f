import type { Run } from '../../../src/engine/run.ts'
import type { Text } from '../../../src/notify/card.ts'
import { cardOf } from '../../../src/notify/cards/index.ts'
import { cardToText } from '../../../src/notify/text.ts'
import { lookAt } from '../../fixtures/incident-run.ts'

/** The card as a person would read it aloud, so many minutes after the start. */
export function words(run: Run, minutes = 0): string {
  return cardToText(cardOf(run, lookAt(minutes)))
}

export function field(run: Run, label: string): Text | undefined {
  return cardOf(run, lookAt(0)).fields.find((one) => one.label === label)?.value
}

export function labels(run: Run): readonly string[] {
  return cardOf(run, lookAt(0)).buttons.map((button) => button.label)
}
