import { describe, expect, it } from 'vitest'
import type { SyncStatus } from '../../../src/sync/desk.ts'
import { createTalk, NOW } from '../rig.ts'
import { createSyncTalk, IN_STEP } from './desk.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const iso = (at: number) => new Date(at).toISOString()

async function told(over: Partial<SyncStatus>): Promise<readonly string[]> {
  const talk = createSyncTalk({ status: { ...IN_STEP, ...over } })
  return (await talk.say('nadia', '/sync')).split('\n')
}

describe('/sync', () => {
  it('says at once that all is well, to anybody, and when what was last heard', async () => {
    const marks = {
      last_event: String(NOW - 2 * MINUTE),
      last_poll: iso(NOW - MINUTE),
      last_sweep: iso(NOW - 5 * MINUTE),
      last_reconcile: iso(NOW - 3 * HOUR),
      lag_ms: '340',
      last_test_call: `${iso(NOW - 3 * MINUTE)} projet rows.created`,
      hooks: '4 active',
    }
    expect(await told({ marks })).toEqual([
      'In step - nothing waits',
      '- Behind: less than a second',
      '- Last event: 14:30 - 2 min ago',
      '- Docmost asked: 14:31 - 1 min ago',
      '- Sweep: 14:27 - 5 min ago',
      '- Reconciliation: 11:32 - 3 h ago',
      '- Test call: 14:29 - 3 min ago - projet - rows.created',
      '- Webhooks: 4 active',
    ])
  })

  it('status is the same', async () => {
    const talk = createSyncTalk()
    expect(await talk.say('nadia', '/sync STATUS')).toBe(await talk.say('nadia', '/sync'))
  })

  it('says what was not heard of yet', async () => {
    const lines = await told({})
    expect(lines).toContain('- Behind: not measured yet')
    expect(lines).toContain('- Last event: never')
    expect(lines).toContain('- Test call: never')
    expect(lines).toContain('- Webhooks: not looked at yet')
  })

  it('is content while something is under way', async () => {
    const lines = await told({ queue: { deliveries: 1, entities: 3 }, marks: { lag_ms: '90000' } })
    expect(lines[0]).toBe('In step soon - 4 under way')
    expect(lines).toContain('- In line: 1 event to read, 3 rows or pages to look at')
    expect(lines).toContain('- Behind: 2 min')
  })

  it('tells what is away, what waits for it and what was given up or held, with the reason', async () => {
    const lines = await told({
      breakers: { docmost: { since: NOW - 30 * MINUTE, because: 'docmost: unreachable\nECONNREFUSED' } },
      waiting: { parked: 12, dead: 2, held: 1 },
      examples: [
        {
          entity: 'projet:42',
          state: 'dead',
          since: NOW - 25 * HOUR,
          because: `baserow: invalid - ${'x'.repeat(300)}`,
          events: ['older', '0f8fad5b-d9cb'],
          times: 3,
        },
        {
          entity: 'projet:7',
          state: 'held',
          since: NOW - MINUTE,
          because: '11 the same in a minute',
          events: [],
          times: 1,
        },
      ],
    })
    expect(lines.slice(0, 1)).toEqual(['Not in step - 3 to look at'])
    const rest = lines.slice(8)
    expect(rest).toEqual([
      '- Docmost does not answer since 14:02 - 30 min ago: docmost: unreachable ECONNREFUSED. What is for it waits, and goes on by itself.',
      '- 2 given up - say /sync retry all',
      '- 1 held - the same came again and again: find out who writes it and stop that, then say /sync retry all',
      '- 12 parked - until the other system answers',
      expect.stringMatching(
        /^- projet:42 - given up since 22 Nov 13:32, 3 times: baserow: invalid - x+\.\.\. - \/sync trace 0f8fad5b-d9cb$/,
      ),
      '- projet:7 - held since 14:31: 11 the same in a minute',
    ])
    expect(Math.max(...rest.map((line) => line.length))).toBeLessThan(260)
  })

  it.each([
    ['silent since 2026-11-23T10:32:00.000Z', '- Webhooks of Baserow: silent since 11:32'],
    [
      '1 of 2 active since 2026-11-22T10:32:00.000Z - projet - the webhooks could not be read: no',
      '- Webhooks of Baserow: 1 of 2 active since 22 Nov 11:32 - projet - the webhooks could not be read: no',
    ],
  ])('webhooks: %s', async (hooks, line) => {
    const lines = await told({ marks: { hooks } })
    expect(lines[0]).toBe('Not in step - 1 to look at')
    expect(lines).toContain(line)
  })

  it('shows what was done about a webhook in the time of the team', async () => {
    const hooks = '4 active - projet was off, switched on again at 2026-11-23T13:30:00.000Z'
    const lines = await told({ marks: { hooks } })
    expect(lines[0]).toBe('In step - nothing waits')
    expect(lines).toContain('- Webhooks: 4 active - projet was off, switched on again at 14:30')
  })

  it.each([
    [
      { last_poll: iso(NOW - 106_000) },
      '- Docmost was last asked for changes 14:30 - 2 min ago: is a worker running?',
    ],
    [{ last_sweep: iso(NOW - 32 * MINUTE) }, '- The last sweep was 14:00 - 32 min ago: is a worker running?'],
    [
      { last_reconcile: iso(NOW - 19 * HOUR) },
      '- The last reconciliation was 22 Nov 19:32 - 19 h ago: is a worker running?',
    ],
  ])('a look that is late: %o', async (marks, line) => {
    const lines = await told({ marks })
    expect(lines[0]).toBe('Not in step - 1 to look at')
    expect(lines).toContain(line)
  })

  it('one that is only slow is not late', async () => {
    const marks = { last_poll: iso(NOW - 90_000), last_sweep: iso(NOW - 30 * MINUTE) }
    expect((await told({ marks }))[0]).toBe('In step - nothing waits')
  })

  it('is a warning when something is to look at', async () => {
    const waiting = { parked: 0, dead: 1, held: 0 }
    const talk = createSyncTalk({ status: { ...IN_STEP, waiting } })
    expect(await talk.talk.say(talk.speaker('nadia'), '/sync', '')).toMatchObject({
      kind: 'answer',
      ok: true,
      card: { status: 'warning' },
    })
  })
})

describe('while the sync is off', () => {
  it.each(['', ' status', ' trace a', ' retry all', ' force projet 42', ' reconcile'])(
    '/sync%s says what to set',
    async (rest) => {
      const words = await createTalk().say('nadia', `/sync${rest}`)
      expect(words).toContain('The sync of Docmost and Baserow is off')
      for (const name of [
        'BASEROW_URL',
        'BASEROW_TOKEN',
        'BASEROW_WEBHOOK_SECRET',
        'DOCMOST_URL',
        'vigie.yaml',
      ])
        expect(words).toContain(name)
    },
  )

  it('help helps all the same', async () => {
    expect(await createTalk().say('nadia', '/sync help')).toContain('/sync force projet 42')
  })
})

describe('what may be said', () => {
  it('stands in both helps', async () => {
    const talk = createSyncTalk()
    for (const command of ['/sync help', '/ops help']) {
      const words = await talk.say('nadia', command)
      for (const one of ['trace 0f8fad5b', 'retry projet:42', 'force projet 42', 'reconcile projet'])
        expect(words).toContain(`/sync ${one}`)
    }
  })

  it('an unknown word is answered with it', async () => {
    const words = await createSyncTalk().say('nadia', `/sync ${'dance'.repeat(20)}`)
    expect(words).toContain(`"${'dance'.repeat(8)}" is no subcommand of /sync`)
    expect(words).toContain('/sync retry projet:42')
  })
})
