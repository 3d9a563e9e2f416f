import { describe, expect, it } from 'vitest'
import type { Fields } from '../../src/engine/run.ts'
import type { Severity } from '../../src/runs/settings.ts'
import { readStatus } from '../../src/runs/status.ts'
import { createRig } from './rig.ts'

const MINUTE = 60_000
const AT = Date.UTC(2026, 10, 23, 13, 32)
const yan = { id: 'yan', groups: ['responders'] }

function open() {
  const rig = createRig()
  let n = 0
  const entry = () => {
    n += 1
    return { key: `${n}`, at: AT + n * MINUTE, by: yan, door: 'test' }
  }
  return {
    ...rig,
    status: () => readStatus(rig.storage.store),
    declare: (severity: Severity | undefined, facts: Fields = {}, drill = false) =>
      rig.incidents.open({ ...entry(), ...(severity === undefined ? {} : { severity }), drill, facts }),
    update: (fields: Fields) =>
      rig.runs.submit('INC-1', { ...entry(), type: 'note', note: 'update', fields }),
    choose: (run: string, step: string, decision: string) =>
      rig.runs.submit(run, { ...entry(), type: 'decide', step, decision, fields: {} }),
  }
}

describe('the status', () => {
  it('is operational without an incident', async () => {
    expect(await open().status()).toEqual({ state: 'operational' })
  })

  it('tells a service that is down, since when, and when one hears again', async () => {
    const { declare, status } = open()
    await declare('sev1')
    expect(await status()).toEqual({
      state: 'incident',
      severity: 'SEV1',
      message: 'We are investigating a problem.',
      since: '2026-11-23T13:33:00.000Z',
      nextUpdate: '2026-11-23T14:03:00.000Z',
    })
  })

  it.each<[string, Severity | undefined, Fields, boolean]>([
    ['a SEV1 that users do not feel', 'sev1', { userFacing: false }, false],
    ['a SEV2 of which nobody said that users feel it', 'sev2', {}, false],
    ['a SEV3 of which nobody said that users feel it', 'sev3', { userFacing: false }, false],
    ['a drill', 'sev1', { userFacing: true }, true],
    ['an alert that nobody declared', undefined, { userFacing: true }, false],
  ])('is operational for %s', async (_what, severity, facts, drill) => {
    const { declare, status } = open()
    await declare(severity, facts, drill)
    expect(await status()).toEqual({ state: 'operational' })
  })

  it('tells the worst, and of equals the latest', async () => {
    const { declare, status } = open()
    await declare('sev3', { userFacing: true })
    await declare('sev2', { userFacing: true })
    await declare('sev2', { userFacing: true })
    await declare('sev3', { userFacing: true })
    expect(await status()).toMatchObject({ severity: 'SEV2', since: '2026-11-23T13:35:00.000Z' })
  })

  it('says what was said to the public last, and nothing that was said to the team', async () => {
    const { declare, status, update } = open()
    await declare('sev1')
    const message = async () => (await status()).message
    await update({ investigating: 'The password of the database leaked' })
    expect(await message()).toBe('We are investigating a problem.')
    await update({ investigating: 'Restoring', public: 'Documents are back at 15:00.' })
    expect(await message()).toBe('Documents are back at 15:00.')
    await update({ investigating: 'Still restoring', public: '' })
    expect(await message()).toBe('Documents are back at 15:00.')
  })

  it('begins when the monitor saw it', async () => {
    const { declare, status } = open()
    await declare('sev1', { since: String(AT - 10 * MINUTE) })
    expect((await status()).since).toBe('2026-11-23T13:22:00.000Z')
    const odd = open()
    await odd.declare('sev1', { since: 'yesterday' })
    expect((await odd.status()).since).toBe('2026-11-23T13:33:00.000Z')
  })

  it('is operational again once it is resolved, whatever is owed still', async () => {
    const { declare, status, choose } = open()
    await declare('sev1')
    await choose('INC-1', 'triage', 'resolve')
    expect(await status()).toEqual({ state: 'operational' })
  })
})
