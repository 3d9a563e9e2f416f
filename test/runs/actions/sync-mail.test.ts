import { describe, expect, it } from 'vitest'
import { capacity } from '../../../src/playbooks/sync/capacity.ts'
import { letter } from '../../../src/playbooks/sync/letter.ts'
import { createDirectory } from '../../../src/runs/people.ts'
import { Postponed } from '../../../src/runs/ports.ts'
import { RemoteError } from '../../../src/runs/remote.ts'
import { createSyncRig } from './sync-rig.ts'

const over = {
  entity: 'personne:5',
  person: 'Nadia Roux',
  hours: '-2.5',
  through: 'intervention:17',
  throughAddress: 'https://base.example/17',
  address: 'https://base.example/5',
}
const words = { name: 'Nadia', to: 'nadia@example.org', subject: 'Bloc 3', text: 'It is yours' }
const refused = () => new RemoteError('smtp', 'refused', { retry: false, said: '550 no such user' })
const away = () => new RemoteError('smtp', 'unreachable', { retry: true })

describe('the mail about hours', () => {
  it('goes to the owners, one mail a person', async () => {
    const rig = createSyncRig()
    const run = await rig.begin(capacity, over)
    await rig.perform('capacity.mail')
    expect(rig.mailer.to()).toEqual(['Corentin', 'Yan'])
    expect(rig.mailer.sent.find(({ to }) => to.name === 'Yan')).toEqual({
      id: `${rig.keyOf('capacity.mail')}.yan`,
      to: { name: 'Yan', address: 'yan@example.org' },
      subject: 'Nadia Roux - 2.5 h over',
      text: [
        'Nadia Roux has 2.5 h more to do than hours for it.',
        'Because of:\nintervention:17\nhttps://base.example/17',
        "What to do:\nTake 2.5 h off the planning: move or give away what they can't do. Acknowledge CAP-1 in the chat, so that nobody does it twice.",
        'Where:\nhttps://base.example/5',
        'Vigie says in the chat when the hours are back.',
      ].join('\n\n'),
    })
    expect(await rig.reports(run.id)).toEqual([{ what: 'mailed', fields: { sent: '2' } }])
  })

  it('leaves out what is not known, and keeps its subject in one line', async () => {
    const rig = createSyncRig()
    await rig.begin(capacity, {
      entity: 'personne:5',
      person: 'Nadia\nRoux',
      hours: '-1',
      address: 'https://b',
    })
    await rig.perform('capacity.mail')
    expect(rig.mailer.sent[0]?.subject).toBe('Nadia Roux - 1 h over')
    expect(rig.mailer.sent[0]?.text).not.toContain('Because of')
  })

  it('is sent once a person, whatever dies', async () => {
    const rig = createSyncRig()
    const run = await rig.begin(capacity, over)
    await rig.crash('capacity.mail')
    await rig.perform('capacity.mail')
    expect(rig.mailer.sent).toHaveLength(2)
    expect(await rig.reports(run.id)).toHaveLength(1)
  })

  it('waits for the mail server, and sends what is missing', async () => {
    const rig = createSyncRig()
    const run = await rig.begin(capacity, over)
    rig.mailer.faults.set('yan@example.org', away())
    await expect(rig.perform('capacity.mail')).rejects.toBeInstanceOf(Postponed)
    rig.mailer.faults.clear()
    await rig.perform('capacity.mail')
    expect(rig.mailer.to()).toEqual(['Corentin', 'Yan'])
    expect((await rig.reports(run.id)).map(({ what }) => what)).toEqual(['queued', 'mailed'])
  })

  it('says whom it does not reach', async () => {
    const directory = createDirectory([
      { id: 'corentin', name: 'Corentin', groups: ['owners'], email: 'corentin@example.org' },
      { id: 'yan', name: 'Yan', groups: ['owners'], email: 'yan@example.org' },
      { id: 'ludo', name: 'Ludo', groups: ['owners'] },
    ])
    const rig = createSyncRig({ directory })
    const run = await rig.begin(capacity, over)
    rig.mailer.faults.set('yan@example.org', refused())
    await rig.perform('capacity.mail')
    expect(await rig.reports(run.id)).toEqual([
      {
        what: 'unmailed',
        fields: { sent: '1', failed: 'Yan: refused - 550 no such user', without: 'Ludo' },
      },
    ])
  })

  it('says that there is nobody, or that e-mail is off', async () => {
    const nobody = createSyncRig({ directory: createDirectory([]) })
    const alone = await nobody.begin(capacity, over)
    await nobody.perform('capacity.mail')
    expect(await nobody.reports(alone.id)).toEqual([
      { what: 'unmailed', fields: { sent: '0', failed: 'nobody is in the group owners' } },
    ])
    const off = createSyncRig({ mail: false })
    const run = await off.begin(capacity, over)
    await off.perform('capacity.mail')
    expect(await off.reports(run.id)).toEqual([{ what: 'unmailed', fields: { sent: '0', off: true } }])
    expect((await off.get(run.id)).state).toBe('open')
  })
})

describe('a letter', () => {
  it('is sent once, and over', async () => {
    const rig = createSyncRig()
    const run = await rig.begin(letter, words)
    await rig.crash('letter.send')
    await rig.perform('letter.send')
    expect(rig.mailer.sent).toEqual([
      {
        id: rig.keyOf('letter.send'),
        to: { name: 'Nadia', address: 'nadia@example.org' },
        subject: 'Bloc 3',
        text: 'It is yours',
      },
    ])
    expect((await rig.get(run.id)).state).toBe('finished')
  })

  it('of which nobody knows whether it went out is sent again as the same message', async () => {
    const rig = createSyncRig()
    await rig.begin(letter, words)
    await rig.storage.deliveries.begin(rig.keyOf('letter.send'))
    await rig.perform('letter.send')
    expect(rig.mailer.sent.map(({ id }) => id)).toEqual([rig.keyOf('letter.send')])
  })

  it('waits without end for a server that is away', async () => {
    const rig = createSyncRig()
    const run = await rig.begin(letter, words)
    rig.mailer.faults.set('nadia@example.org', away())
    await expect(rig.perform('letter.send')).rejects.toBeInstanceOf(Postponed)
    rig.at(7 * 24 * 60)
    await expect(rig.perform('letter.send')).rejects.toBeInstanceOf(Postponed)
    rig.mailer.faults.clear()
    await rig.perform('letter.send')
    expect((await rig.reports(run.id)).map(({ what }) => what)).toEqual(['queued', 'sent'])
  })

  it('that is refused, or can not be sent any more, says so', async () => {
    const rig = createSyncRig()
    const run = await rig.begin(letter, words)
    rig.mailer.faults.set('nadia@example.org', refused())
    await rig.perform('letter.send')
    expect(await rig.reports(run.id)).toMatchObject([
      { what: 'failed', fields: { because: 'smtp: refused - 550 no such user' } },
    ])
    const off = createSyncRig({ mail: false })
    const late = await off.begin(letter, words)
    await off.perform('letter.send')
    expect((await off.get(late.id)).facts['because']).toBe('e-mail is off (no SMTP_URL)')
  })
})
