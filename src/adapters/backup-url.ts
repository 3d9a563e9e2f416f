import { z } from 'zod'
import type { Clock } from '../runs/ports.ts'
import type { Backup } from '../runs/release/ports.ts'
import { readToldBackup } from '../runs/release/told-backup.ts'
import { RemoteError } from '../runs/remote.ts'

export type BackupUrlDeps = {
  readonly url: string
  readonly timeoutMs: number
  readonly clock: Pick<Clock, 'now' | 'after'>
}

/** When the last backup was made, as an address says. Throws `RemoteError` of the system `backup`. */
export type AskForBackup = () => Promise<Backup | undefined>

/** The file of a dump may be the address itself, so that only JSON is read to its end. */
const MOST_BYTES = 64 * 1024
const NOT_THERE = 404
const saysWhen = z.object({ at: z.union([z.string().min(1), z.number()]) })

export function createBackupUrl({ url, timeoutMs, clock }: BackupUrlDeps): AskForBackup {
  return async () => {
    const patience = new AbortController()
    const takeBack = clock.after(timeoutMs, () => patience.abort())
    try {
      return await ask(url, patience.signal, clock)
    } catch (cause) {
      if (cause instanceof RemoteError) throw cause
      const said = patience.signal.aborted ? 'no answer in time' : 'no answer'
      throw failure('unreachable', said, true)
    } finally {
      takeBack()
    }
  }
}

async function ask(url: string, signal: AbortSignal, clock: Pick<Clock, 'now'>): Promise<Backup | undefined> {
  const headers = { 'user-agent': 'Vigie', 'cache-control': 'no-cache', connection: 'close' }
  const response = await fetch(url, { signal, headers })
  const { status } = response
  if (status === NOT_THERE) return emptied(response, undefined)
  if (!response.ok) throw await emptied(response, failure('unavailable', `HTTP ${status}`, true))
  const told = isJson(response) ? await readJson(response) : await emptied(response, {})
  return madeOf(told, response.headers.get('last-modified'), clock.now())
}

/** JSON that doesn't say when is as good as no JSON: nothing is made now because it was asked now. */
function madeOf(told: unknown, modified: string | null, now: number): Backup | undefined {
  const at = saysWhen.safeParse(told).success ? {} : { at: lastModified(modified) }
  const read = readToldBackup(Object.assign({}, told, at), now)
  if (read.kind === 'made') return read.backup
  if (read.kind === 'failed') return undefined
  throw failure('unreadable', read.because, false)
}

function lastModified(header: string | null): number {
  const at = Date.parse(header ?? '')
  if (Number.isNaN(at))
    throw failure('unreadable', 'it has neither JSON with the key at nor Last-Modified', false)
  return at
}

function isJson({ headers }: Response): boolean {
  return /[/+]json\b/i.test(headers.get('content-type') ?? '')
}

async function readJson(response: Response): Promise<unknown> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true })
    if (text.length > MOST_BYTES) throw failure('unreadable', 'its JSON is larger than 64 kB', false)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw failure('unreadable', 'what it calls JSON is none', false)
  }
}

/** What is left of the body is nobody's question. */
async function emptied<T>({ body }: Response, value: T): Promise<T> {
  await body?.cancel().catch(() => undefined)
  return value
}

function failure(
  code: 'unreachable' | 'unavailable' | 'unreadable',
  said: string,
  retry: boolean,
): RemoteError {
  return new RemoteError('backup', code, { retry, said })
}
