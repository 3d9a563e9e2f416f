import type { Logger } from 'pino'
import type { Picture } from '../../notify/card.ts'
import type { Chart } from '../../notify/charts/chart.ts'
import type { Clock } from '../../runs/ports.ts'
import type { SlackFiles } from './port.ts'

/** The pictures of cards as files of Slack: a message shows a file, and never one that stands elsewhere. */
export type Pictures = {
  /** The file of a picture, uploaded once; undefined while it can't be had. Never throws: a card goes without. */
  fileOf(picture: Picture): Promise<string | undefined>
  /** Slack took a message only without the file. True as long as it is worth another try. */
  refused(picture: Picture): boolean
}

export type PicturesDeps = {
  readonly client: SlackFiles
  /** As PNG. */
  readonly draw: (chart: Chart) => Promise<Uint8Array<ArrayBuffer>>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Pick<Logger, 'warn'>
}

type Upload = { readonly file: Promise<string | undefined>; failedAt?: number; refusals: number }

const UPLOAD_MS = 10_000
/** Cards are drawn often; what failed is not tried each time. */
const AGAIN_MS = 60_000
/** A file is looked at by Slack before it may be shown, and nothing says when that is done. */
const MOST_REFUSALS = 5
const MOST_KEPT = 200

export function createPictures({ client, draw, clock, log }: PicturesDeps): Pictures {
  const uploads = new Map<string, Upload>()

  function begin(picture: Picture): Upload {
    const upload: Upload = {
      file: send({ client, draw }, picture).catch((error: unknown) => {
        log.warn({ picture: picture.key, err: error }, 'a picture could not be given to Slack')
        upload.failedAt = clock.now()
        return undefined
      }),
      refusals: 0,
    }
    uploads.set(picture.key, upload)
    const [oldest] = uploads.keys()
    if (uploads.size > MOST_KEPT && oldest !== undefined) uploads.delete(oldest)
    return upload
  }

  function isOver({ failedAt }: Upload): boolean {
    return failedAt !== undefined && clock.now() - failedAt >= AGAIN_MS
  }

  return {
    async fileOf(picture) {
      const known = uploads.get(picture.key)
      if (known !== undefined && known.refusals >= MOST_REFUSALS) return undefined
      return (known === undefined || isOver(known) ? begin(picture) : known).file
    },
    refused(picture) {
      const upload = uploads.get(picture.key)
      if (upload === undefined) return false
      upload.refusals += 1
      return upload.refusals < MOST_REFUSALS
    },
  }
}

/** Uploads without a channel: nobody is told of it, and only a message that names the file shows it. */
async function send(
  { client, draw }: Pick<PicturesDeps, 'client' | 'draw'>,
  { key, alt, chart }: Picture,
): Promise<string> {
  const png = await draw(chart)
  const ticket = await client.files.getUploadURLExternal({
    filename: `${key}.png`,
    length: png.byteLength,
    alt_text: alt.slice(0, 1000),
  })
  if (ticket.upload_url === undefined || ticket.file_id === undefined)
    throw new Error('Slack gave no address')
  const answer = await fetch(ticket.upload_url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: png,
    signal: AbortSignal.timeout(UPLOAD_MS),
  })
  if (!answer.ok) throw new Error(`Slack answered ${answer.status} to the upload`)
  await client.files.completeUploadExternal({ files: [{ id: ticket.file_id, title: alt.slice(0, 200) }] })
  return ticket.file_id
}
