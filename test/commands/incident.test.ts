import { describe, expect, it } from 'vitest'
import { SETTINGS } from '../fixtures/settings.ts'
import { createTalk } from './rig.ts'

describe('a declaration', () => {
  it('stands at once, whatever the case of the severity', async () => {
    const talk = createTalk()
    const words = await talk.say('yan', '/incident SEV1 Docmost is down')
    expect(words).toContain('INC-1 declared - [SEV1] Docmost is down')
    expect(words).toContain('The card stands in #ops since 14:32.')
    expect(words).toContain('Corentin is called.')
    expect((await talk.runOf('INC-1')).step).toBe('triage')
  })

  it('without a title stands all the same, and says how to tell more', async () => {
    const talk = createTalk()
    const words = await talk.say('yan', '/incident sev1')
    expect(words).toContain('INC-1 declared - [SEV1] Service degraded')
    expect(words).toContain('No title was given. Say what is broken: /incident update INC-1')
    expect(await talk.say('yan', '/incident update INC-1 all pages are white')).toContain('INC-1 - updated')
  })

  it('with a long title keeps all of it', async () => {
    const talk = createTalk()
    const text = `Docmost is down ${'and so is everything else '.repeat(10)}since noon`
    expect(await talk.say('yan', `/incident sev2 ${text}`)).toContain('the whole text stands as the symptom')
    expect((await talk.runOf('INC-1')).facts['symptom']).toBe(text)
  })

  it('delivered twice is one', async () => {
    const talk = createTalk()
    await talk.say('yan', '/incident sev1 Docmost is down', 'slack:one')
    expect(await talk.say('yan', '/incident sev1 Docmost is down', 'slack:one')).toContain('INC-1 declared')
    expect(await talk.store.list({ limit: 5 })).toHaveLength(1)
  })

  it.each([
    ['sev4 Docmost is down', 'There is no severity "sev4": it is sev1, sev2 or sev3.'],
    ['Docmost is down', 'name the severity first: /incident sev1 Docmost is down'],
    ['constructor of it all', '"constructor" is no subcommand.'],
    ['__proto__ of it all', '"__proto__" is no subcommand.'],
  ])('%j declares nothing, and says why', async (typed, sentence) => {
    const talk = createTalk()
    const words = await talk.say('yan', `/incident ${typed}`)
    expect(words).toContain('Nothing was declared')
    expect(words).toContain(sentence)
    expect(await talk.store.list({ limit: 5 })).toEqual([])
  })
})

describe('a drill', () => {
  it.each([
    '--drill Docmost is down',
    'Docmost is down --drill',
    'Docmost --DRILL is down',
    'Docmost is down \u2014drill',
    'Docmost is down \u2013drill',
    'Docmost is down \u2015drill',
    'Docmost is down -drill',
    '--drill Docmost is down --drill',
  ])('is meant by %j', async (typed) => {
    const talk = createTalk()
    const words = await talk.say('yan', `/incident sev1 ${typed}`)
    expect(words).toContain('INC-1 declared as a drill - [SEV1] Docmost is down')
    expect(words).toContain('The card stands in #sandbox')
    const run = await talk.runOf('INC-1')
    expect([run.facts['drill'], run.facts['title'], run.channel]).toEqual([
      true,
      'Docmost is down',
      'sandbox',
    ])
  })

  it.each(['The drill is down', 'fire--drill is broken', 'Docmost --drills holes', 'drill'])(
    'is not meant by %j',
    async (typed) => {
      const talk = createTalk()
      expect(await talk.say('yan', `/incident sev3 ${typed}`)).toContain('INC-1 declared - [SEV3]')
      expect((await talk.runOf('INC-1')).facts['title']).toBe(typed)
    },
  )

  it('needs no title', async () => {
    const talk = createTalk()
    expect(await talk.say('yan', '/incident sev1 --drill')).toContain(
      'declared as a drill - [SEV1] Service degraded',
    )
  })

  it('needs a sandbox: without one nothing is declared', async () => {
    const talk = createTalk({ context: { settings: { ...SETTINGS, channels: { ops: {} } } } })
    const words = await talk.say('yan', '/incident sev1 Docmost is down --drill')
    expect(words).toContain('Nothing was declared - a drill needs a sandbox')
    expect(words).toContain('Add channels.sandbox to vigie.yaml')
    expect(await talk.store.list({ limit: 5 })).toEqual([])
  })
})

describe('the list', () => {
  it('tells how each of them stands', async () => {
    const talk = createTalk()
    const vigie = { by: { id: 'vigie', groups: [] }, door: 'generic' }
    await talk.say('yan', '/incident sev1 Taken')
    await talk.choose('corentin', 'INC-1', 'acknowledge')
    await talk.say('yan', '/incident sev2 Waiting --drill')
    await talk.say('yan', '/incident sev1 Over')
    await talk.choose('corentin', 'INC-3', 'resolve')
    await talk.incidents.open({ ...vigie, key: 'noise', at: talk.clock.now(), facts: { title: 'Noise' } })
    await talk.choose('yan', 'INC-4', 'ignore')
    await talk.say('yan', '/incident sev1 Lost')
    await talk.say('yan', '/incident dataloss INC-5 pages')
    await talk.choose('corentin', 'INC-5', 'resolve')
    await talk.choose('corentin', 'INC-5', 'published')
    const words = await talk.say('yan', '/incident list')
    expect(words).toContain('4 open')
    for (const line of [
      'INC-1 [SEV1] Taken - open since 14:32, led by Corentin',
      'INC-2 DRILL [SEV2] Waiting - open since 14:32, waits for responders',
      'INC-3 [SEV1] Over - resolved at 14:32, post-mortem owed',
      'INC-4 [INCIDENT] Noise - ignored',
      'INC-5 [SEV1] Lost - resolved at 14:32, notice to the authority owed',
    ])
      expect(words).toContain(line)
  })

  it('names whoever leads now, and says so when nobody does', async () => {
    const talk = createTalk()
    await talk.say('yan', '/incident sev1 Docmost is down')
    await talk.choose('corentin', 'INC-1', 'acknowledge')
    await talk.say('yan', '/incident lead')
    expect(await talk.say('yan', '/incident list')).toContain('led by Yan')
    await talk.runs.submit('INC-1', {
      type: 'note',
      key: 'gone',
      at: talk.clock.now(),
      by: { id: 'vigie', groups: [] },
      door: 'vigie',
      note: 'leadGone',
      fields: { lead: 'yan' },
    })
    expect(await talk.say('yan', '/incident list')).toContain('nobody leads: /incident lead INC-1')
  })

  it('counts more than it shows', async () => {
    const talk = createTalk()
    for (let n = 1; n <= 23; n += 1) await talk.say('yan', `/incident sev3 Number ${n}`)
    const words = await talk.say('yan', '/incident list')
    expect(words).toContain('23 open')
    expect(words).toContain('3 older ones are open too: see the console.')
    expect(words).not.toContain('INC-3 ')
  })

  it('is empty in words', async () => {
    expect(await createTalk().say('yan', '/incident list')).toContain('No incident so far.')
  })
})

describe('the rest', () => {
  it('show asks which one when none is named', async () => {
    const talk = createTalk()
    const words = await talk.say('yan', '/incident show')
    expect(words).toContain('Which incident?')
    expect(words).toContain('/incident show INC-1')
    await talk.say('yan', '/incident sev1 Docmost is down')
    expect(await talk.say('yan', '/incident show inc-1')).toContain('[SEV1] formation-hub - Docmost is down')
  })

  it('without anything asks by form, and help names each subcommand', async () => {
    const talk = createTalk()
    expect(await talk.say('yan', '/incident')).toBe('FORM incident.declare')
    const help = await talk.say('yan', '/incident help')
    for (const word of [
      'update',
      'note',
      'lead',
      'severity',
      'checks',
      'snooze',
      'dataloss',
      'notice',
      'action',
    ])
      expect(help).toContain(`/incident ${word}`)
  })
})
