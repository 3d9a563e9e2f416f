import type { SyncDeps } from '../deps.ts'

/** The id of the bot's own user in Docmost, asked for once. */
export function createBotUser({ docmost }: Pick<SyncDeps, 'docmost'>): () => Promise<string> {
  let known: string | undefined
  return async () => {
    known ??= (await docmost.me()).id
    return known
  }
}
