import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addRecord, emptyFigures, figuresOf } from '../../src/runs/figures.ts'
import type { GitHubFake } from '../fakes/github.ts'
import type { Shown } from '../fakes/slack-seen.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'
import {
  answerForm,
  everythingIn,
  gitHubEnv,
  MINUTE,
  said,
  smtpEnv,
  soon,
  startRepository,
} from './beside.ts'
import { type House, openHouse, SLACK } from './house.ts'
import { wordsOf } from './ops-channel.ts'

const { corentin, yan } = SLACK
const SANDBOX = 'sandbox'

describe('a drill', () => {
  let github: GitHubFake
  let smtp: SmtpFake
  let house: House
  beforeEach(async () => {
    github = await startRepository()
    smtp = await startSmtp()
    house = await openHouse({ transport: 'http', env: { ...gitHubEnv(github), ...smtpEnv(smtp) } })
  })
  afterEach(async () => {
    await house.close()
    await Promise.all([github.close(), smtp.close()])
  })

  const cardShows = (words: string | RegExp): Promise<Shown> =>
    soon(async () => {
      const [card] = await house.slack.messages(SANDBOX)
      expect(card?.text).toMatch(words)
      if (card === undefined) throw new Error('no card in the sandbox')
      return card
    })

  const told = (beginning: string) => said(house, `DRILL - ${beginning}`, SANDBOX)

  async function press(button: string, values?: Readonly<Record<string, string>>): Promise<void> {
    const shown = await cardShows('')
    if (values === undefined) await house.people.click(corentin, shown, button)
    else await answerForm(house, corentin, { shown, button }, values)
  }

  it('goes through every step in the sandbox, marked in every message, and nobody outside hears of it', async () => {
    const declared = await house.people.command(yan, '/incident', 'sev1 --drill Docmost is down')
    expect(wordsOf(declared.body)).toContain('The card stands in #sandbox')
    await cardShows(/^\[DRILL SEV1\] formation-hub - Docmost is down/)

    house.clock.jump(5 * MINUTE)
    await told('Not acknowledged - INC-1')
    house.clock.jump(5 * MINUTE)
    await told('Nobody answers - INC-1')
    house.clock.jump(5 * MINUTE)
    await told('Target missed - INC-1')

    await press('Acknowledge')
    await cardShows('Investigate (now)')
    await press('Update', { investigating: 'The disk', eta: 'soon', public: 'We are on it' })
    await told('Update - INC-1')
    await press('Data loss', { what: 'The last hour' })
    await told('Data may be lost - INC-1')
    await press('Confirm and e-mail everybody', { summary: 'The last hour is lost' })
    expect((await told('Left out - INC-1\n- would have e-mailed')).text).toContain(
      'nobody outside hears of it',
    )
    await press('Action item', { text: 'Alert on the disk', owner: 'yan', due: '2030-01-01' })
    await told('AI 1 - Alert on the disk')
    await press('Cause found', { hypothesis: 'The disk is full' })
    await cardShows('Mitigate (now)')
    await press('Mitigated', { action: 'Logs removed' })
    await cardShows('Verify (now)')
    await press('Verified', { checks: '4/4' })
    await cardShows('Communicate (now)')
    expect(await (await fetch(`${house.origin}/api/status`)).json()).toEqual({ state: 'operational' })
    await press('Resolve', { cause: 'Logs', impact: 'None', users: '0', dataLoss: 'yes' })
    await said(house, '[DRILL SEV1 RESOLVED] formation-hub - back online', SANDBOX)
    await told('Escalations audited - INC-1')
    await told('Left out - INC-1\n- would have proposed docs/post-mortems/')
    await press('Published')
    await told('Post-mortem published - INC-1')
    expect((await house.app.storage.store.get('INC-1'))?.state).toBe('finished')

    const posted = house.slack.callsOf('chat.postMessage').map(({ body }) => JSON.stringify(body))
    for (const message of posted) expect(message).toContain('DRILL')
    for (const { text } of await everythingIn(house, SANDBOX))
      expect(text).toMatch(/^(\[DRILL SEV1|DRILL - )/)
    expect(await everythingIn(house, 'ops')).toEqual([])
    expect(smtp.mails).toEqual([])
    expect(await github.issues()).toEqual([])
    expect(await github.pulls()).toEqual([])
    expect(github.routes.filter((route) => !route.startsWith('GET '))).toEqual([])
  })

  it('counts neither in the figures nor in the patterns, and takes no alert', async () => {
    const finish = async (run: string) => {
      const card = await soon(async () => {
        const all = [...(await house.slack.messages(SANDBOX)), ...(await house.slack.messages('ops'))]
        const found = all.find(({ text }) => text?.includes(`Code ${run}-A`))
        if (found === undefined) throw new Error(`no card of ${run}`)
        return found
      })
      await answerForm(
        house,
        yan,
        { shown: card, button: 'Resolve' },
        { cause: 'c', impact: 'i', users: '1', dataLoss: 'no' },
      )
    }
    for (const run of ['INC-1', 'INC-2']) {
      await house.people.command(yan, '/incident', 'sev1 --drill Docmost is down')
      await finish(run)
    }
    await house.people.command(yan, '/incident', 'sev2 Docmost is down')
    await finish('INC-3')
    await said(house, '[SEV2 RESOLVED]')
    await told('Left out - INC-2\n- would have proposed')

    const runs = await house.app.storage.store.list({ playbook: 'incident', limit: 10 })
    const reports = runs.flatMap((run) => run.history.map((entry) => entry.what))
    expect(reports).not.toContain('pattern')
    let figures = emptyFigures
    for await (const record of house.app.storage.audit.all()) figures = addRecord(figures, record)
    expect(
      figuresOf(figures, 'Europe/Paris').map(({ severity, incidents }) => [severity, incidents]),
    ).toEqual([['sev2', 1]])
  })

  it('is refused without a sandbox, and says what to add', async () => {
    const strict = await openHouse({
      transport: 'http',
      team: (yaml) => yaml.replace('  sandbox: { slack: sandbox }\n', ''),
    })
    try {
      const refused = await strict.people.command(yan, '/incident', 'sev1 --drill Docmost is down')
      expect(wordsOf(refused.body)).toContain('a drill needs a sandbox')
      expect(await everythingIn(strict, 'ops')).toEqual([])
    } finally {
      await strict.close()
    }
  })
})
