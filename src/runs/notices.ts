import type { Playbook } from '../engine/playbook.ts'
import { type Fields, type Run, VIGIE } from '../engine/run.ts'
import type { Span } from '../engine/span.ts'
import type { Mailer } from './mail.ts'
import { CAPACITY, OUTAGE, SHARE } from './notices/durations.ts'
import {
  capacityFacts,
  failureFacts,
  letterFacts,
  loopFacts,
  orphanFacts,
  shareFacts,
} from './notices/facts.ts'
import type { Deed, Failure, Letter, Loop, Orphan, OverCapacity, SharedPage } from './notices/kinds.ts'
import type { AuditLog, Clock, RunStore } from './ports.ts'
import type { Settings } from './settings.ts'
import type { Runs } from './submit.ts'

/** The `Notices` of `sync/`, each a run: told once for its key, over once. */
export type Notices = {
  overCapacity(over: OverCapacity): Promise<void>
  capacityBack(key: string, hours: number): Promise<void>
  shared(share: SharedPage): Promise<void>
  unshared(share: string): Promise<void>
  looping(loop: Loop): Promise<void>
  away(key: string, system: string, because: string): Promise<void>
  back(key: string, system: string, drained: number): Promise<void>
  failed(failure: Failure): Promise<void>
  orphaned(orphan: Orphan): Promise<void>
  hookTrouble(key: string, words: string): Promise<void>
  /** The trouble with this key is over; `now` says how it stands. */
  hookMended(key: string, now: string): Promise<void>
  letter(letter: Letter): Promise<void>
  audit(deed: Deed): Promise<void>
}

type Told =
  | 'capacity'
  | 'share'
  | 'sync-loop'
  | 'sync-outage'
  | 'sync-failure'
  | 'orphan'
  | 'hook-trouble'
  | 'letter'

export type NoticesDeps = {
  readonly runs: Pick<Runs, 'open' | 'submit'>
  readonly store: Pick<RunStore, 'list'>
  readonly playbooks: Readonly<Record<Told, Playbook>>
  readonly audit: Pick<AuditLog, 'append'>
  readonly mailer: Mailer | undefined
  readonly settings: Pick<Settings, 'channels'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: { warn(data: object, message: string): void }
}

/** The same trouble may be reported anew after months: it is one alert all the same. */
const REMEMBER_MS = 365 * 24 * 3_600_000
/** More open alerts of one kind than these nobody works through. */
const LOOKED_AT = 1_000
const BY = { id: VIGIE, groups: [] } as const
const DOOR = 'sync'

export function createNotices(deps: NoticesDeps): Notices {
  const { settings, mailer } = deps
  const tell = async (kind: Told, key: string, facts: Fields, durations: Durations = {}) => {
    await open(deps, kind, key, { facts, durations })
  }
  const over = (kind: Told, key: string, note: string, fields: Fields = {}) =>
    end(deps, kind, key, { type: 'note', note, fields })

  return {
    overCapacity: async (one) => {
      const channel = settings.channels['capacity'] === undefined ? { channel: 'ops' } : {}
      const facts = capacityFacts(one)
      const key = keys.capacity(one.key)
      const run = await open(deps, 'capacity', key, { facts, durations: CAPACITY, ...channel })
      await explain(deps, run, key, facts)
    },
    capacityBack: (key, hours) => over('capacity', keys.capacity(key), 'back', { left: String(hours) }),
    shared: (one) => tell('share', keys.share(one.share), shareFacts(one), SHARE),
    unshared: (share) => over('share', keys.share(share), 'unshared'),
    looping: (one) => tell('sync-loop', keys.loop(one.key), loopFacts(one)),
    away: (key, system, because) => tell('sync-outage', keys.outage(key), { system, because }, OUTAGE),
    back: (key, _system, drained) =>
      end(deps, 'sync-outage', keys.outage(key), {
        type: 'complete',
        step: 'away',
        outcome: 'back',
        fields: { drained: String(drained) },
      }),
    failed: (one) => tell('sync-failure', keys.failure(one.key), failureFacts(one)),
    orphaned: (one) => tell('orphan', keys.orphan(one.key), orphanFacts(one)),
    hookTrouble: (key, words) => tell('hook-trouble', keys.hook(key), { words }),
    hookMended: (key, now) => over('hook-trouble', keys.hook(key), 'mended', { now }),
    letter: (one) =>
      mailer === undefined ? unsent(deps, one) : tell('letter', keys.letter(one.key), letterFacts(one)),
    audit: (deed) => append(deps, deed),
  }
}

/** Keys of runs are of one space: each kind has its own part of it. */
const keys = {
  capacity: (key: string) => `sync:capacity:${key}`,
  share: (share: string) => `sync:share:${share}`,
  loop: (key: string) => `sync:loop:${key}`,
  outage: (key: string) => `sync:outage:${key}`,
  failure: (key: string) => `sync:failure:${key}`,
  orphan: (key: string) => `sync:orphan:${key}`,
  hook: (key: string) => `sync:hook:${key}`,
  letter: (key: string) => `sync:letter:${key}`,
}

type Durations = Readonly<Record<string, Span>>

type Opened = { readonly facts: Fields; readonly durations: Durations; readonly channel?: string }

async function open({ runs, playbooks, clock }: NoticesDeps, kind: Told, key: string, opened: Opened) {
  return runs.open(playbooks[kind], {
    key,
    rememberMs: REMEMBER_MS,
    at: clock.now(),
    by: BY,
    door: DOOR,
    ...opened,
  })
}

/** An alert that was told before anybody knew its cause is told it afterwards. */
async function explain({ runs, clock }: NoticesDeps, { id, facts }: Run, key: string, known: Fields) {
  const { through, throughAddress } = known
  if (through === undefined || facts['through'] !== undefined) return
  const fields = { through, ...(throughAddress === undefined ? {} : { throughAddress }) }
  const remark = { type: 'note', note: 'explained', fields, key: `explained:${key}` } as const
  await runs.submit(id, { ...remark, at: clock.now(), by: BY, door: DOOR })
}

type Ending =
  | { readonly type: 'note'; readonly note: string; readonly fields: Fields }
  | {
      readonly type: 'complete'
      readonly step: string
      readonly outcome: string
      readonly fields: Fields
    }

/** Nothing is told of what nobody knows, or what is over: a late word opens no card. */
async function end({ runs, store, clock }: NoticesDeps, kind: Told, key: string, ending: Ending) {
  const open = await store.list({ state: 'open', playbook: kind, limit: LOOKED_AT })
  const run = open.find((one) => keyOf(one) === key)
  if (run === undefined) return
  await runs.submit(run.id, { ...ending, key: `over:${key}`, at: clock.now(), by: BY, door: DOOR })
}

/** A run's first entry carries the key that it was opened with. */
function keyOf({ history }: Run): string | undefined {
  return history[0]?.key
}

/** Without a mail server nothing will ever be sent: it is written down, and no card asks for what nobody can give. */
async function unsent({ log, audit, clock }: NoticesDeps, { key, to, subject }: Letter): Promise<void> {
  log.warn({ key, to: to.address, subject }, 'a letter was not sent: e-mail is off (no SMTP_URL)')
  await audit.append({
    at: clock.now(),
    by: VIGIE,
    door: DOOR,
    did: `letter to ${to.name}`,
    result: 'failed',
    reason: `${subject} - e-mail is off (no SMTP_URL)`,
  })
}

async function append({ audit, clock }: NoticesDeps, { did, entity, event, reason }: Deed): Promise<void> {
  await audit.append({
    at: clock.now(),
    by: VIGIE,
    door: DOOR,
    did: `${did} ${entity}`,
    result: 'done',
    reason: [`event ${event}`, ...(reason === undefined ? [] : [reason])].join(' - '),
  })
}
