import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'

/** A file that somebody uploaded, as Slack has it. */
export type UploadedFile = {
  readonly id: string
  readonly name: string
  readonly bytes: Uint8Array
  /** Where it was posted by being uploaded; a file of a card is posted nowhere. */
  readonly channels: unknown
  readonly alt: unknown
}

export type Files = {
  readonly files: readonly UploadedFile[]
  /** Files that were uploaded and that Slack hasn't looked at yet: a message that shows one is refused. */
  hold(on: boolean): void
}

/**
 * Uploads in Slack's three steps. Bytes go to an address of ours and on to the workspace behind; a message may show
 * only a file whose upload was completed.
 */
export function createFiles(origin: string) {
  const begun = new Map<
    string,
    { url: string; name: string; length: number; alt: unknown; bytes?: Uint8Array }
  >()
  const files: UploadedFile[] = []
  let held = false

  return {
    files,
    hold: (on: boolean) => {
      held = on
    },
    /** The upload, at the address that Slack gave. `status` is what Slack answers when it misbehaves. */
    take: async (request: IncomingMessage, response: ServerResponse, status: number | undefined) => {
      const bytes = await readBytes(request)
      const upload = begun.get((request.url ?? '').split('/').at(-1) ?? '')
      if (status !== undefined || upload === undefined) return response.writeHead(status ?? 404).end()
      if (bytes.byteLength !== upload.length) return response.writeHead(400).end('length differs')
      const answer = await fetch(upload.url, { method: 'POST', body: bytes })
      upload.bytes = bytes
      return response.writeHead(answer.status).end(await answer.text())
    },
    judge: (method: string, args: Record<string, unknown>): readonly string[] => {
      if (method === 'files.completeUploadExternal') return 'channel_id' in args ? ['posted_somewhere'] : []
      const shown = [...JSON.stringify(args['blocks'] ?? []).matchAll(/"slack_file":\{"id":"([^"]+)"/g)]
      const usable = (id: string | undefined) => !held && files.some((file) => file.id === id)
      return shown.every(([, id]) => usable(id)) ? [] : ['blocks: invalid slack file', 'it is not there']
    },
    /** Our address instead of that of the workspace behind. */
    remember: (method: string, args: Record<string, unknown>, result: Record<string, unknown>) => {
      if (method === 'files.getUploadURLExternal') {
        const { upload_url, file_id } = ticketSchema.parse(result)
        const { filename, length } = askedSchema.parse(args)
        begun.set(file_id, { url: upload_url, name: filename, length, alt: args['alt_text'] })
        return { ...result, upload_url: `${origin}/upload/v1/${file_id}` }
      }
      if (method === 'files.completeUploadExternal') {
        for (const { id } of z.array(z.object({ id: z.string() })).parse(args['files'])) {
          const { name = '', bytes = new Uint8Array(), alt } = begun.get(id) ?? {}
          files.push({ id, name, bytes, channels: args['channel_id'], alt })
        }
      }
      return result
    },
  }
}

const ticketSchema = z.object({ upload_url: z.string(), file_id: z.string() })
const askedSchema = z.object({ filename: z.string(), length: z.coerce.number() })

async function readBytes(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Uint8Array.from(Buffer.concat(chunks))
}
