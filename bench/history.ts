import { Redis } from 'ioredis'
import { createAgreements } from '../src/adapters/redis/agreements.ts'
import { keys } from '../src/adapters/redis/keys.ts'
import type { Run } from '../src/engine/run.ts'
import { entryRecord } from '../src/runs/record.ts'
import { acknowledged, chosen, declared, noted } from '../test/fixtures/incident-run.ts'

const HOUR = 3_600_000
const RUNS_AT_ONCE = 50
const SEVERITIES = ['sev1', 'sev2'] as const

/** Fills an empty Redis with finished incidents, one an hour until now, each with so many audit records, as Vigie would have left them. */
export async function writeHistory(url: string, runs: number, recordsEach: number): Promise<void> {
  const redis = new Redis(url)
  const templates = SEVERITIES.map((severity) => finishedRun(severity, recordsEach))
  const now = Date.now()
  const agreements = createAgreements(redis)
  for (let first = 0; first < runs; first += RUNS_AT_ONCE) {
    const pipeline = redis.pipeline()
    for (let n = first; n < Math.min(runs, first + RUNS_AT_ONCE); n += 1) {
      const template = templates[n % templates.length]
      if (template === undefined) continue
      const run = movedTo(template, `INC-${n + 1}`, now - (runs - n) * HOUR)
      // Ids of the stream are milliseconds: these end where the clock stands.
      addRun(pipeline, run, await agreements.write(run), now - (runs - n) * recordsEach)
    }
    await pipeline.exec()
  }
  await redis.set(keys.sequence('INC'), runs)
  redis.disconnect()
}

function addRun(pipeline: ReturnType<Redis['pipeline']>, run: Run, document: string, firstId: number): void {
  pipeline.hset(keys.run(run.id), 'document', document, 'version', run.version)
  pipeline.zadd(keys.runs('finished'), run.openedAt, run.id)
  pipeline.zadd(keys.runs('finished', run.playbook), run.openedAt, run.id)
  const ids = run.history.map((_entry, n) => `${firstId + n}-0`)
  for (const [n, entry] of run.history.entries())
    pipeline.xadd(keys.audit, ids[n] ?? '*', 'record', JSON.stringify(entryRecord(run.id, entry)))
  pipeline.rpush(keys.auditOf(run.id), ...ids)
}

/** Through all the steps, with notes in between. */
function finishedRun(severity: string, entries: number): Run {
  const at = (minutes: number) => ({ minutes, by: minutes % 2 === 0 ? 'corentin' : 'yan' })
  const fields = {
    hypothesis: 'disk full',
    action: 'emptied',
    cause: 'disk full',
    impact: 'no saving',
    users: '40',
  }
  let run = acknowledged(declared({ severity, title: 'Docmost is down' }), at(3))
  const choices = ['cause', 'mitigated', 'verified', 'resolve', 'published']
  for (let n = run.history.length; n < entries - choices.length; n += 1)
    run = noted(run, 'note', { ...at(4 + n), fields: { text: `line ${n}: Postgres restarts in a loop` } })
  for (const [n, choice] of choices.entries()) run = chosen(run, choice, { ...at(entries + 10 * n), fields })
  return run
}

function movedTo(template: Run, id: string, openedAt: number): Run {
  const shift = openedAt - template.openedAt
  const history = template.history.map((entry) => ({
    ...entry,
    key: `${id} ${entry.key}`,
    at: entry.at + shift,
  }))
  const finished = template.finishedAt === undefined ? {} : { finishedAt: template.finishedAt + shift }
  return { ...template, id, openedAt, history, ...finished }
}
