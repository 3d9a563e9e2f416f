import { describe, expect, it } from 'vitest'
import { lookOf } from '../../../src/commands/context.ts'
import { waitsForPerson } from '../../../src/commands/home.ts'
import { sayableNow } from '../../../src/commands/sayable.ts'
import { textOf } from '../../../src/notify/text.ts'
import { CLEAR, createReleaseTalk } from './rig.ts'

const HELD = {
  ...CLEAR,
  'check.ci': 'held - 2 checks are red: e2e, lint',
  'check.backup': 'waits - none was told of',
  'check.freeze': 'held - vendredi soir until 00:00',
  held: 'yes',
}

describe('a gate by its words', () => {
  it('is decided as by its buttons, of the only release or of the one that is named', async () => {
    const talk = createReleaseTalk()
    await talk.bring('staging')
    expect(await talk.say('corentin', '/release ok')).toBe('FORM release.staging')
    expect(await talk.say('corentin', '/release deny')).toContain(
      'Possible now: /release ok REL-1, /release fix REL-1',
    )
    expect(await talk.say('corentin', '/release fix rel-1 the editor is white')).toContain(
      'REL-1 - sent back',
    )
    const run = await talk.runOf('REL-1')
    expect([run.state, run.facts['reason']]).toEqual(['finished', 'the editor is white'])
  })

  it.each([
    ['RETOUR FIX', 'FORM release.fix'],
    ['retour fix REL-1', 'FORM release.fix'],
    ['Retour  the login', 'REL-1 - sent back'],
    ['roll back', 'FORM release.rollback'],
    ['retour arrière', 'FORM release.rollback'],
    ['retourner', '"retourner" is no subcommand'],
  ])('is found by what its button or the playbook calls it: %s', async (typed, answered) => {
    const talk = createReleaseTalk()
    await talk.bring('staging')
    expect(await talk.say('corentin', `/release ${typed}`)).toContain(answered)
  })

  it('goes from the tag to production', async () => {
    const talk = createReleaseTalk()
    await talk.bring('tag')
    expect(await talk.say('corentin', '/release release')).toContain('REL-1 - cleared for release')
    expect(await talk.say('corentin', '/release approve')).toContain('REL-1 - approved')
    expect((await talk.runOf('REL-1')).step).toBe('publish')
    expect(await talk.say('corentin', '/release approve')).toContain('REL-1 goes on by itself')
  })

  it.each([
    ['deny', 'approve', 'denied'],
    ['abort', 'tag', 'aborted'],
  ] as const)('%s asks why, unless it is typed', async (word, gate, past) => {
    const talk = createReleaseTalk()
    await talk.bring(gate)
    expect(await talk.say('yan', `/release ${word}`)).toBe(`FORM release.${word}`)
    const long = 'x'.repeat(301)
    expect(await talk.say('yan', `/release ${word} ${long}`)).toContain(
      'at most 300 fit here. Say it shorter.',
    )
    expect(await talk.say('yan', `/release ${word} not today`)).toContain(`REL-1 - ${past}`)
    expect((await talk.runOf('REL-1')).facts['reason']).toBe('not today')
  })

  it('delivered twice answers as the first did, after the end too', async () => {
    const talk = createReleaseTalk()
    await talk.bring('tag')
    for (const typed of ['note white', 'release', 'deny not today']) {
      const first = await talk.say('yan', `/release ${typed}`, `slack:${typed}`)
      expect(first).toContain('REL-1 - ')
      expect(await talk.say('yan', `/release ${typed}`, `slack:${typed}`)).toBe(first)
    }
    expect((await talk.runOf('REL-1')).state).toBe('finished')
  })

  it('is by its code too, with the form that the decision asks for', async () => {
    const talk = createReleaseTalk()
    await talk.bring('staging')
    expect(await talk.say('yan', '/ops approve rel-1-a')).toBe('FORM release.staging')
    expect(await talk.say('yan', '/ops approve REL-1-A retour fix')).toBe('FORM release.fix')
    await talk.notes('REL-1', 'moved', { came: '2' })
    await talk.ends('REL-1', 'planned', { ...talk.planned('v1.4.0'), commit: 'fff' })
    await talk.notes('REL-1', 'examined', CLEAR)
    expect(await talk.say('yan', '/ops approve REL-1-A')).toContain('this card was out of date')
    expect(await talk.say('yan', '/ops approve REL-1-B')).toBe('FORM release.staging')
  })

  it('says that none is under way, or which there are', async () => {
    const talk = createReleaseTalk()
    expect(await talk.say('yan', '/release approve')).toContain('Nothing changed - no release is under way')
    expect(await talk.say('yan', '/release approve REL-7')).toContain('/release list shows those there are.')
    await talk.say('yan', '/release rollback migration white')
    expect(await talk.say('yan', '/release done')).toContain('RBK-1 - restored the backup')
    await talk.bring('tag')
    expect(await talk.say('yan', '/release note white')).toContain('Which one? 2 are open')
    const words = await talk.say('yan', '/release note the editor is all white')
    expect(words).toContain('REL-1 releases v1.4.0 since 14:32, started by Yan')
    expect(words).toContain('RBK-1 rolls v1.3.0 back to v1.2.4')
    expect(words).toContain('Name it: /release note REL-1')
    expect(words).toContain('the editor is all white')
  })
})

describe('a gate that is held', () => {
  it('says what holds it with the evidence, by every door, and is not denied for it', async () => {
    const talk = createReleaseTalk()
    await talk.bring('approve')
    await talk.notes('REL-1', 'examined', HELD)
    const { gate } = await talk.runOf('REL-1')
    for (const typed of ['/release approve', `/ops approve ${gate?.code}`]) {
      const words = await talk.say('corentin', typed)
      expect(words).toContain('Nothing changed - REL-1 is held')
      expect(words).toContain('CI: 2 checks are red: e2e, lint')
      expect(words).toContain('Backup (waits): none was told of')
      expect(words).toContain('REL-1 can take: DENY.')
      expect(words).not.toContain('/release override')
    }
    expect((await talk.runOf('REL-1')).step).toBe('approve')
  })

  it('by a freeze alone says how an owner overrides it', async () => {
    const talk = createReleaseTalk()
    await talk.bring('approve')
    const freeze = { ...CLEAR, 'check.freeze': HELD['check.freeze'], held: 'yes', frozen: 'yes' }
    await talk.notes('REL-1', 'examined', freeze)
    expect(await talk.say('corentin', '/release approve')).toContain(
      '/release override REL-1 why it cannot wait',
    )
    expect(await talk.say('sam', '/release override it cannot wait')).toContain(
      'Only owners may: Corentin, Yan.',
    )
    expect(await talk.say('corentin', '/release override')).toBe('FORM release.override')
    expect(await talk.say('corentin', '/release override it cannot wait')).toContain('freeze overridden')
    expect((await talk.runOf('REL-1')).facts).toMatchObject({
      overridden: 'it cannot wait',
      overriddenBy: 'corentin',
    })
  })
})

describe('four eyes', () => {
  const settings = { fourEyes: true }

  it('refuse whoever asked, and say who may instead', async () => {
    const talk = createReleaseTalk({ settings })
    await talk.bring('approve')
    const words = await talk.say('yan', '/release approve')
    expect(words).toContain('Refused - you asked for this yourself')
    expect(words).toContain('Somebody else has to decide it: Corentin.')
    expect(await talk.say('corentin', '/release approve')).toContain('REL-1 - approved')
  })

  it('wait for the others only', async () => {
    const talk = createReleaseTalk({ settings })
    await talk.bring('approve')
    const run = await talk.runOf('REL-1')
    const waiting = (['yan', 'corentin', 'sam'] as const).filter((id) =>
      waitsForPerson(run, talk.speaker(id).person),
    )
    expect(waiting).toEqual(['corentin'])
  })
})

describe('a note', () => {
  it('is typed by everybody, also after the end', async () => {
    const talk = createReleaseTalk()
    await talk.bring('tag')
    expect(await talk.say('nadia', '/release note')).toBe('FORM release.note')
    expect(await talk.say('nadia', '/release note the editor is slower')).toContain('REL-1 - noted')
    await talk.say('yan', '/release abort not today')
    expect(await talk.say('nadia', '/release note REL-1 it was the logs')).toContain('REL-1 - noted')
    expect(await talk.last('REL-1')).toMatchObject({ fields: { text: 'it was the logs' }, by: 'nadia' })
  })
})

describe('what may be typed about a run', () => {
  it('are its choices, the rollback, and what has no button', async () => {
    const talk = createReleaseTalk()
    const said = async (id: string) =>
      sayableNow(await talk.runOf(id), lookOf(talk)).map((line) => textOf(line).split(' - ')[0])
    await talk.bring('tag')
    expect(await said('REL-1')).toEqual([
      '/release release REL-1',
      '/release abort REL-1',
      '/release note REL-1 what you saw',
    ])
    await talk.say('yan', '/release abort not today')
    expect(await said('REL-1')).toEqual(['/release note REL-1 what you saw'])
    await talk.bring('watch', 'v1.5.0')
    expect(await said('REL-2')).toEqual([
      '/release rollback REL-2 bug what you saw fail',
      '/release note REL-2 what you saw',
    ])
    await talk.say('yan', '/release rollback REL-2 bug white')
    await talk.released('v1.6.0', 'v1.3.0')
    await talk.say('yan', '/release rollback REL-3 migration white')
    expect(await said('RBK-1')).toEqual(['/release done RBK-1', '/release note RBK-1 what you saw'])
  })
})
