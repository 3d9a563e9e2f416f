import { describe, expect, it } from 'vitest'
import { wordsOf } from '../rig.ts'
import { away, createReleaseTalk } from './rig.ts'

/** The form that was asked for, as one sees it: its inputs with what stands in them. */
async function formFor(talk: ReturnType<typeof createReleaseTalk>, typed: string) {
  const reply = await talk.talk.say(talk.speaker('sam'), '/release', typed)
  if (reply.kind !== 'form') throw new Error(wordsOf(reply))
  return { form: reply.form, initial: reply.form.inputs.map(({ initial }) => initial) }
}

describe('a rollback of what is released', () => {
  it('is done when scenario and reason are typed, and the release knows', async () => {
    const talk = createReleaseTalk()
    await talk.released('v1.4.0', 'v1.3.0')
    const words = await talk.say('sam', '/release rollback migration the rollups are wrong', 'slack:one')
    expect(words).toContain('RBK-1 rolls v1.4.0 back to v1.3.0 since 14:32, started by Sam Martin')
    expect((await talk.runOf('RBK-1')).facts).toMatchObject({
      scenario: 'migration',
      reason: 'the rollups are wrong',
      version: 'v1.4.0',
      target: 'v1.3.0',
      release: 'REL-1',
    })
    expect((await talk.runOf('REL-1')).facts['rollback']).toBe('RBK-1')
    expect(await talk.say('sam', '/release rollback migration the rollups are wrong', 'slack:one')).toBe(
      words,
    )
    expect(await talk.store.list({ playbook: 'rollback', limit: 5 })).toHaveLength(1)
  })

  it('is asked by form else, with what was typed in it and what goes and comes back', async () => {
    const talk = createReleaseTalk()
    await talk.released('v1.4.0', 'v1.3.0')
    expect((await formFor(talk, 'rollback')).initial).toEqual([undefined, undefined])
    expect((await formFor(talk, 'rollback bug')).initial).toEqual(['bug', undefined])
    const { form, initial } = await formFor(talk, 'rollback REL-1 The editor is white')
    expect(initial).toEqual([undefined, 'The editor is white'])
    expect(form.inputs[0].hint).toContain('v1.4.0 goes, v1.3.0 comes back')
    const sent = await talk.talk.send(talk.speaker('sam'), form, { scenario: 'bug', reason: 'white' })
    expect(wordsOf(sent)).toContain('RBK-1 rolls v1.4.0 back to v1.3.0')
  })

  it('goes one version further only when the release is named', async () => {
    const talk = createReleaseTalk()
    await talk.released('v1.4.0', 'v1.3.0')
    await talk.released('v1.5.0', 'v1.4.0')
    await talk.say('sam', '/release rollback bug white')
    for (const typed of ['bug white', 'REL-2 bug white', '']) {
      const words = await talk.say('yan', `/release rollback ${typed}`)
      expect(words).toContain('Nothing was rolled back')
      expect(words).toContain('RBK-1 rolls v1.5.0 back to v1.4.0 since 14:32, started by Sam Martin')
    }
    expect(await talk.say('yan', '/release rollback REL-1 bug white')).toContain(
      'RBK-2 rolls v1.4.0 back to v1.3.0',
    )
  })

  it('belongs to the incident of the release while that is fought, and to none that is resolved', async () => {
    const talk = createReleaseTalk()
    await talk.released('v1.4.0', 'v1.3.0')
    await talk.say('sam', '/incident sev1 White pages')
    await talk.notes('REL-1', 'linked', { incident: 'INC-1' })
    await talk.say('sam', '/release rollback bug white')
    expect((await talk.runOf('RBK-1')).facts['incident']).toBe('INC-1')
    const later = createReleaseTalk()
    await later.released('v1.4.0', 'v1.3.0')
    await later.say('sam', '/incident sev3 White pages')
    await later.notes('REL-1', 'linked', { incident: 'INC-1' })
    await later.choose('sam', 'INC-1', 'resolve')
    await later.say('sam', '/release rollback bug white')
    expect((await later.runOf('RBK-1')).facts['incident']).toBeUndefined()
  })

  it('that was done already is asked by form before it goes further', async () => {
    const talk = createReleaseTalk()
    await talk.released('v1.4.0', 'v1.3.0')
    talk.clock.jump(1_000)
    await talk.released('v1.5.0', 'v1.4.0')
    await talk.say('sam', '/release rollback bug white')
    for (const outcome of ['deployed', 'passed', 'closed']) await talk.ends('RBK-1', outcome)
    expect(await talk.say('yan', '/release rollback REL-2 bug white')).toContain(
      'REL-2 was rolled back already: RBK-1.',
    )
    const { form, initial } = await formFor(talk, 'rollback bug white')
    expect([form.inputs[0].hint, initial]).toEqual([
      expect.stringContaining('v1.4.0 goes, v1.3.0 comes back'),
      ['bug', 'white'],
    ])
    const sent = await talk.talk.send(talk.speaker('sam'), form, { scenario: 'bug', reason: 'white' })
    expect(wordsOf(sent)).toContain('RBK-2 rolls v1.4.0 back to v1.3.0')
  })

  it('is refused for what is no release, never reached production, or was the first', async () => {
    const talk = createReleaseTalk({ tags: [] })
    await talk.released('v0.1.0', '')
    await talk.bring('staging', 'v1.4.0')
    expect(await talk.say('sam', '/release rollback REL-1 bug white')).toContain('v0.1.0, the first version')
    expect(await talk.say('sam', '/release rollback REL-2 bug white')).toContain(
      'Nothing of REL-2 is in production.',
    )
    await talk.say('yan', '/release fix REL-2 not good')
    expect(await talk.say('sam', '/release rollback REL-2 bug white')).toContain(
      'REL-2 never reached production',
    )
    expect(await talk.say('sam', '/release rollback REL-9 bug white')).toContain('There is no release REL-9.')
  })

  it('is for owners and responders', async () => {
    const talk = createReleaseTalk()
    expect(await talk.say('nadia', '/release rollback bug white')).toContain(
      'Only owners and responders may: Corentin, Yan, Sam Martin.',
    )
  })
})

describe('a rollback of the release under way', () => {
  it.each([
    ['an owner presses its choice', 'yan', 'decided'],
    ['a responder does it without being asked at its gate', 'sam', 'noted'],
  ] as const)('%s', async (_what, who, kind) => {
    const talk = createReleaseTalk()
    await talk.bring('watch')
    expect(await talk.say(who, '/release rollback bug the editor is white')).toContain('REL-1 - rolled back')
    const run = await talk.runOf('REL-1')
    expect([run.state, run.facts['outcome'], run.facts['scenario']]).toEqual([
      'finished',
      'rolled back',
      'bug',
    ])
    expect(run.history.at(-1)).toMatchObject({ kind, what: 'rollback', by: who })
  })

  it('typed and delivered twice answers as the first did', async () => {
    const talk = createReleaseTalk()
    await talk.released('v1.4.0', 'v1.3.0')
    await talk.bring('watch', 'v1.5.0', 'v1.4.0')
    const first = await talk.say('yan', '/release rollback bug white', 'slack:one')
    expect(await talk.say('yan', '/release rollback bug white', 'slack:one')).toBe(first)
    expect(first).toContain('REL-2 - rolled back')
  })

  it('opens its form else, and answers a repeat as the first time', async () => {
    const talk = createReleaseTalk()
    await talk.bring('deploy')
    const { form, initial } = await formFor(talk, 'rollback healthcheck')
    expect([form.purpose.kind, initial[0]]).toEqual(['act', 'healthcheck'])
    const speaker = talk.speaker('sam')
    const values = { scenario: 'healthcheck', reason: 'no answer' }
    const first = wordsOf(await talk.talk.send(speaker, form, values))
    expect(first).toContain('REL-1 - rolled back')
    expect(wordsOf(await talk.talk.send(speaker, form, values))).toBe(first)
  })

  it('is not asked again of an older one while it begins', async () => {
    const talk = createReleaseTalk()
    await talk.released('v1.4.0', 'v1.3.0')
    await talk.bring('watch', 'v1.5.0', 'v1.4.0')
    await talk.say('yan', '/release rollback bug white')
    expect(await talk.say('sam', '/release rollback bug white')).toContain('REL-2 is being rolled back')
    expect(await talk.store.list({ playbook: 'rollback', limit: 5 })).toEqual([])
  })

  it('is of the last one in production while a newer one is only planned', async () => {
    const talk = createReleaseTalk()
    await talk.released('v1.4.0', 'v1.3.0')
    await talk.bring('approve', 'v1.5.0', 'v1.4.0')
    expect(await talk.say('sam', '/release rollback bug white')).toContain(
      'RBK-1 rolls v1.4.0 back to v1.3.0',
    )
  })
})

describe('a rollback where Vigie released nothing yet', () => {
  it('is from the newest stable tag to the one before it', async () => {
    const talk = createReleaseTalk()
    expect(await talk.say('sam', '/release rollback bug white')).toContain(
      'RBK-1 rolls v1.3.0 back to v1.2.4',
    )
  })

  it('needs two of them, and GitHub', async () => {
    expect(await createReleaseTalk({ tags: ['v1.0.0'] }).say('sam', '/release rollback bug white')).toContain(
      'There is no stable tag before',
    )
    const talk = createReleaseTalk()
    talk.repository.state.fault = away()
    expect(await talk.say('sam', '/release rollback bug white')).toContain('GitHub does not tell its tags')
  })
})
