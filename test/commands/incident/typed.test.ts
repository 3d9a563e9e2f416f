import { describe, expect, it } from 'vitest'
import { createTalk } from '../rig.ts'

const MINUTE = 60_000

/** An incident that Corentin acknowledged, and so leads. */
async function led(severity = 'sev1') {
  const talk = createTalk()
  await talk.say('yan', `/incident ${severity} Docmost is down`)
  await talk.choose('corentin', 'INC-1', 'acknowledge')
  return talk
}

async function resolved(severity = 'sev1') {
  const talk = await led(severity)
  await talk.choose('corentin', 'INC-1', 'resolve')
  return talk
}

describe('which incident is meant', () => {
  it('the only one that is under way', async () => {
    const talk = createTalk()
    await talk.say('yan', '/incident sev1 Docmost is down')
    expect(await talk.say('yan', '/incident update The disk is full')).toContain('INC-1 - updated')
    expect(await talk.last()).toEqual({
      what: 'update',
      by: 'yan',
      fields: { investigating: 'The disk is full' },
    })
  })

  it('none: says how to name one, and hands back what was typed', async () => {
    const talk = createTalk()
    const words = await talk.say('yan', '/incident update The disk is full since this morning')
    expect(words).toContain('no incident is open for that')
    expect(words).toContain('/incident list shows those there are; name one: /incident update INC-1')
    expect(words).toContain('To copy:\n- The disk is full since this morning')
  })

  it('several: lists them with their drills, and hands back what was typed', async () => {
    const talk = createTalk()
    await talk.say('yan', '/incident sev1 Docmost is down')
    await talk.say('yan', '/incident sev2 Baserow is slow --drill')
    const words = await talk.say('yan', '/incident update The disk is full since this morning')
    expect(words).toContain('Which incident? 2 are open')
    expect(words).toContain('INC-1 - [SEV1] Docmost is down')
    expect(words).toContain('INC-2 - DRILL [SEV2] Baserow is slow')
    expect(words).toContain('Name it: /incident update INC-2')
    expect(words).toContain('To copy:\n- The disk is full since this morning')
    expect((await talk.runOf('INC-1')).history).toHaveLength(1)
  })

  it('the one that is named, in whatever case', async () => {
    const talk = createTalk()
    await talk.say('yan', '/incident sev1 Docmost is down')
    await talk.say('yan', '/incident sev2 Baserow is slow')
    expect(await talk.say('yan', '/incident update inc-1 The disk is full')).toContain('INC-1 - updated')
    expect((await talk.last('INC-1'))?.fields).toEqual({ investigating: 'The disk is full' })
    expect(await talk.say('yan', '/incident update INC-9 The disk is full')).toContain('There is no INC-9')
  })

  it('an old one that is open still, however many came and went since', async () => {
    const talk = createTalk()
    await talk.say('yan', '/incident sev3 Typo')
    for (let n = 0; n < 30; n += 1) {
      const alert = { key: `alert ${n}`, at: talk.clock.now(), door: 'generic', facts: { title: 'Noise' } }
      const { id } = await talk.incidents.open({ ...alert, by: { id: 'vigie', groups: [] } })
      await talk.choose('yan', id, 'ignore')
    }
    expect(await talk.say('yan', '/incident update Still there')).toContain('INC-1 - updated')
  })

  it('a resolved one for what comes after, when another is under way', async () => {
    const talk = await resolved()
    await talk.say('yan', '/incident sev2 Another')
    expect(await talk.say('yan', '/incident postmortem')).toContain('INC-1 - asked for the post-mortem')
    expect(await talk.say('yan', '/incident update It is back')).toContain('INC-2 - updated')
  })
})

describe('a note', () => {
  it.each([
    ['of now', 'the disk is full', { text: 'the disk is full' }, ''],
    [
      'with its time',
      '14:20 the disk is full',
      { text: 'the disk is full', at: '2026-11-23T13:20Z' },
      '14:20',
    ],
    ['of last night', '23:50 it began', { text: 'it began', at: '2026-11-22T22:50Z' }, '22 Nov 23:50'],
    ['that is a time alone', '14:20', { text: '14:20' }, ''],
    ['that begins like a time', '14:2 of 20 done', { text: '14:2 of 20 done' }, ''],
  ])('%s', async (_what, typed, { text, ...more }: { text: string; at?: string }, told) => {
    const talk = await led()
    const words = await talk.say('nadia', `/incident note ${typed}`)
    expect(words).toContain('INC-1 - noted')
    if (told !== '') expect(words).toContain(`It happened at ${told}.`)
    const at = more.at === undefined ? {} : { at: String(Date.parse(more.at)) }
    expect((await talk.last())?.fields).toEqual({ text, ...at })
  })

  it('is taken after the end, when the incident is named', async () => {
    const talk = await resolved('sev3')
    expect((await talk.runOf('INC-1')).state).toBe('finished')
    expect(await talk.say('yan', '/incident note INC-1 it was the logs')).toContain('INC-1 - noted')
  })
})

describe('a role', () => {
  it('is taken by whoever says so, the lead also from somebody else', async () => {
    const talk = await led()
    expect(await talk.say('nadia', '/incident comms')).toContain('joined as communications')
    expect(await talk.say('yan', '/incident scribe')).toContain('joined as scribe')
    expect(await talk.say('yan', '/incident lead')).toContain('took over the lead')
    expect((await talk.runOf('INC-1')).facts).toMatchObject({ comms: 'nadia', scribe: 'yan', lead: 'yan' })
  })

  it('is given to nobody: who is meant has to say it', async () => {
    const talk = await led()
    expect(await talk.say('yan', '/incident lead sam')).toContain(
      'Whoever is meant types: /incident lead INC-1',
    )
    expect(await talk.say('yan', '/incident comms sam')).toContain('types: /incident comms INC-1')
    expect((await talk.runOf('INC-1')).facts['lead']).toBe('corentin')
  })

  it('that is taken says by whom, and a lead hears that it leads', async () => {
    const talk = await led()
    await talk.say('nadia', '/incident comms')
    expect(await talk.say('yan', '/incident comms')).toContain('Nadia is communications for INC-1 already.')
    expect(await talk.say('corentin', '/incident lead')).toContain('You lead INC-1 already.')
  })

  it('waits for somebody to acknowledge', async () => {
    const talk = createTalk()
    await talk.say('yan', '/incident sev1 Docmost is down')
    expect(await talk.say('yan', '/incident lead')).toContain(
      'Nobody acknowledged INC-1 yet. Whoever acknowledges leads: /ops approve INC-1-A',
    )
    expect(await talk.say('yan', '/ops approve INC-1-A')).toContain('acknowledged')
    expect((await talk.runOf('INC-1')).facts['lead']).toBe('yan')
  })

  it('is refused to somebody who may not lead, with who may', async () => {
    const talk = await led()
    expect(await talk.say('nadia', '/incident lead')).toContain(
      'Only responders may: Corentin, Yan, Sam Martin.',
    )
  })
})

describe('a snooze', () => {
  it.each([
    ['', 30],
    ['30', 30],
    ['60', 60],
    ['90 min', 90],
    ['60m', 60],
  ])('of %j puts the reminder off', async (typed, minutes) => {
    const talk = await led()
    const before = talk.clock.now()
    const words = await talk.say('yan', `/incident snooze ${typed}`)
    expect(words).toContain(`put the next reminder off by ${minutes} min`)
    expect(words).toMatch(/Next reminder at \d\d:\d\d\./)
    const timers = (await talk.runOf('INC-1')).timers.filter((timer) => timer.rule === 'remind')
    expect(timers).toHaveLength(1)
    expect((timers[0]?.dueAt ?? 0) - before).toBeGreaterThanOrEqual(minutes * MINUTE)
    expect((timers[0]?.dueAt ?? 0) - before).toBeLessThan((minutes + 1) * MINUTE)
  })

  it.each(['45', '0', '120', '1h', 'INC-1 45'])(
    'of %j says what is possible, and puts nothing off',
    async (typed) => {
      const talk = await led()
      const { timers } = await talk.runOf('INC-1')
      expect(await talk.say('yan', `/incident snooze ${typed}`)).toContain(
        'A reminder is put off by 30, 60 or 90 minutes: /incident snooze 60',
      )
      expect((await talk.runOf('INC-1')).timers).toEqual(timers)
    },
  )
})

it('a snooze never brings a reminder nearer', async () => {
  const talk = await led('sev3')
  const { timers } = await talk.runOf('INC-1')
  expect(await talk.say('yan', '/incident snooze 90')).toContain(
    'The next reminder comes at 24 Nov 14:32 only.',
  )
  expect((await talk.runOf('INC-1')).timers).toEqual(timers)
})

describe('another severity', () => {
  it('with its reason counts', async () => {
    const talk = await led()
    expect(await talk.say('yan', '/incident severity SEV2 only the editor is down')).toContain(
      'changed the severity',
    )
    expect((await talk.runOf('INC-1')).facts['severity']).toBe('sev2')
    expect((await talk.last())?.fields).toEqual({ severity: 'sev2', reason: 'only the editor is down' })
  })

  it.each([
    ['sev2', 'Say why, so that the timeline tells it: /incident severity INC-1 sev2 all users are affected'],
    ['sev1 it is worse', 'INC-1 is SEV1 already.'],
    ['high it is worse', 'There is no severity "high": it is sev1, sev2 or sev3.'],
  ])('%j changes nothing', async (typed, sentence) => {
    const talk = await led()
    expect(await talk.say('yan', `/incident severity ${typed}`)).toContain(sentence)
    expect((await talk.runOf('INC-1')).facts['severity']).toBe('sev1')
  })
})

describe('data loss', () => {
  it('is flagged by anybody, once; the lead confirms', async () => {
    const talk = await led()
    const words = await talk.say('nadia', '/incident dataloss the pages of this morning')
    expect(words).toContain('flagged data loss')
    expect(words).toContain('The lead confirms it on the card; nobody is e-mailed before.')
    expect((await talk.runOf('INC-1')).facts['dataLoss']).toBe(true)
    expect(await talk.say('yan', '/incident dataloss more of it')).toContain(
      'Data loss is flagged for INC-1 already: the lead confirms it.',
    )
  })

  it('is notified to the authority with a reference, once', async () => {
    const talk = await led()
    expect(await talk.say('yan', '/incident notice INC-1 CNIL-42')).toContain(
      'No data loss is flagged for INC-1.',
    )
    await talk.say('yan', '/incident dataloss the pages of this morning')
    expect(await talk.say('nadia', '/incident notice CNIL-42')).toContain('filed the notice')
    expect(await talk.say('nadia', '/incident notice CNIL-43')).toContain(
      'The notice for INC-1 is filed already.',
    )
  })

  it('that only waits for its notice is over with it', async () => {
    const talk = await led()
    await talk.say('yan', '/incident dataloss the pages of this morning')
    await talk.choose('corentin', 'INC-1', 'resolve')
    await talk.choose('corentin', 'INC-1', 'published')
    expect((await talk.runOf('INC-1')).step).toBe('notice')
    expect(await talk.say('yan', '/incident notice CNIL-42')).toContain('INC-1 - notice filed')
    expect(await talk.last()).toMatchObject({ what: 'filed', fields: { reference: 'CNIL-42' } })
    expect((await talk.runOf('INC-1')).state).toBe('finished')
  })
})

describe('an action item', () => {
  it.each(['yan', 'Yan', '@yan', '<@U04YAN00001>', '<@U04YAN00001|yan>'])('is given to %s', async (owner) => {
    const talk = await led()
    const words = await talk.say('nadia', `/incident action ${owner} 2026-12-01 alert on disk space`)
    expect(words).toContain('INC-1 - asked for an action item')
    expect(words).toContain('Owner: Yan - due: 2026-12-01')
    const fields = { owner: 'yan', due: '2026-12-01', text: 'alert on disk space' }
    expect((await talk.last())?.fields).toEqual(fields)
  })

  it.each([
    [
      'zoe 2026-12-01 alert on disk',
      '"zoe" is nobody I know. The owner comes first: /incident action corentin',
    ],
    ['yan tomorrow alert on disk', '"tomorrow" is no date. It comes after the owner'],
    ['yan 2026-02-30 alert on disk', '"2026-02-30" is no date.'],
    ['yan 2026-11-22 alert on disk', '2026-11-22 is over already'],
    ['yan 2026-12-01', 'What is to be done? Type: /incident action yan 2026-12-01 what is to be done'],
  ])('%j is not understood, and handed back', async (typed, sentence) => {
    const talk = await led()
    const words = await talk.say('yan', `/incident action ${typed}`)
    expect(words).toContain(sentence)
    if (typed.length > 20) expect(words).toContain(`To copy:\n- ${typed}`)
    expect((await talk.last())?.what).toBe('acknowledge')
  })

  it('may be due today, and waits for somebody to acknowledge', async () => {
    const talk = createTalk()
    await talk.say('yan', '/incident sev1 Docmost is down')
    const typed = '/incident action sam 2026-11-23 alert on disk space'
    expect(await talk.say('yan', typed)).toContain('Action items come after that: /ops approve INC-1-A')
    await talk.choose('corentin', 'INC-1', 'acknowledge')
    expect(await talk.say('yan', typed)).toContain('asked for an action item')
    expect((await talk.last())?.fields['owner']).toBe('sam')
  })
})

describe('the rest', () => {
  it('checks are asked where there are any, once somebody acknowledged', async () => {
    const talk = createTalk()
    await talk.say('yan', '/incident sev1 Docmost is down')
    expect(await talk.say('yan', '/incident checks')).toContain('The checks are run after that')
    await talk.choose('corentin', 'INC-1', 'acknowledge')
    expect(await talk.say('yan', '/incident checks')).toContain('What they answer appears under the card.')
    expect((await talk.last())?.what).toBe('checks')
  })

  it('a workaround is for a SEV3', async () => {
    const minor = await led('sev3')
    expect(await minor.say('yan', '/incident workaround use the old editor')).toContain(
      'documented a workaround',
    )
    const major = await led('sev1')
    expect(await major.say('yan', '/incident workaround use the old editor')).toContain(
      'Workarounds are kept for SEV3, and INC-1 is SEV1. Say it as an update: /incident update INC-1',
    )
  })

  it('a post-mortem is written once it is resolved', async () => {
    const talk = await led()
    expect(await talk.say('yan', '/incident postmortem INC-1')).toContain('INC-1 is not resolved yet')
    await talk.choose('corentin', 'INC-1', 'resolve')
    const words = await talk.say('yan', '/incident postmortem')
    expect(words).toContain('asked for the post-mortem')
    expect(words).toContain('The pull request appears under the card.')
  })

  it('what comes after the resolution goes into a note', async () => {
    const talk = await resolved()
    for (const typed of [
      'update INC-1 It is back',
      'snooze INC-1',
      'comms INC-1',
      'severity INC-1 sev2 smaller',
    ])
      expect(await talk.say('yan', `/incident ${typed}`)).toContain(
        'INC-1 is resolved. What is known now goes into a note: /incident note INC-1',
      )
  })

  it('an alert is declared first', async () => {
    const talk = createTalk()
    const alert = { key: 'alert', at: talk.clock.now(), door: 'generic', facts: { title: 'Noise' } }
    await talk.incidents.open({ ...alert, by: { id: 'vigie', groups: [] } })
    expect(await talk.say('yan', '/incident update INC-1 The disk is full')).toContain(
      'INC-1 is an alert that nobody declared yet. First: /ops approve INC-1-A sev1',
    )
  })

  it('without words asks by form', async () => {
    const talk = await led()
    expect(await talk.say('yan', '/incident update')).toBe('FORM incident.update')
  })

  it('longer than its form takes is handed back whole', async () => {
    const talk = await led()
    const text = `begin ${'The disk is full. '.repeat(100)}end`
    const words = await talk.say('yan', `/incident update ${text}`)
    expect(words).toContain(
      `Investigating: ${text.length} characters; at most 1500 fit here. Say it shorter.`,
    )
    expect(words).toContain(text)
    expect((await talk.last())?.what).toBe('acknowledge')
    expect(await talk.say('yan', `/incident update ${text.slice(0, 1_500)}`)).toContain('INC-1 - updated')
  })

  it.each(['update It is back', 'severity sev2 smaller', 'dataloss the pages', 'lead', 'snooze 60'])(
    '%j delivered twice counts once, and answers as the first time',
    async (typed) => {
      const talk = await led()
      const first = await talk.say('yan', `/incident ${typed}`, 'slack:one')
      const { version } = await talk.runOf('INC-1')
      const again = await talk.say('yan', `/incident ${typed}`, 'slack:one')
      expect(first).toContain(again)
      expect((await talk.runOf('INC-1')).version).toBe(version)
    },
  )
})
