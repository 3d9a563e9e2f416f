import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCaller } from '../fakes/baserow-caller.ts'
import { DEMO_TABLES } from '../fakes/demo-tables.ts'
import { answerForm, countOf, DAY, HOUR, said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { closeSyncHouse, openSyncHouse, type SyncHouse } from './sync-house.ts'
import { asMinutesPass, inStep, lastEvent, sync } from './sync-words.ts'

/** Hours as a plain number, which a test sets to what it wants. */
const PEOPLE = {
  name: 'personne',
  fields: [
    { name: 'nom', type: 'text' },
    { name: 'email', type: 'text' },
    { name: 'heures_restantes_total', type: 'number' },
  ],
} as const

let house: SyncHouse
let nadia: number
beforeEach(async () => {
  house = await openSyncHouse({
    tables: DEMO_TABLES.map((table) => (table.name === 'personne' ? PEOPLE : table)),
    before: ({ baserow }) => {
      const person = { nom: 'Nadia', email: 'nadia@formation-hub.example', heures_restantes_total: '12' }
      nadia = baserow.importRows('personne', [person])[0] ?? 0
    },
  })
})
afterEach(() => closeSyncHouse(house))

/** A rollup changes with the rows that it sums up, and Baserow tells nobody. */
async function rollUp(hours: string, person = nadia): Promise<void> {
  const path = `/database/rows/table/${house.baserow.table('personne')}/${person}/`
  const silently = '?user_field_names=true&send_webhook_events=false'
  const { status } = await createCaller(house.baserow).call('PATCH', `${path}${silently}`, {
    heures_restantes_total: hours,
  })
  expect(status).toBe(200)
}

async function intervene(nom: string, hours: string): Promise<number> {
  await rollUp(hours)
  return house.nadia.create('intervention', { nom, personne: [nadia], date: '2026-05-20', heures: 8 })
}

/** What was asked of Docmost just when hours passed had no answer in time, and is asked again. */
const inStepAgain = () =>
  asMinutesPass(house, async () => expect(await sync(house)).toContain('In step - nothing waits'))

const alerts = async () =>
  (await house.slack.messages('capacity')).filter(({ ts, thread_ts }) => (thread_ts ?? ts) === ts)
const owners = ['corentin@formation-hub.example', 'yan@formation-hub.example']

describe('somebody has more to do than hours', () => {
  it('is told once in #capacity and once to each owner, with hours, cause and links', async () => {
    const row = await intervene('Day in Tours', '-4')
    const card = await said(house, 'Nadia - 4 h over', 'capacity')
    expect(card.text).toContain(`- Because of: intervention:${row}`)
    expect(JSON.stringify(card.blocks)).toContain(
      `<${house.baserow.url}/database/7/table/${house.baserow.table('personne')}/row/${nadia}|Nadia>`,
    )
    await soon(() => expect(house.smtp.mails.map(({ to }) => to).sort()).toEqual(owners))
    const [mail] = house.smtp.mails
    expect(mail?.subject).toBe('Nadia - 4 h over')
    expect(mail?.text).toContain(
      `Because of:\nintervention:${row}\n${house.baserow.url}/database/7/table/${house.baserow.table('intervention')}/row/${row}`,
    )
    expect(await house.ops()).toEqual([])

    await intervene('Day in Blois', '-12')
    await inStep(house)
    const trace = await sync(house, `trace ${lastEvent(house, 'intervention')}`)
    expect(trace).toContain(`personne:${nadia} - checked the hours that are left - still_used_up: -12 h`)
    expect(await alerts()).toHaveLength(1)
    expect(house.smtp.mails).toHaveLength(2)
  })

  it('can be put off and taken on, ends when the hours are back, and begins anew when they are not', async () => {
    const row = await intervene('Day in Tours', '-4')
    const card = await said(house, 'Nadia - 4 h over', 'capacity')
    await house.people.click(SLACK.yan, card, 'Snooze 1 d')
    house.clock.jump(10 * HOUR)
    await inStepAgain()
    expect(await countOf(house, 'Still 4 h over', 'capacity')).toBe(0)
    house.clock.jump(DAY - 9 * HOUR)
    const still = await said(house, 'Still 4 h over - Nadia', 'capacity')
    expect(still.text).toContain('Acknowledge it, so that the others know who sees to it')

    await house.people.click(SLACK.corentin, still, 'Acknowledge')
    const taken = await soon(async () => {
      const [shown] = await alerts()
      expect(shown?.text).toContain('Acknowledged: Corentin')
      return shown
    })
    expect(JSON.stringify(taken?.blocks)).not.toContain('Snooze')

    await rollUp('4')
    house.nadia.delete('intervention', row)
    await said(house, 'Hours are back - Nadia', 'capacity')
    const [ended] = await alerts()
    expect(ended?.text).toMatch(/^Nadia - hours are back[\s\S]*Hours left: 4 h/)
    await inStepAgain()

    await intervene('Day in Orléans', '-1')
    await said(house, 'Nadia - 1 h over', 'capacity')
    await soon(() => expect(house.smtp.mails).toHaveLength(4))
    expect(await alerts()).toHaveLength(2)
  })

  it('may be left so by whoever says why', async () => {
    await intervene('Day in Tours', '-4')
    const card = await said(house, 'Nadia - 4 h over', 'capacity')
    await house.people.click(SLACK.yan, card, 'Acknowledge')
    const taken = await soon(async () => {
      const [shown] = await alerts()
      expect(shown?.text).toContain('Acknowledged: Yan')
      return shown ?? card
    })
    await answerForm(
      house,
      SLACK.yan,
      { shown: taken, button: 'Leave it so' },
      { reason: 'Paid as overtime' },
    )
    await soon(async () => expect((await alerts())[0]?.text).toContain('Why: Paid as overtime'))
  })
})

describe('a course that is given to a trainer', () => {
  function attribute(person: number): number {
    const formation = house.nadia.create('formation', { nom: 'Écrire pour le web' })
    return house.nadia.create('attribution', {
      nom: 'Mai',
      personne: [person],
      formation: [formation],
      début: '2026-06-01',
      heures: 14,
    })
  }

  it('is one letter to the trainer, and a look at the hours', async () => {
    const row = attribute(nadia)
    await soon(() => expect(house.smtp.mails).toHaveLength(1))
    const [mail] = house.smtp.mails
    expect(mail).toMatchObject({
      to: 'nadia@formation-hub.example',
      subject: 'Nouvelle attribution : Écrire pour le web',
    })
    expect(mail?.text.trim()).toBe(LETTER.trim())
    await inStep(house)
    const trace = await sync(house, `trace ${lastEvent(house, 'attribution')}`)
    expect(trace).toContain(`attribution:${row} - handed over the letter - nadia@formation-hub.example`)
    expect(trace).toContain(`personne:${nadia} - checked the hours that are left - enough: 12 h`)
    house.nadia.update('attribution', row, { heures: 16 })
    await inStep(house)
    expect(house.smtp.mails).toHaveLength(1)
    expect(await alerts()).toEqual([])
  })

  it('is traced when the trainer has no address, and mailed to nobody', async () => {
    const karim = house.nadia.create('personne', { nom: 'Karim', heures_restantes_total: 40 })
    const row = attribute(karim)
    await soon(async () =>
      expect(await sync(house, `trace ${lastEvent(house, 'attribution')}`)).toContain(
        `attribution:${row} - could not hand over the letter`,
      ),
    )
    await inStep(house)
    expect(house.smtp.mails).toEqual([])
  })
})

const LETTER = `
Bonjour Nadia,

La formation « Écrire pour le web » vous est attribuée : 14 h à partir du 2026-06-01.

Si ces dates ne vous conviennent pas, répondez à ce message avant le début de la formation.

L'équipe pédagogique
`
