import { describe, expect, it } from 'vitest'
import type { Run } from '../../src/engine/run.ts'
import { override } from '../../src/playbooks/override.ts'
import type { RunStore } from '../../src/runs/ports.ts'
import { createRoster } from '../../src/runs/roster.ts'
import { createRig } from './rig.ts'

const HOUR = 3_600_000
const settings = {
  timeZone: 'Europe/Paris',
  primary: 'corentin',
  backup: 'yan',
  handover: { weekday: 1, minute: 9 * 60 },
}

function open() {
  const rig = createRig()
  const roster = createRoster(settings, rig.storage.store)
  const at = rig.clock.now()
  let n = 0
  const standIn = (person: string, role: string, from: number, hours: number) => {
    n += 1
    return rig.runs.open(override, {
      key: `${n}`,
      at: at + n,
      by: { id: 'yan', groups: ['responders'] },
      door: 'test',
      facts: { role, person, from: String(from), until: String(from + hours * HOUR) },
      durations: { 'stand-in': hours * HOUR },
    })
  }
  const who = (hours: number) => Object.values(roster.onCallAt(at + hours * HOUR)).join(', ')
  return { ...rig, roster, standIn, who, at }
}

describe('the roster', () => {
  it('is the configuration, until it has read who stands in', async () => {
    const { roster, standIn, who, at } = open()
    await standIn('sam', 'primary', at, 2)
    expect(who(1)).toBe('corentin, yan')
    await roster.refresh()
    expect([who(1), who(2)]).toEqual(['sam, yan', 'corentin, yan'])
  })

  it('knows both roles, and takes the later of two', async () => {
    const { roster, standIn, who, at } = open()
    await standIn('sam', 'primary', at, 4)
    await standIn('nadia', 'primary', at, 2)
    await standIn('lea', 'backup', at, 3)
    await roster.refresh()
    expect([who(1), who(2), who(3), who(4)]).toEqual(['nadia, lea', 'sam, lea', 'sam, yan', 'corentin, yan'])
  })

  it('forgets one that was ended', async () => {
    const { roster, standIn, who, at, runs } = open()
    const run = await standIn('sam', 'primary', at, 4)
    await roster.refresh()
    await runs.submit(run.id, {
      type: 'complete',
      key: 'end',
      at,
      by: { id: 'yan', groups: ['responders'] },
      door: 'test',
      step: 'stand-in',
      outcome: 'end',
      fields: {},
    })
    await roster.refresh()
    expect(who(1)).toBe('corentin, yan')
  })

  it('keeps what it read last while the store is away', async () => {
    const { standIn, at, storage } = open()
    await standIn('sam', 'primary', at, 4)
    let isAway = false
    const list: RunStore['list'] = (query) =>
      isAway ? Promise.reject(new Error('away')) : storage.store.list(query)
    const roster = createRoster(settings, { list })
    await roster.refresh()
    isAway = true
    await expect(roster.refresh()).rejects.toThrow('away')
    expect(roster.onCallAt(at).primary).toBe('sam')
  })

  it('keeps the later answer when an earlier one comes after it', async () => {
    const { standIn, at } = open()
    const run = await standIn('sam', 'primary', at, 4)
    const answers: ((runs: readonly Run[]) => void)[] = []
    const roster = createRoster(settings, { list: () => new Promise((answer) => answers.push(answer)) })
    const [early, late] = [roster.refresh(), roster.refresh()]
    answers[1]?.([run])
    await late
    answers[0]?.([])
    await early
    expect(roster.onCallAt(at).primary).toBe('sam')
  })
})
