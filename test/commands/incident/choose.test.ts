import { describe, expect, it } from 'vitest'
import { createTalk } from '../rig.ts'

describe('the typed door of the buttons', () => {
  it('acknowledges, and whoever does so leads', async () => {
    const talk = createTalk()
    await talk.say('yan', '/incident sev1 Docmost is down')
    expect(await talk.say('corentin', '/incident ack')).toContain('INC-1 - acknowledged')
    expect((await talk.runOf('INC-1')).facts['lead']).toBe('corentin')
  })

  it('asks by the form that the button asks for', async () => {
    const talk = createTalk()
    await talk.say('yan', '/incident sev1 Docmost is down')
    await talk.say('yan', '/incident ack')
    expect(await talk.say('yan', '/incident cause')).toBe('FORM incident.cause')
    expect(await talk.say('yan', '/incident resolve INC-1')).toBe('FORM incident.resolve')
  })

  it('refuses whom the button would refuse, before any form', async () => {
    const talk = createTalk()
    await talk.say('yan', '/incident sev1 Docmost is down')
    expect(await talk.say('nadia', '/incident resolve')).toContain('Only responders may')
  })

  it('says what is possible at this step', async () => {
    const talk = createTalk()
    await talk.say('yan', '/incident sev1 Docmost is down')
    const words = await talk.say('yan', '/incident verified')
    expect(words).toContain('INC-1 - that is not possible as it stands')
    expect(words).toContain('Possible now: /incident acknowledge INC-1, /incident resolve INC-1')
  })

  it('means the one that is under way, and asks when there are several', async () => {
    const talk = createTalk()
    expect(await talk.say('yan', '/incident ack')).toContain('no incident is open for that')
    await talk.say('yan', '/incident sev1 A')
    await talk.say('yan', '/incident sev2 B')
    expect(await talk.say('yan', '/incident ack')).toContain('Which incident? 2 are open')
    expect(await talk.say('yan', '/incident ack INC-2')).toContain('INC-2 - acknowledged')
  })
})
