import { describe, expect, it } from 'vitest'
import { createTalk } from '../rig.ts'

const HOUR = 3_600_000

describe('who is on call', () => {
  it('is told to anybody, with the next hand-over', async () => {
    const words = await createTalk().say('nadia', '/ops oncall')
    expect(words).toContain('Primary: Corentin')
    expect(words).toContain('Backup: Yan')
    expect(words).toContain('Next hand-over: 30 Nov 09:00')
  })
})

describe('a stand-in', () => {
  it.each([
    ['yan until 18:00', 'OVR-1 - Yan is primary until 18:00', 'yan, corentin'],
    ['yan until 09:00', 'OVR-1 - Yan is primary until 24 Nov 09:00', 'yan, corentin'],
    ['@Sam for 2h', 'OVR-1 - Sam Martin is primary until 16:32', 'sam, yan'],
    ['<@U04YAN00001> primary until 2026-11-25 09:00', 'Yan is primary until 25 Nov 09:00', 'yan, corentin'],
    ['sam backup for 1d', 'OVR-1 - Sam Martin is backup until 24 Nov 14:32', 'corentin, sam'],
    ['SAM BACKUP UNTIL 2026-11-25', 'Sam Martin is backup until 25 Nov 23:59', 'corentin, sam'],
  ])('%s', async (typed, told, people) => {
    const talk = createTalk()
    const words = await talk.say('yan', `/ops oncall ${typed}`)
    expect(words).toContain(told)
    expect(words).toContain('It ends by itself then, or before with End now on its card.')
    const { primary, backup } = talk.roster.onCallAt(talk.clock.now())
    expect(`${primary}, ${backup}`).toBe(people)
  })

  it.each([
    ['zoe until 18:00', '"zoe" is nobody I know.'],
    ['nadia until 18:00', 'Nadia is not in the group responders and could not acknowledge an incident'],
    ['yan', 'Until when? Say until 18:00, until 2026-11-25 09:00 or for 2h.'],
    ['yan backup', 'Until when?'],
    ['yan until', 'Until when?'],
    ['yan until tomorrow', 'Until when?'],
    ['yan for 2', 'Until when?'],
    ['yan for ever', 'Until when?'],
    ['yan until 2026-11-22', 'That time is over already.'],
    ['yan until 2026-11-23 09:00', 'That time is over already.'],
    ['yan for 0h', 'Until when?'],
    ['yan for -2h', 'That time is over already.'],
    ['yan for 5w', 'That is longer than a month: change onCall in vigie.yaml instead.'],
  ])('%s: changes nothing, and says how to say it', async (typed, sentence) => {
    const talk = createTalk()
    const words = await talk.say('yan', `/ops oncall ${typed}`)
    expect(words).toContain('Nothing changed')
    expect(words).toContain(sentence)
    expect(words).toContain('/ops oncall yan until 18:00')
    expect(await talk.store.list({ limit: 5 })).toEqual([])
  })

  it('is set by responders only; the attempt is in the audit', async () => {
    const talk = createTalk()
    expect(await talk.say('nadia', '/ops oncall yan until 18:00')).toContain('Only responders may: Corentin')
    const records = await talk.audited()
    expect(records).toMatchObject([
      { by: 'nadia', did: 'oncall', result: 'refused', reason: 'not_an_approver' },
    ])
    expect(await talk.store.list({ limit: 5 })).toEqual([])
  })

  it('delivered twice is one, with the end of the first', async () => {
    const talk = createTalk()
    const first = await talk.say('yan', '/ops oncall sam for 2h', 'slack:one')
    talk.clock.jump(HOUR)
    expect(await talk.say('yan', '/ops oncall sam for 2h', 'slack:one')).toBe(first)
  })

  it('of two the later counts; when it ends the earlier does again, and then nobody stands in', async () => {
    const talk = createTalk()
    const primary = () => talk.roster.onCallAt(talk.clock.now()).primary
    await talk.say('yan', '/ops oncall yan for 4h')
    talk.clock.jump(1_000)
    await talk.say('yan', '/ops oncall sam for 2h')
    expect(primary()).toBe('sam')
    const words = await talk.say('yan', '/ops oncall')
    expect(words).toContain('OVR-1: Yan stands in as primary until 18:32')
    expect(words).toContain('OVR-2: Sam Martin stands in as primary until 16:32')
    talk.clock.jump(2 * HOUR)
    expect(primary()).toBe('yan')
    expect(await talk.say('yan', '/ops oncall')).not.toContain('OVR-2')
    talk.clock.jump(2 * HOUR)
    expect(primary()).toBe('corentin')
  })

  it('of both roles at once leaves two different people', async () => {
    const talk = createTalk()
    await talk.say('yan', '/ops oncall sam for 4h')
    talk.clock.jump(1_000)
    const words = await talk.say('yan', '/ops oncall sam backup for 2h')
    expect(words).toContain('Primary: Corentin')
    expect(words).toContain('Backup: Sam Martin')
  })

  it('is ended by its button, and by its timer', async () => {
    const talk = createTalk()
    await talk.say('yan', '/ops oncall sam for 2h')
    expect(await talk.choose('yan', 'OVR-1', 'end')).toContain('OVR-1 - ended')
    await talk.roster.refresh()
    expect(talk.roster.onCallAt(talk.clock.now()).primary).toBe('corentin')

    await talk.say('yan', '/ops oncall sam for 2h')
    const [timer] = (await talk.runOf('OVR-2')).timers
    expect(timer?.dueAt).toBe(Number((await talk.runOf('OVR-2')).facts['until']))
    talk.clock.jump(2 * HOUR)
    await talk.runs.submit('OVR-2', {
      type: 'due',
      key: 'due',
      at: talk.clock.now(),
      by: { id: 'vigie', groups: [] },
      door: 'timer',
      timer: timer?.id ?? '',
      restart: false,
    })
    expect((await talk.runOf('OVR-2')).state).toBe('finished')
  })
})
