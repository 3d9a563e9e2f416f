import type { Redis } from 'ioredis'
import type { Run } from '../../engine/run.ts'
import type { Change, Job, RunQuery, RunStore } from '../../runs/ports.ts'
import { createAgreements } from './agreements.ts'
import { keys } from './keys.ts'
import { SAVE } from './scripts.ts'

const DAY_MS = 24 * 3_600_000

/** Runs on Redis. Documents are our own, so they are read without a schema. */
export function createRedisRunStore(redis: Redis): RunStore {
  const agreements = createAgreements(redis)

  /** The id of the stored run, or the empty string. */
  async function save(
    change: Change,
    previous: number,
    once: readonly string[] = [],
    rememberMs: number = DAY_MS,
  ): Promise<string> {
    const { run, jobs, audit } = change
    const names = [
      keys.run(run.id),
      keys.runs('open'),
      keys.runs('finished'),
      keys.outbox,
      keys.audit,
      keys.auditOf(run.id),
      keys.runs('open', run.playbook),
      keys.runs('finished', run.playbook),
      ...once,
    ]
    const values = [
      previous,
      run.id,
      run.state,
      run.openedAt,
      await agreements.write(run),
      run.version,
      JSON.stringify(audit),
      rememberMs,
      ...jobs.flatMap((job) => [job.id, JSON.stringify(job)]),
    ]
    return String(await redis.eval(SAVE, names.length, ...names, ...values))
  }

  async function get(id: string): Promise<Run | undefined> {
    const document = await redis.hget(keys.run(id), 'document')
    return document === null ? undefined : agreements.read(document)
  }

  async function ids(query: RunQuery): Promise<readonly string[]> {
    const { state, playbook, since = '-inf', limit } = query
    if (state !== undefined)
      return redis.zrevrangebyscore(keys.runs(state, playbook), '+inf', since, 'LIMIT', 0, limit)
    const states = await Promise.all([ids({ ...query, state: 'open' }), ids({ ...query, state: 'finished' })])
    return states.flat()
  }

  return {
    nextId: async (prefix) => `${prefix}-${await redis.incr(keys.sequence(prefix))}`,
    async create(change, key, rememberMs) {
      const stored = await save(change, 0, [keys.once(key)], rememberMs)
      const run = stored === change.run.id ? change.run : await get(stored)
      if (run === undefined) throw new Error(`${change.run.id} could not be created: its number is taken`)
      return run
    },
    save: async (change, previous) => (await save(change, previous)) !== '',
    get,
    async list(query) {
      const found = await Promise.all((await ids(query)).map(get))
      const runs = found.filter((run) => run !== undefined)
      return runs.sort((a, b) => b.openedAt - a.openedAt).slice(0, query.limit)
    },
    async outbox(limit) {
      const portion = await redis.hrandfield(keys.outbox, limit, 'WITHVALUES')
      return pairs(portion).flatMap(([, text]) => parse<Job>(text) ?? [])
    },
    async relayed(done) {
      if (done.length > 0) await redis.hdel(keys.outbox, ...done)
    },
  }
}

function parse<T>(text: string | null | undefined): T | undefined {
  return typeof text === 'string' ? JSON.parse(text) : undefined
}

/** A client of protocol 2 answers a flat list, one of protocol 3 a list of pairs. */
function pairs(answer: unknown): readonly (readonly [string, string])[] {
  const flat = Array.isArray(answer) ? answer.flat() : []
  return flat.flatMap((text, n) => (n % 2 === 1 ? [[String(flat[n - 1]), String(text)] as const] : []))
}
