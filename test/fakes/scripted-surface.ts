import type { Card } from '../../src/notify/card.ts'
import { type Lost, type OutMessage, type Place, type Surface, SurfaceError } from '../../src/notify/ports.ts'

/** A surface that writes down what it is asked, and fails as told. */
export type ScriptedSurface = {
  readonly surface: Surface
  readonly posted: OutMessage[]
  readonly drawn: Card[]
  /** Where, in the same order as `drawn`. */
  readonly drawnAt: Place[]
  readonly pinned: string[]
  readonly faults: {
    post?: (channel: string, to: string | undefined) => Error | undefined
    update?: () => Promise<void>
    /** Channels that take nothing any more. */
    lost: Record<string, Lost>
  }
}

export function createScriptedSurface(): ScriptedSurface {
  const posted: OutMessage[] = []
  const drawn: Card[] = []
  const drawnAt: Place[] = []
  const pinned: string[] = []
  const faults: ScriptedSurface['faults'] = { lost: {} }

  function need(channel: string): void {
    const lost = faults.lost[channel]
    if (lost !== undefined) throw new SurfaceError('is_archived', { retry: false, lost })
  }
  const channelOf = ({ channel, thread, to }: Pick<OutMessage, 'channel' | 'thread' | 'to'>) =>
    thread?.channel ?? (to === undefined ? channel : `D-${to}`)

  const surface: Surface = {
    name: 'slack',
    async post(message) {
      const fault = faults.post?.(message.channel, message.to)
      if (fault !== undefined) throw fault
      need(channelOf(message))
      posted.push(message)
      return { channel: channelOf(message), message: String(posted.length) }
    },
    async update(place, card) {
      await faults.update?.()
      need(place.channel)
      drawn.push(card)
      drawnAt.push(place)
    },
    async find(query): Promise<Place | undefined> {
      need(channelOf(query))
      const at = posted.findIndex(
        (one) => one.tag.effect === query.tag.effect && channelOf(one) === channelOf(query),
      )
      return at < 0 ? undefined : { channel: channelOf(query), message: String(at + 1) }
    },
    async pin(place) {
      need(place.channel)
      pinned.push('pin')
    },
    async unpin(place) {
      need(place.channel)
      pinned.push('unpin')
    },
  }
  return { surface, posted, drawn, drawnAt, pinned, faults }
}
