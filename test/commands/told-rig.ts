import { PLAYBOOKS } from '../../src/playbooks/index.ts'
import { createNotices } from '../../src/runs/notices.ts'
import type { Settings } from '../../src/runs/settings.ts'
import { SETTINGS } from '../fixtures/settings.ts'
import { createTalk } from './rig.ts'

/** What people say to Vigie, after the sync told of something. */
export function createTold(channels: Settings['channels'] = { ops: {}, capacity: {} }) {
  const talk = createTalk({ context: { settings: { ...SETTINGS, channels } } })
  const { runs, store, audit, settings, clock } = talk
  const notices = createNotices({
    runs,
    store,
    audit,
    playbooks: PLAYBOOKS,
    mailer: { send: async () => {} },
    settings,
    clock,
    log: { warn: () => {} },
  })
  let told = 0

  function key(): string {
    clock.jump(1_000)
    told += 1
    return String(told)
  }

  /** What Vigie reports of a run when it carried out, or could not. */
  async function report(id: string, note: string, fields: Readonly<Record<string, string>> = {}) {
    const by = { id: 'vigie', groups: [] }
    await runs.submit(id, { type: 'note', key: key(), at: clock.now(), by, door: 'sync', note, fields })
  }

  async function reconcile(): Promise<string> {
    const by = { id: 'corentin', groups: [] }
    const opening = { key: key(), at: clock.now(), by, door: 'slack', facts: {}, durations: {} }
    return (await runs.open(PLAYBOOKS.reconciliation, opening)).id
  }

  const address = 'https://docs.example/p/1'
  return {
    ...talk,
    report,
    reconcile,
    notices,
    overCapacity: () =>
      notices.overCapacity({ key: key(), entity: 'personne:5', person: 'Nadia', hours: -2, address }),
    shared: (share = key()) =>
      notices.shared({ share, title: 'Tarifs', address, by: 'Sam', at: clock.now() }),
    looping: () => notices.looping({ key: key(), entity: 'projet:3', count: 11, events: ['e-1'] }),
    away: () => notices.away(key(), 'docmost', 'refused'),
    failed: () => notices.failed({ key: key(), entity: 'projet:4', because: 'no title', events: ['e-2'] }),
    orphaned: () =>
      notices.orphaned({
        key: key(),
        entity: 'projet:5',
        page: '01a',
        title: 'Projet',
        address,
        became: 'kept',
      }),
    hookTrouble: () => notices.hookTrouble(key(), 'The webhook of projet is off.'),
    letter: () =>
      notices.letter({
        key: key(),
        to: { name: 'Nadia', address: 'nadia@example.org' },
        subject: 'Hours',
        text: 'Hello',
      }),
  }
}
