import { describe, expect, it } from 'vitest'
import { Postponed } from '../../../src/runs/ports.ts'
import { RemoteError } from '../../../src/runs/remote.ts'
import { createRig, type Rig } from './rig.ts'

const refused = () => new RemoteError('smtp', 'refused', { retry: false, said: '550 no such user' })
const deferred = () => new RemoteError('smtp', 'deferred', { retry: true })
const summary = 'Pages written since 13:00 are gone'

async function confirmed(rig: Rig, drill = false) {
  const run = await rig.declare({ facts: { dataLoss: true }, drill })
  await rig.choose(run.id, 'acknowledge')
  await rig.say(run.id, 'confirmDataLoss', { summary })
  return run
}

describe('the e-mail about lost data', () => {
  it('goes to everybody with an address, one mail a person, and says who has none', async () => {
    const rig = createRig()
    const run = await confirmed(rig)
    await rig.perform('incident.mail')
    expect(rig.mailer.to()).toEqual(['Corentin', 'Nadia', 'Yan'])
    const key = rig.keyOf('incident.mail')
    const mail = rig.mailer.sent.find(({ to }) => to.name === 'Yan')
    expect(mail).toEqual({
      id: `${key}.yan`,
      to: { name: 'Yan', address: 'yan@example.org' },
      subject: '[SEV1] formation-hub - data loss',
      text: [
        'INC-1: data of formation-hub was lost, or may be.',
        `What happened:\n${summary}`,
        'Since:\n23 Nov 14:32',
        'What is known:\nIt is being investigated.',
        'What to do:\nTell Corentin what you notice. Restore nothing by yourself.',
        'Who leads:\nCorentin',
        'Data protection:\nThe authority is notified within 72 h, by 26 Nov 14:32 (GDPR, article 33).',
        'This is about mending the system and what protects it, not about who did what.',
      ].join('\n\n'),
    })
    expect(await rig.reports(run.id)).toEqual([{ what: 'mailed', fields: { sent: '3', without: 'Ludo' } }])
    expect((await rig.get(run.id)).facts['mailed']).toBe(true)
  })

  it('tells what the lead and the updates say', async () => {
    const rig = createRig()
    const run = await rig.declare({ facts: { dataLoss: true } })
    await rig.choose(run.id, 'acknowledge')
    await rig.say(run.id, 'update', { investigating: 'The last dump is of noon' })
    await rig.say(run.id, 'noticeFiled')
    await rig.say(run.id, 'confirmDataLoss', { summary, advice: 'Write nothing into Docmost' })
    await rig.perform('incident.mail')
    const text = rig.mailer.sent[0]?.text
    expect(text).toContain('What is known:\nThe last dump is of noon')
    expect(text).toContain('What to do:\nWrite nothing into Docmost')
    expect(text).toContain('The authority was notified (GDPR, article 33).')
  })

  it('tells since when, as the monitor saw it', async () => {
    const rig = createRig()
    const since = String(Date.UTC(2026, 10, 23, 13, 30))
    const run = await rig.declare({ facts: { dataLoss: true, since } })
    await rig.choose(run.id, 'acknowledge')
    await rig.say(run.id, 'confirmDataLoss', { summary })
    await rig.perform('incident.mail')
    expect(rig.mailer.sent[0]?.text).toContain('Since:\n23 Nov 14:30\n')
  })

  it('one refused address holds up nobody else', async () => {
    const rig = createRig()
    const run = await confirmed(rig)
    rig.mailer.faults.set('corentin@example.org', refused())
    await rig.perform('incident.mail')
    expect(rig.mailer.to()).toEqual(['Nadia', 'Yan'])
    expect(await rig.reports(run.id)).toEqual([
      {
        what: 'mailed',
        fields: { sent: '2', failed: 'Corentin: refused - 550 no such user', without: 'Ludo' },
      },
    ])
  })

  it('a repeat sends what is missing and nothing else', async () => {
    const rig = createRig()
    const run = await confirmed(rig)
    rig.mailer.faults.set('yan@example.org', deferred())
    await expect(rig.perform('incident.mail')).rejects.toThrow(Postponed)
    expect(rig.mailer.to()).toEqual(['Corentin', 'Nadia'])
    rig.mailer.faults.clear()
    await rig.crash('incident.mail')
    await rig.perform('incident.mail')
    expect(rig.mailer.to()).toEqual(['Corentin', 'Nadia', 'Yan'])
    expect((await rig.reports(run.id)).map(({ what, fields }) => [what, fields['sent']])).toEqual([
      ['queued', undefined],
      ['mailed', '3'],
    ])
  })

  it('a mail of which nobody knows whether it went out is sent again under the same id', async () => {
    const rig = createRig()
    await confirmed(rig)
    const key = `${rig.keyOf('incident.mail')}.yan`
    await rig.storage.deliveries.begin(key)
    await rig.perform('incident.mail')
    expect(rig.mailer.sent.map(({ id }) => id)).toContain(key)
  })

  it('a server that puts off some mails is believed after a day; one that is away is asked without end', async () => {
    const rig = createRig()
    const run = await confirmed(rig)
    rig.mailer.faults.set('yan@example.org', deferred())
    rig.at(24 * 60)
    await expect(rig.perform('incident.mail')).rejects.toThrow(Postponed)
    rig.at(24 * 60 + 1)
    await rig.perform('incident.mail')
    expect((await rig.reports(run.id)).at(-1)?.fields).toMatchObject({ sent: '2', failed: 'Yan: deferred' })

    const down = createRig()
    await confirmed(down)
    for (const name of ['corentin', 'yan', 'nadia']) down.mailer.faults.set(`${name}@example.org`, deferred())
    down.at(10 * 24 * 60)
    await expect(down.perform('incident.mail')).rejects.toThrow(Postponed)
  })

  it('when nobody got it the data loss still waits for its mail', async () => {
    const rig = createRig()
    const run = await confirmed(rig)
    for (const name of ['corentin', 'yan', 'nadia']) rig.mailer.faults.set(`${name}@example.org`, refused())
    await rig.perform('incident.mail')
    expect((await rig.reports(run.id)).at(-1)?.what).toBe('failed')
    expect((await rig.get(run.id)).facts['mailed']).toBeUndefined()
  })

  it('says that mail is off', async () => {
    const rig = createRig({ mailer: undefined })
    const run = await confirmed(rig)
    await rig.perform('incident.mail')
    expect(await rig.reports(run.id)).toEqual([{ what: 'mailed', fields: { sent: '0', off: true } }])
  })

  it('is rehearsed in a drill', async () => {
    const rig = createRig()
    const run = await confirmed(rig, true)
    await rig.perform('incident.mail')
    expect(rig.mailer.sent).toEqual([])
    expect(await rig.reports(run.id)).toEqual([
      { what: 'rehearsed', fields: { what: 'would have e-mailed 3 people' } },
    ])
  })
})
