import type { Card } from '../../notify/card.ts'
import type { SlackMessage } from '../../notify/slack/card.ts'
import { toSurfaceError } from './errors.ts'
import type { Pictures } from './pictures.ts'

export type Draw = (card: Card, file: string | undefined) => SlackMessage

/** Sends a card with its picture, or without when Slack does not take it so: a picture never costs the card. */
export type Illustrate = <T>(
  card: Card,
  send: (drawn: SlackMessage) => Promise<T>,
) => Promise<{
  readonly result: T
  /** It stands there without its picture, and that is worth another try. */
  readonly again: boolean
}>

export function createIllustrate(pictures: Pictures | undefined, draw: Draw): Illustrate {
  return async (card, send) => {
    const { picture } = card
    const file = picture && (await pictures?.fileOf(picture))
    try {
      return { result: await send(draw(card, file)), again: false }
    } catch (cause) {
      if (picture === undefined || file === undefined || !isAboutContent(cause)) throw cause
      const result = await send(draw(card, undefined))
      return { result, again: pictures?.refused(picture) === true }
    }
  }
}

/** Neither the channel nor Slack itself: it is what was sent. */
function isAboutContent(cause: unknown): boolean {
  const { retry, lost } = toSurfaceError(cause)
  return !retry && lost === undefined
}
