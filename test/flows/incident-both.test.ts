import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aheadAt, soon } from './beside.ts'
import { type House, openHouse, SLACK } from './house.ts'
import { cardIn, cards, lastView, repliesIn, wordsOf } from './ops-channel.ts'

const RESOLUTION = { cause: 'c', impact: 'i', users: '1', dataLoss: 'no' }

describe('one decision, many doors', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse({ transport: 'http', ahead: aheadAt('2027-03-03 10:00') })
    await house.people.command(SLACK.nadia, '/incident', 'sev1 Docmost is down')
    await soon(() => cardIn(house))
  })
  afterEach(() => house.close())

  async function audit(): Promise<string> {
    return (await (await house.atConsole('yan')).command('/ops audit INC-1')).answer
  }

  it('two acknowledgements at the same moment from two surfaces are one; the other hears by whom', async () => {
    const card = await cardIn(house)
    const press = await (await house.atConsole('yan')).aim('INC-1', 'Acknowledge')
    const [clicked, pressed] = await Promise.all([
      house.people.click(SLACK.corentin, card, 'Acknowledge'),
      press(),
    ])
    await soon(() => expect(clicked.responses()).toHaveLength(1))
    const answers = [wordsOf(clicked.responses()[0]), pressed.answer]
    expect(answers.filter((answer) => answer.includes('INC-1 - acknowledged'))).toHaveLength(1)
    expect(
      answers.filter((answer) => /INC-1 - already acknowledged by (Yan|Corentin) at/.test(answer)),
    ).toHaveLength(1)
    await soon(async () => expect((await cardIn(house)).text).toMatch(/Investigating: (Corentin|Yan) since/))
    expect((await audit()).match(/acknowledge - done/g)).toHaveLength(1)
    expect((await audit()).match(/acknowledge - refused: already_decided/g)).toHaveLength(1)
  })

  it('two different decisions in the same millisecond: each is answered, and the run is what one of them made of it', async () => {
    await house.people.click(SLACK.corentin, await cardIn(house), 'Resolve')
    const view = lastView(house)
    const press = await (await house.atConsole('yan')).aim('INC-1', 'Acknowledge')
    const [, pressed] = await Promise.all([
      house.people.submit(SLACK.corentin, view, { cause: 'c', impact: 'i', users: '1', dataLoss: 'no' }),
      press(),
    ])
    await soon(async () => expect((await cardIn(house)).text).toContain('[SEV1 RESOLVED]'))
    const trail = await audit()
    expect(trail.match(/resolve - done/g)).toHaveLength(1)
    const acknowledged = trail.includes('acknowledge - done')
    expect(pressed.answer).toContain(
      acknowledged ? 'INC-1 - acknowledged' : 'INC-1 - already resolved by Corentin',
    )
    expect((await repliesIn(house)).filter((text) => text.startsWith('[SEV1 RESOLVED]'))).toHaveLength(1)
  })

  it('two resolutions at the same moment from two surfaces are one; the other hears by whom and when', async () => {
    await house.people.click(SLACK.corentin, await cardIn(house), 'Acknowledge')
    await soon(async () => expect((await cardIn(house)).text).toContain('Investigate (now)'))
    await house.people.click(SLACK.corentin, await cardIn(house), 'Resolve')
    const view = lastView(house)
    const form = await (await house.atConsole('yan')).press('INC-1', 'Resolve')
    const [mine, theirs] = ['Of Corentin', 'Of Yan'].map((cause) => ({ ...RESOLUTION, cause }))
    const [, pressed] = await Promise.all([
      house.people.submit(SLACK.corentin, view, { ...mine }),
      form.fill({ ...theirs }),
    ])
    await soon(async () => expect((await cardIn(house)).text).toContain('[SEV1 RESOLVED]'))
    await soon(() => expect(house.slack.ephemerals).toHaveLength(1))
    const answers = [wordsOf(house.slack.ephemerals[0]), pressed.answer]
    expect(answers.filter((answer) => answer.includes('INC-1 - resolved'))).toHaveLength(1)
    const other = answers.filter((answer) =>
      /INC-1 - already resolved by (Yan|Corentin) at \d\d:\d\d \((slack|console)\)/.test(answer),
    )
    expect(other).toHaveLength(1)
    expect((await audit()).match(/resolve - done/g)).toHaveLength(1)
    expect((await audit()).match(/resolve - refused: already_decided/g)).toHaveLength(1)
  })

  it('an old card that offers to resolve says by whom it was resolved since, not who acknowledged', async () => {
    const old = await cardIn(house)
    const yan = await house.atConsole('yan')
    await yan.press('INC-1', 'Acknowledge')
    await (await yan.press('INC-1', 'Resolve')).fill(RESOLUTION)
    const late = await house.people.click(SLACK.corentin, old, 'Resolve')
    await soon(() => expect(wordsOf(late.responses())).toContain('INC-1 - already resolved by Yan at'))
    expect(house.slack.views).toEqual([])
  })

  it('a cause that was being typed while somebody acknowledged is not lost', async () => {
    await house.people.click(SLACK.corentin, await cardIn(house), 'Resolve')
    const view = lastView(house)
    await (await house.atConsole('yan')).press('INC-1', 'Acknowledge')
    await house.people.submit(SLACK.corentin, view, {
      cause: 'A typed cause',
      impact: 'i',
      users: '1',
      dataLoss: 'no',
    })
    await soon(async () => expect((await cardIn(house)).text).toContain('Root cause: A typed cause'))
  })

  it('the typed code decides too, from either surface, and an old code says what became of it', async () => {
    const typed = await house.people.command(SLACK.yan, '/ops', 'approve INC-1-A')
    expect(wordsOf(typed.body)).toContain('INC-1 - acknowledged')
    const again = await (await house.atConsole('corentin')).command('/ops approve inc-1-a')
    expect(again.answer).toContain('INC-1 - already acknowledged by Yan')
    expect(wordsOf((await house.people.command(SLACK.yan, '/ops', 'approve INC-7-A')).body)).toContain(
      'No gate has the code INC-7-A',
    )
    expect(wordsOf((await house.people.command(SLACK.yan, '/ops', 'approve')).body)).toContain('Which code?')
  })

  it('the typed code takes another decision by name, with its form', async () => {
    await house.people.command(SLACK.yan, '/ops', 'approve INC-1-A resolve')
    await house.people.submit(SLACK.yan, lastView(house), {
      cause: 'c',
      impact: 'i',
      users: '1',
      dataLoss: 'no',
    })
    await soon(async () => expect((await cardIn(house)).text).toContain('[SEV1 RESOLVED]'))
    const absurd = await house.people.command(SLACK.yan, '/ops', 'approve INC-1-A dance')
    expect(wordsOf(absurd.body)).toContain('INC-1 - already resolved by Yan')
  })

  it('a click on the card of a finished incident says so, and changes nothing', async () => {
    const old = await cardIn(house)
    await house.people.command(SLACK.yan, '/ops', 'approve INC-1-A resolve')
    await house.people.submit(SLACK.yan, lastView(house), {
      cause: 'c',
      impact: 'i',
      users: '1',
      dataLoss: 'no',
    })
    await soon(async () => expect((await cardIn(house)).text).toContain('[SEV1 RESOLVED]'))
    const owing = await house.people.click(SLACK.corentin, old, 'Acknowledge')
    await soon(() => expect(wordsOf(owing.responses())).toContain('INC-1 - already resolved by Yan'))
    expect(wordsOf(owing.responses())).toContain('INC-1 can take: Published.')
    const early = await house.people.click(SLACK.corentin, old, 'Update')
    await soon(() => expect(wordsOf(early.responses())).toContain('not possible as it stands'))

    await (await house.atConsole('yan')).press('INC-1', 'Published')
    const late = await house.people.click(SLACK.corentin, old, 'Acknowledge')
    await soon(() => expect(wordsOf(late.responses())).toContain('INC-1 - already resolved by Yan'))
    expect(wordsOf(late.responses())).toContain('finished: nothing changes any more')
    const update = await house.people.click(SLACK.corentin, old, 'Update')
    await soon(() => expect(wordsOf(update.responses())).toContain('INC-1 is over'))
    expect(await cards(house)).toHaveLength(1)
  })

  it('App Home shows what waits for whom', async () => {
    await house.people.openHome(SLACK.corentin)
    await house.people.openHome(SLACK.nadia)
    await soon(() => expect(house.slack.homes.size).toBe(2))
    const [waiting, watching] = [SLACK.corentin, SLACK.nadia].map((user) =>
      wordsOf(house.slack.homes.get(user)),
    )
    expect(waiting).toMatch(/Waiting for you \(1\)[\s\S]*Docmost is down[\s\S]*Running/)
    expect(watching).toMatch(/Running[\s\S]*Docmost is down/i)
    expect(watching).toContain(`<@${SLACK.corentin}>`)
  })
})
