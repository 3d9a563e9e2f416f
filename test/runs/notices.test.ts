import { beforeEach, describe, expect, it } from 'vitest'
import { PLAYBOOKS } from '../../src/playbooks/index.ts'
import { createNotices } from '../../src/runs/notices.ts'
import type { AuditRecord } from '../../src/runs/ports.ts'
import type { Settings } from '../../src/runs/settings.ts'
import type { Notices } from '../../src/sync/notices.ts'
import { createMemoryMailer } from './actions/rig.ts'
import { createRig } from './rig.ts'

const DAY = 24 * 3_600_000
const WITH_CAPACITY = { channels: { ops: {}, capacity: {} } }

function createNoticeRig({ mail = true, ...more }: { readonly mail?: boolean } & Partial<Settings> = {}) {
  const rig = createRig(more)
  const warned: string[] = []
  const mine = createNotices({
    runs: rig.runs,
    store: rig.storage.store,
    audit: rig.storage.audit,
    playbooks: PLAYBOOKS,
    mailer: mail ? createMemoryMailer().port : undefined,
    settings: rig.settings,
    clock: rig.clock,
    log: { warn: (_data, message) => void warned.push(message) },
  })
  // The two folders know nothing of each other: here their types have to agree.
  const notices: Notices = mine
  return {
    ...rig,
    mine,
    notices,
    warned,
    /** Every run of a kind, newest first, with how it stands. */
    async all(playbook: string) {
      return rig.storage.store.list({ playbook, limit: 100 })
    },
    async states(playbook: string) {
      return (await rig.storage.store.list({ playbook, limit: 100 })).map(({ state }) => state)
    },
    acts: () => rig.stored.flatMap((job) => (job.kind === 'act' ? [job.effect.action] : [])),
    async lines(): Promise<readonly AuditRecord[]> {
      const found: AuditRecord[] = []
      for await (const record of rig.storage.audit.all()) found.push(record)
      return found
    },
  }
}

type NoticeRig = ReturnType<typeof createNoticeRig>

const over = {
  key: 'personne:5:1',
  entity: 'personne:5',
  person: 'Nadia Roux',
  hours: -2.5,
  through: 'intervention:17',
  throughAddress: 'https://base.example/17',
  address: 'https://base.example/5',
} as const
const share = {
  share: 's1',
  page: 'p1',
  title: 'Budget 2027',
  address: 'https://docs.example/p1',
  by: 'Ludo',
  at: 1_795_000_000_000,
} as const
const orphan = {
  key: 'projet:42:e1',
  entity: 'projet:42',
  page: 'p1',
  title: 'Projet Site',
  address: 'https://docs.example/p1',
  became: 'kept',
} as const
const letter = {
  key: 'attribution:3',
  to: { name: 'Nadia', address: 'nadia@example.org' },
  subject: 'Bloc 3',
  text: 'It is yours',
} as const

/** Each kind: how it is told, and where it is found. */
const TOLD: readonly (readonly [string, (notices: Notices) => Promise<void>])[] = [
  ['capacity', (notices) => notices.overCapacity(over)],
  ['share', (notices) => notices.shared(share)],
  ['sync-loop', (notices) => notices.looping({ key: 'l1', entity: 'projet:42', count: 12, events: ['e1'] })],
  ['sync-outage', (notices) => notices.away('o1', 'docmost', 'docmost: unreachable')],
  [
    'sync-failure',
    (notices) => notices.failed({ key: 'f1', entity: 'projet:42', because: 'refused', events: ['e1'] }),
  ],
  ['orphan', (notices) => notices.orphaned(orphan)],
  ['hook-trouble', (notices) => notices.hookTrouble('h1', 'The webhook of projet is off.')],
  ['letter', (notices) => notices.letter(letter)],
]

let rig: NoticeRig
beforeEach(() => {
  rig = createNoticeRig(WITH_CAPACITY)
})

describe.each(TOLD)('%s', (playbook, tell) => {
  it('is told once for its key, however often and at whatever time', async () => {
    await Promise.all([tell(rig.notices), tell(rig.notices)])
    rig.clock.jump(300 * DAY)
    await tell(rig.notices)
    const [run, ...others] = await rig.all(playbook)
    expect(others).toEqual([])
    expect([run?.requester, run?.history[0]?.door]).toEqual(['vigie', 'sync'])
  })
})

describe('an alert about hours', () => {
  it('carries what is known, and stands in its channel', async () => {
    await rig.notices.overCapacity(over)
    const [run] = await rig.all('capacity')
    expect(run?.channel).toBe('capacity')
    expect(run?.facts).toEqual({
      entity: 'personne:5',
      person: 'Nadia Roux',
      hours: '-2.5',
      through: 'intervention:17',
      throughAddress: 'https://base.example/17',
      address: 'https://base.example/5',
    })
    expect(rig.acts()).toEqual(['capacity.mail'])
  })

  it('is told later what it did not know, and keeps what it knows', async () => {
    const { through, throughAddress, ...unknown } = over
    await rig.notices.overCapacity(unknown)
    await rig.notices.overCapacity(over)
    await rig.notices.overCapacity({ ...over, through: 'intervention:18' })
    const runs = await rig.all('capacity')
    expect(runs.map(({ facts }) => [facts['through'], facts['throughAddress']])).toEqual([
      [through, throughAddress],
    ])
  })

  it('stands in ops where the team has no channel for it', async () => {
    const poor = createNoticeRig()
    await poor.notices.overCapacity(over)
    expect((await poor.all('capacity'))[0]?.channel).toBe('ops')
  })

  it('is over once, with the hours that are left', async () => {
    await rig.notices.overCapacity(over)
    await rig.notices.capacityBack(over.key, 1.5)
    await rig.notices.capacityBack(over.key, 4)
    const [run] = await rig.all('capacity')
    expect([run?.state, run?.facts['left']]).toEqual(['finished', '1.5'])
    expect(run?.history.map(({ what }) => what)).toEqual(['capacity', 'back'])
  })

  it('of the next time is a card of its own', async () => {
    await rig.notices.overCapacity(over)
    await rig.notices.capacityBack(over.key, 1.5)
    await rig.notices.overCapacity({ ...over, key: 'personne:5:2' })
    expect((await rig.states('capacity')).sort()).toEqual(['finished', 'open'])
  })

  it('ends for its own key alone', async () => {
    await rig.notices.overCapacity(over)
    await rig.notices.capacityBack('personne:6:1', 1)
    expect(await rig.states('capacity')).toEqual(['open'])
  })
})

describe('the end of what nobody knows', () => {
  it('opens no card and says nothing', async () => {
    await rig.notices.capacityBack('personne:9:1', 3)
    await rig.notices.unshared('s9')
    await rig.notices.back('o9', 'docmost', 4)
    await rig.mine.hookMended('h9', 'on again')
    expect(await rig.storage.store.list({ limit: 100 })).toEqual([])
    expect(await rig.lines()).toEqual([])
  })

  it('of what a person ended changes nothing', async () => {
    await rig.notices.shared(share)
    const [run] = await rig.all('share')
    await rig.runs.submit(run?.id ?? '', {
      type: 'complete',
      key: 'click',
      at: rig.clock.now(),
      by: { id: 'yan', groups: ['responders'] },
      door: 'slack',
      step: 'decide',
      outcome: 'keep',
      fields: { reason: 'Public catalogue' },
    })
    await rig.notices.unshared('s1')
    const [kept] = await rig.all('share')
    expect(kept?.history.at(-1)?.what).toBe('keep')
    expect(kept?.facts['gone']).toBeUndefined()
  })
})

describe('what ends by itself', () => {
  it('a share that is gone', async () => {
    await rig.notices.shared({ ...share, by: null })
    await rig.notices.unshared('s1')
    const [run] = await rig.all('share')
    expect(run?.facts).toEqual({
      share: 's1',
      title: 'Budget 2027',
      address: 'https://docs.example/p1',
      since: '1795000000000',
      gone: true,
    })
    expect(run?.state).toBe('finished')
  })

  it('an outage, with how many went on', async () => {
    await rig.notices.away('o1', 'docmost', 'docmost: unreachable')
    await rig.notices.back('o1', 'docmost', 12)
    const [run] = await rig.all('sync-outage')
    expect([run?.state, run?.history.at(-1)?.fields]).toEqual(['finished', { drained: '12' }])
  })

  it('trouble with the webhooks', async () => {
    await rig.mine.hookTrouble('h1', 'The webhook of projet is off.')
    await rig.mine.hookMended('h1', 'It is on again.')
    const [run] = await rig.all('hook-trouble')
    expect([run?.state, run?.facts['now']]).toEqual(['finished', 'It is on again.'])
  })
})

describe('a letter', () => {
  it('goes out by a run of its own, so that the sync need not wait for it', async () => {
    await rig.notices.letter(letter)
    expect(rig.acts()).toEqual(['letter.send'])
    expect((await rig.all('letter'))[0]?.facts).toEqual({
      name: 'Nadia',
      to: 'nadia@example.org',
      subject: 'Bloc 3',
      text: 'It is yours',
    })
  })

  it('that can never go out is written into the log and the audit, and asks nobody', async () => {
    const off = createNoticeRig({ mail: false })
    await off.notices.letter(letter)
    expect(off.warned).toEqual(['a letter was not sent: e-mail is off (no SMTP_URL)'])
    expect(await off.lines()).toMatchObject([
      {
        by: 'vigie',
        door: 'sync',
        did: 'letter to Nadia',
        result: 'failed',
        reason: 'Bloc 3 - e-mail is off (no SMTP_URL)',
      },
    ])
    expect(await off.all('letter')).toEqual([])
  })
})

it('what was done is one line in the audit', async () => {
  await rig.notices.audit({ did: 'createPage', entity: 'projet:42', event: 'e1' })
  await rig.notices.audit({ did: 'share.created', entity: 'page:p1', event: 'e2', reason: 'by Ludo' })
  expect(await rig.lines()).toMatchObject([
    { by: 'vigie', door: 'sync', did: 'createPage projet:42', result: 'done', reason: 'event e1' },
    {
      by: 'vigie',
      door: 'sync',
      did: 'share.created page:p1',
      result: 'done',
      reason: 'event e2 - by Ludo',
    },
  ])
})
