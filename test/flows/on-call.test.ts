import { afterEach, describe, expect, it } from 'vitest'
import { aheadAt, answerForm, countOf, jumpTo, said, soon } from './beside.ts'
import { type House, type HouseOptions, openHouse, SLACK } from './house.ts'
import { cardIn, cards, wordsOf } from './ops-channel.ts'

const { corentin, yan, nadia } = SLACK
const RESOLUTION = { cause: 'Logs', impact: 'No saving', users: '40', dataLoss: 'no' }

describe('who is on call', () => {
  let house: House
  const open = async (time: string, more: Partial<HouseOptions> = {}) => {
    house = await openHouse({ transport: 'http', ahead: aheadAt(time), ...more })
  }
  afterEach(() => house.close())

  const ops = async (user: string, text: string) =>
    wordsOf((await house.people.command(user, '/ops', text)).body)

  it('somebody stands in until a time, is called meanwhile, and it ends by itself', async () => {
    await open('2027-03-03 10:00')
    expect(await ops(corentin, 'oncall yan until 18:00')).toMatch(
      /OVR-1 - Yan is primary until 18:00[\s\S]*Primary: [\s\S]*Backup: /,
    )
    const card = (await said(house, 'Yan stands in as primary')).text
    expect(card).toMatch(
      /- On call: Yan, primary\n[\s\S]*- Until: 18:00\n[\s\S]*OVR-1 - set by Corentin at 10:00/,
    )

    const declared = await house.people.command(nadia, '/incident', 'sev1 Docmost is down')
    expect(wordsOf(declared.body)).toContain(`<@${yan}> is called`)
    await soon(async () =>
      expect((await cardIn(house)).text).toContain('Investigating: nobody yet - calling Yan'),
    )
    await house.people.click(yan, await cardIn(house), 'Acknowledge')
    await soon(async () => expect((await cardIn(house)).text).toContain('Investigating: Yan since'))

    jumpTo(house, '2027-03-03 18:00')
    expect((await said(house, 'Stand-in over - OVR-1')).text).toBe(
      'Stand-in over - OVR-1\n- Yan is not on call as primary any more.\n- On call now: Corentin, backup Yan.',
    )
    expect((await said(house, 'Yan stood in as primary')).text).toContain('OVR-1')
    const next = await house.people.command(nadia, '/incident', 'sev2 Baserow is slow')
    expect(wordsOf(next.body)).toContain(`<@${corentin}> is called`)
    expect(await countOf(house, 'Stand-in over')).toBe(1)
  })

  it('a stand-in is ended before its time by its button', async () => {
    await open('2027-03-03 10:00')
    await ops(corentin, 'oncall yan for 2h')
    await house.people.click(yan, await said(house, 'Yan stands in as primary'), 'End now')
    expect((await said(house, 'Yan stood in as primary')).text).toMatch(/Ended: Yan at 10:00/)
    await soon(async () => expect(await ops(nadia, 'oncall')).toContain(`Primary: <@${corentin}>`))
  })

  it.each([
    ['oncall zoe until 18:00', '\\"zoe\\" is nobody I know.'],
    ['oncall yan until yesterday', 'Until when?'],
    ['oncall yan until 2027-03-03 09:00', 'That time is over already.'],
    ['oncall yan for 90d', 'longer than a month'],
  ])('/ops %s is refused with a reason', async (text, words) => {
    await open('2027-03-03 10:00')
    expect(await ops(corentin, text)).toContain(words)
    expect(await cards(house)).toEqual([])
  })

  it('only responders may, and the others hear who', async () => {
    await open('2027-03-03 10:00')
    expect(await ops(nadia, 'oncall nadia until 18:00')).toContain('Only responders may: Corentin, Yan.')
  })

  it('the duty changes hands on Monday in #ops, with what the week left', async () => {
    await open('2027-03-05 10:00', { team: inTurn })
    await house.people.command(nadia, '/incident', 'sev1 Docmost is down')
    await soon(() => cardIn(house))
    await house.people.click(corentin, await cardIn(house), 'Acknowledge')
    await soon(async () => expect((await cardIn(house)).text).toContain('Investigating: Corentin'))
    await house.people.command(yan, '/incident', 'action yan 2027-03-05 alert on the disk')
    await said(house, 'AI 1 - alert on the disk')
    await answerForm(house, corentin, { shown: await cardIn(house), button: 'Resolve' }, RESOLUTION)
    await said(house, '[SEV1 RESOLVED]')
    await house.people.command(nadia, '/incident', 'sev3 A typo in the footer')
    await soon(() => cardIn(house, 'INC-2'))

    jumpTo(house, '2027-03-06 10:00')
    await said(house, 'Overdue - AI 1')
    jumpTo(house, '2027-03-08 09:00')
    const handover = await said(house, 'On-call hand-over - Yan')
    for (const line of [
      '- On call: Yan\n- Backup: Corentin\n- Handed over by: Corentin',
      '- Incidents since the last hand-over: 1 SEV1, 1 SEV3',
      '- Open: INC-2 [SEV3] A typo in the footer',
      '- Owed: post-mortem of INC-1 [SEV1] Docmost is down',
      '- Overdue: AI-1 alert on the disk (Yan)',
    ]) {
      expect(handover.text).toContain(line)
    }
    expect(handover.text).not.toContain('late')
    await house.people.click(yan, handover, 'Recap read')
    await soon(async () =>
      expect((await said(house, 'On-call hand-over - Yan')).text).toMatch(/Taken over: Yan at 09:00/),
    )
    const declared = await house.people.command(nadia, '/incident', 'sev1 Baserow is down')
    expect(wordsOf(declared.body)).toContain(`<@${yan}> is called`)
  })

  it('a recap that nobody read is asked for once a day', async () => {
    await open('2027-03-05 10:00')
    jumpTo(house, '2027-03-08 09:00')
    await said(house, 'On-call hand-over - Corentin')
    jumpTo(house, '2027-03-09 09:00')
    expect((await said(house, 'Hand-over not taken - HND-1')).text).toContain('did not say so for 24 h')
  })
})

/** Corentin has this week, and Yan the next. */
function inTurn(yaml: string): string {
  return yaml.replace(
    '  # rotation:\n',
    "  rotation: { people: [corentin, yan], first: '2027-03-01' }\n  # rotation:\n",
  )
}
