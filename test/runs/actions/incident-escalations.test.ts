import { describe, expect, it } from 'vitest'
import { Postponed } from '../../../src/runs/ports.ts'
import { createRig, type Rig } from './rig.ts'

async function fire(rig: Rig, id: string, rule: string, minutes: number): Promise<void> {
  rig.at(minutes)
  const timer = (await rig.get(id)).timers.find((one) => one.rule === rule)?.id ?? 'none'
  await rig.runs.submit(id, {
    type: 'due',
    key: `due:${timer}`,
    at: rig.clock.now(),
    by: { id: 'vigie', groups: [] },
    door: 'timer',
    timer,
    restart: false,
  })
}

/** The job that carries a message to Slack, as the run stored it. */
function deliveryOf(rig: Rig, message: string): string {
  const job = rig.stored.find(
    (one) => one.kind === 'deliver' && one.effect.kind === 'post' && one.effect.message === message,
  )
  if (job === undefined) throw new Error(`${message} was not stored`)
  return job.id
}

async function resolved(rig: Rig, minutes: number): Promise<void> {
  rig.at(minutes)
  await rig.choose('INC-1', 'acknowledge')
  await rig.choose('INC-1', 'resolve')
}

describe('the audit of the escalations', () => {
  it('says that each ran and was delivered', async () => {
    const rig = createRig()
    await rig.declare()
    await fire(rig, 'INC-1', 'callBackup', 5)
    await rig.storage.deliveries.done(deliveryOf(rig, 'incident.backup'))
    await resolved(rig, 9)
    await rig.perform('incident.escalations')
    expect(await rig.reports('INC-1')).toEqual([
      {
        what: 'escalations',
        fields: {
          lines: [
            'call to the backup: due 23 Nov 14:37, ran 23 Nov 14:37',
            'call to the owners: would have been due 23 Nov 14:42, decided before',
            'missed target: would have been due 23 Nov 14:47, decided before',
          ].join('\n'),
        },
      },
    ])
  })

  it('flags one that never ran', async () => {
    const rig = createRig()
    await rig.declare()
    await fire(rig, 'INC-1', 'callOwners', 14)
    await rig.storage.deliveries.done(deliveryOf(rig, 'incident.owners'))
    await resolved(rig, 14)
    await rig.perform('incident.escalations')
    const [report] = await rig.reports('INC-1')
    expect(report?.fields['missed']).toBe('yes')
    expect(String(report?.fields['lines']).split('\n').slice(0, 2)).toEqual([
      'call to the backup: due 23 Nov 14:37, never ran',
      'call to the owners: due 23 Nov 14:42, ran 4 min late',
    ])
  })

  it('waits for a message that may still be on its way, and flags one that never arrived', async () => {
    const rig = createRig()
    await rig.declare()
    await fire(rig, 'INC-1', 'callBackup', 5)
    await rig.storage.deliveries.begin(deliveryOf(rig, 'incident.backup'))
    await resolved(rig, 6)
    await expect(rig.perform('incident.escalations')).rejects.toThrow(Postponed)
    rig.at(15)
    await rig.perform('incident.escalations')
    const [report] = await rig.reports('INC-1')
    expect(report?.fields).toMatchObject({
      missed: 'yes',
      lines: expect.stringContaining('ran 23 Nov 14:37, not delivered on slack'),
    })
  })

  it('holds nothing against a message that is too old to be remembered', async () => {
    const rig = createRig()
    await rig.declare()
    await fire(rig, 'INC-1', 'callBackup', 5)
    await resolved(rig, 6)
    rig.at(8 * 24 * 60)
    await rig.perform('incident.escalations')
    expect((await rig.reports('INC-1'))[0]?.fields['missed']).toBeUndefined()
  })
})
