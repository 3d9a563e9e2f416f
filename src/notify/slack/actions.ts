import type { Button } from '../card.ts'
import type { Block, ButtonElement } from './blocks.ts'
import { context, plain, portions } from './blocks.ts'
import { cut, LIMITS } from './limits.ts'

/** JSON without `&`, `<` and `>`: Slack escapes those in what it carries, and the escapes would come back. */
export function carried(value: unknown): string {
  return JSON.stringify(value).replace(
    /[&<>]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}

/** Buttons as blocks. `first` numbers the first one: ids are unique in a message or view. */
export function actionBlocks(buttons: readonly Button[], first = 0): Block[] {
  const fitting = buttons.filter((button) => carried(button.act).length <= LIMITS.value)
  const shown = fitting.slice(0, LIMITS.buttonsOnCard)
  const elements = shown.map((button, n) => buttonElement(button, first + n))
  const missing = buttons.filter((button) => !shown.includes(button))
  return [
    ...portions(elements, LIMITS.buttonsInBlock).map((some): Block => ({ type: 'actions', elements: some })),
    ...(missing.length === 0 ? [] : [context(missingLine(missing))]),
  ]
}

function buttonElement(button: Button, n: number): ButtonElement {
  return {
    type: 'button',
    action_id: `act:${n}`,
    text: plain(button.label, LIMITS.button),
    value: carried(button.act),
    ...(button.tone === undefined ? {} : { style: button.tone }),
  }
}

function missingLine(buttons: readonly Button[]): string {
  return cut(`Not on this card: ${buttons.map((button) => button.label).join(', ')}`, LIMITS.context)
}
