import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signedSlack } from '../fakes/slack-driver.ts'
import { commandPayload } from '../fakes/slack-payloads.ts'
import { soon } from './beside.ts'
import { type House, openHouse, SLACK } from './house.ts'
import { cardIn, cards, lastView, wordsOf } from './ops-channel.ts'

describe('bad input gets a clear answer, and nothing is lost or posted twice', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse({ transport: 'http' })
  })
  afterEach(() => house.close())

  async function say(text: string, user: string = SLACK.yan): Promise<string> {
    return wordsOf((await house.people.command(user, '/incident', text)).body)
  }

  it.each([
    ['sev9 Docmost is down', 'There is no severity \\"sev9\\": it is sev1, sev2 or sev3.'],
    ['sev Docmost', 'There is no severity \\"sev\\"'],
    ['Docmost is down', 'To declare it, name the severity first: /incident sev1 Docmost is down'],
    ['frobnicate', '\\"frobnicate\\" is no subcommand'],
    ['show', 'Which incident?'],
    ['show INC-999', 'There is no INC-999'],
    ['show ../../etc', 'There is no ../../ETC'],
  ])('/incident %s', async (text, words) => {
    expect(await say(text)).toContain(words)
    expect(await cards(house)).toEqual([])
  })

  it('/ops with an unknown word says what there is', async () => {
    const answer = await house.people.command(SLACK.yan, '/ops', 'dance')
    expect(wordsOf(answer.body)).toContain('\\"dance\\" is no subcommand of /ops')
    expect(wordsOf(answer.body)).toContain('/ops oncall')
  })

  it('a title of 4,000 characters is cut on the card and kept whole as the symptom', async () => {
    const title = `Docmost ${'is down and nobody can work '.repeat(160)}`.slice(0, 4_000)
    expect(await say(`sev1 ${title}`)).toContain(
      'The title was cut at 150 characters; the whole text stands as the symptom.',
    )
    await soon(() => cardIn(house))
    const run = await house.app.storage.store.get('INC-1')
    expect(run?.facts['symptom']).toBe(title.trim())
    expect(String(run?.facts['title']).length).toBeLessThanOrEqual(150)
    expect((await cardIn(house)).blocks.length).toBeGreaterThan(0)
  })

  it('markup that tries to ping everybody is shown as written', async () => {
    await say('sev1 <!channel> <!here> <@U04YAN00001> & co')
    await soon(() => cardIn(house))
    const blocks = JSON.stringify((await cardIn(house)).blocks)
    expect(blocks).not.toContain('<!channel>')
    expect(blocks).not.toContain('<!here>')
    expect(blocks).not.toContain('<@U04YAN00001> &')
    expect(blocks).toContain('&lt;!channel&gt;')
    const page = await (await house.atConsole('yan')).open()
    expect(page.text).toContain('<!channel> <!here> <@U04YAN00001> & co')
  })

  it('a person who is not in the directory hears whom to ask', async () => {
    const answer = await house.people.command(SLACK.stranger, '/incident', 'sev1 Fire')
    expect(wordsOf(answer.body)).toContain('Refused - Vigie does not know you')
    expect(wordsOf(answer.body)).toContain('If something is on fire, call Corentin')
    expect(await cards(house)).toEqual([])
  })

  it('the same click twice is one decision, said twice', async () => {
    await say('sev1 Docmost is down')
    await soon(() => cardIn(house))
    const card = await cardIn(house)
    const [first, second] = [
      await house.people.click(SLACK.corentin, card, 'Acknowledge'),
      await house.people.click(SLACK.corentin, card, 'Acknowledge'),
    ]
    await soon(() => expect(wordsOf(first.responses())).toContain('INC-1 - acknowledged'))
    await soon(() =>
      expect(wordsOf(second.responses())).toContain('INC-1 - already acknowledged by Corentin'),
    )
    expect((await house.app.storage.store.get('INC-1'))?.version).toBe(2)
  })

  it('the same delivery twice is one incident, and both are told of it', async () => {
    const payload = commandPayload(house.slack, SLACK.yan, '/incident', 'sev2 Twice')
    const answers = await Promise.all([
      house.people.send('slash_commands', payload),
      house.people.send('slash_commands', payload),
    ])
    for (const answer of answers) expect(wordsOf(answer.body)).toMatch(/INC-\d declared - \[SEV2\] Twice/)
    await soon(async () => expect(await cards(house)).toHaveLength(1))
    expect(await house.app.storage.store.list({ limit: 10 })).toHaveLength(1)
  })

  it('a bad or old signature is turned away before anything is read', async () => {
    const forged = signedSlack({
      url: `${house.origin}/slack/events`,
      secret: 'a wrong secret',
      slack: house.slack,
    })
    const old = signedSlack({
      url: `${house.origin}/slack/events`,
      secret: house.slack.secret,
      slack: house.slack,
      now: () => Date.now() - 6 * 60_000,
    })
    expect((await forged.command(SLACK.yan, '/incident', 'sev1 Forged')).status).toBe(401)
    expect((await old.command(SLACK.yan, '/incident', 'sev1 Old')).status).toBe(401)
    expect(await house.app.storage.store.list({ limit: 10 })).toEqual([])
  })

  it('a form with what does not fit stays open and says why', async () => {
    await say('')
    const refused = await house.people.submit(SLACK.yan, lastView(house), {
      severity: 'sev1',
      title: 'x'.repeat(200),
    })
    expect(wordsOf(refused.body)).toContain('200 characters; at most 150 fit here')
    await house.people.submit(SLACK.yan, lastView(house), { severity: 'sev1', title: 'Shorter' })
    await soon(async () => expect((await cardIn(house)).text).toContain('[SEV1] formation-hub - Shorter'))
    expect(await cards(house)).toHaveLength(1)
  })
})
