/** Enough of MIME for the mails that Vigie sends: one part of text. */
export type Parsed = {
  readonly headers: ReadonlyMap<string, string>
  /** Lines end in `\n`; the last has no end. */
  readonly text: string
}

export function parseMime(raw: Buffer): Parsed {
  const end = raw.indexOf('\r\n\r\n')
  if (end < 0) throw new Error('a mail without an end of its headers')
  const headers = headersOf(raw.subarray(0, end).toString('latin1'))
  const type = headers.get('content-type') ?? 'text/plain'
  if (!/^text\/plain\b/i.test(type)) throw new Error(`the fake reads text only, not ${type}`)
  const charset = /charset="?([\w-]+)/i.exec(type)?.[1] ?? 'us-ascii'
  const encoding = headers.get('content-transfer-encoding') ?? '7bit'
  const bytes = bytesOf(raw.subarray(end + 4), encoding.toLowerCase())
  const text = new TextDecoder(charset, { fatal: true }).decode(bytes)
  return { headers, text: text.replaceAll('\r\n', '\n').replace(/\n$/, '') }
}

/** By lower-case name, unfolded, encoded words decoded. A header that comes twice is a fault. */
function headersOf(block: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const line of block.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    if (colon < 1 || headers.has(name)) throw new Error(`a broken or repeated header: ${line}`)
    headers.set(name, decodeWords(line.slice(colon + 1).trim()))
  }
  return headers
}

/** RFC 2047. White space between two encoded words is none. */
function decodeWords(value: string): string {
  return value
    .replace(/(=\?[\w-]+\?[bq]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replace(/=\?([\w-]+)\?([bq])\?([^?]*)\?=/gi, (_word, charset: string, kind: string, body: string) => {
      const bytes =
        kind.toLowerCase() === 'b' ? Buffer.from(body, 'base64') : quoted(body.replaceAll('_', ' '))
      return new TextDecoder(charset, { fatal: true }).decode(bytes)
    })
}

function bytesOf(body: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64')
  if (encoding === 'quoted-printable') return quoted(body.toString('latin1').replace(/=[ \t]*\r?\n/g, ''))
  if (encoding === '7bit' || encoding === '8bit') return body
  throw new Error(`an unknown encoding: ${encoding}`)
}

function quoted(text: string): Buffer {
  const bytes = text.replace(/=([0-9a-f]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}
