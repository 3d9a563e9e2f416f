import { z } from 'zod'
import type { Place, Tag } from '../../notify/ports.ts'
import type { HistoryArgs, Page } from './port.ts'

export const METADATA_EVENT = 'vigie'

/** Older posts aren't looked for: an effect is retried for hours, not for days. */
const WINDOW_MS = 24 * 60 * 60 * 1000
const PAGE = 200
const MOST_PAGES = 5

const taggedSchema = z.object({
  ts: z.string(),
  metadata: z.object({
    event_type: z.literal(METADATA_EVENT),
    event_payload: z.object({ run: z.string(), effect: z.string() }),
  }),
})

/** Reads one page of a channel or of a thread. */
export type ReadPage = (args: HistoryArgs) => Promise<Page>

/**
 * Looks through the last 24 hours (at most a thousand messages) for the message that carries the tag.
 * `now` in milliseconds since 1970.
 */
export async function findTagged(
  read: ReadPage,
  channel: string,
  tag: Tag,
  now: number,
): Promise<Place | undefined> {
  const oldest = ((now - WINDOW_MS) / 1000).toFixed(6)
  let cursor: string | undefined
  for (let n = 0; n < MOST_PAGES; n += 1) {
    const args = { channel, oldest, include_all_metadata: true, limit: PAGE }
    const page = await read(cursor === undefined ? args : { ...args, cursor })
    const ts = page.messages?.map((message) => tsOf(message, tag)).find((one) => one !== undefined)
    if (ts !== undefined) return { channel, message: ts }
    cursor = page.response_metadata?.next_cursor
    if (cursor === undefined || cursor === '') return undefined
  }
  return undefined
}

function tsOf(message: unknown, tag: Tag): string | undefined {
  const tagged = taggedSchema.safeParse(message).data
  const payload = tagged?.metadata.event_payload
  return payload?.run === tag.run && payload.effect === tag.effect ? tagged?.ts : undefined
}
