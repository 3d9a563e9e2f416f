import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { lexer, walkTokens } from 'marked'
import { describe, expect, it } from 'vitest'
import type { Run } from '../../../src/engine/run.ts'
import type { ActionItem } from '../../../src/notify/documents/action-items.ts'
import { documentText } from '../../../src/notify/documents/document.ts'
import { postMortem } from '../../../src/notify/documents/post-mortem.ts'
import { postMortemPath } from '../../../src/notify/documents/post-mortem-path.ts'
import { declared, lookAt, STARTED } from '../../fixtures/incident-run.ts'
import { momentAfter, toldIncident } from '../../fixtures/told-incident.ts'

const template = readFileSync(
  new URL('../../fixtures/playbooks/post-mortem-template.md', import.meta.url),
  'utf8',
)

const text = (run: Run, actions: readonly ActionItem[] = []) =>
  documentText(postMortem(run, lookAt(0), actions))

function headingsOf(markdown: string): readonly string[] {
  const found: string[] = []
  walkTokens(lexer(markdown), (token) => {
    if (token.type === 'heading') found.push(`${token['depth']} ${token.raw.trim()}`)
  })
  return found
}

describe('the post-mortem of an incident that nobody said anything about', () => {
  it('is the template of the playbook, word for word, but for the time of detection', () => {
    const untitled = declared({ severity: 'sev1' })
    expect(text(untitled)).toBe(template.replace('- HH:MM detection', '- 14:32 detection'))
  })
})

describe('the post-mortem of an incident', () => {
  const told = toldIncident(
    [
      {
        minutes: 15,
        kind: 'due',
        what: 'callBackup',
        late: { ms: 120_000, restart: true },
      },
      { minutes: 17, kind: 'decided', what: 'acknowledge' },
      { minutes: 20, kind: 'noted', what: 'severity', fields: { severity: 'sev1', reason: 'all users' } },
      { minutes: 25, kind: 'noted', what: 'update', fields: { investigating: 'Disk is full', eta: '15:30' } },
      {
        minutes: 30,
        kind: 'noted',
        what: 'quoted',
        fields: { message: 'm1', author: 'nadia', text: 'It is slow', at: momentAfter(-4) },
      },
      {
        minutes: 31,
        kind: 'noted',
        what: 'quoted',
        fields: { message: 'm2', author: 'yan', text: 'Wrong channel', at: momentAfter(2) },
      },
      { minutes: 32, kind: 'noted', what: 'quote-edited', fields: { message: 'm1', text: 'Very slow' } },
      { minutes: 33, kind: 'noted', what: 'quote-deleted', fields: { message: 'm2' } },
      { minutes: 40, kind: 'completed', what: 'cause', fields: { hypothesis: 'Logs filled the disk' } },
      { minutes: 50, kind: 'completed', what: 'mitigated', fields: { action: 'Logs deleted' } },
      { minutes: 55, kind: 'completed', what: 'not-fixed', fields: { reason: 'Still 502' } },
      {
        minutes: 60,
        kind: 'noted',
        what: 'note',
        fields: { text: 'Snapshot taken', at: momentAfter(45) },
      },
      { minutes: 65, kind: 'completed', what: 'mitigated', fields: { action: 'Docmost restarted' } },
      { minutes: 70, kind: 'completed', what: 'verified', fields: { checks: '4/4 OK' } },
      { minutes: 70, kind: 'due', what: 'remind' },
      {
        minutes: 75,
        kind: 'completed',
        what: 'resolve',
        fields: {
          cause: 'No log rotation.\nThe disk filled up.',
          impact: 'No saving',
          users: '40',
          dataLoss: 'no',
          cost: '1200',
        },
      },
    ],
    { severity: 'sev1', title: 'Docmost is down' },
  )
  const actions = [
    { n: 1, text: 'Rotate logs', owner: 'Corentin', github: 'corentin-gh', due: '2026-12-01', done: true },
    { n: 2, text: 'Alert at 80 %', owner: 'Yan', due: '2026-12-08', done: false },
  ]

  it('tells in local time what was said and done, each at its own time', () => {
    expect(text(told, actions)).toBe(`# Post-mortem : Docmost is down

## Timeline (heures locales)
- 14:28 message : Very slow
- 14:32 detection
- 14:47 escalade : pas d'acquittement, backup appele (en retard de 2 min, redemarrage)
- 14:49 triage
- 14:52 severite : SEV1 (all users)
- 14:57 point : Disk is full (ETA 15:30)
- 15:12 mitigation start
- 15:12 hypothese : Logs filled the disk
- 15:17 note : Snapshot taken
- 15:22 action : Logs deleted
- 15:27 toujours en panne : Still 502
- 15:37 service restored
- 15:37 action : Docmost restarted
- 15:42 verification : 4/4 OK
- 15:47 root cause confirmed

## Impact
- Duree downtime : 1h 5m
- Users impactes : 40 - No saving
- Data loss : non
- Cout estime : 1200€

## Root cause
No log rotation.
The disk filled up.

## Pourquoi notre monitoring n'a pas alerte plus tot ?
<analyse honnete - blind spot detection ?>

## Action items
- [x] AI 1 : Rotate logs (owner @corentin-gh, due 2026-12-01)
- [ ] AI 2 : Alert at 80 % (owner @Yan, due 2026-12-08)

## Lessons learned
<que retenir pour eviter recurrence>

## Mention blameless
Cet incident n'est pas la faute d'une personne. C'est un manque de garde-fous systeme. AIs au-dessus visent a ajouter ces garde-fous.
`)
  })

  it('names nobody: who said what stays in the audit log', () => {
    expect(text(told)).not.toMatch(/corentin|yan|nadia/i)
  })

  it('is filed under the local date of detection and the title', () => {
    const late: Run = {
      ...declared({ severity: 'sev1', title: 'Docmost est tombé' }),
      openedAt: Date.UTC(2026, 10, 23, 23, 30),
    }
    expect(postMortemPath(late, lookAt(0), 'docs/post-mortems/')).toBe(
      'docs/post-mortems/2026-11-24-docmost-est-tombe.md',
    )
    expect(postMortemPath(declared({}), lookAt(0), '')).toBe('2026-11-23-service-degraded.md')
  })
})

describe('the timeline', () => {
  const linesOf = (run: Run) =>
    (postMortem(run, lookAt(0), []).sections[0]?.body ?? '').replaceAll('- ', '').split('\n')

  it('has the rollback, from its beginning to its end', () => {
    const link = { rollback: 'RBK-2', version: 'v1.4.0', target: 'v1.3.2' }
    const rolled = text(
      toldIncident([
        { minutes: 6, kind: 'noted', what: 'linked', fields: link },
        { minutes: 14, kind: 'noted', what: 'rolledBack', fields: { rollback: 'RBK-2', target: 'v1.3.2' } },
      ]),
    )
    expect(rolled).toContain('- 14:38 rollback : v1.4.0 (retour a v1.3.2)\n')
    expect(rolled).toContain('- 14:46 rollback termine, de nouveau en production : v1.3.2\n')
  })

  it('says the date where the day changes', () => {
    const run = toldIncident([
      { minutes: 5, kind: 'noted', what: 'note', fields: { text: 'seen', at: momentAfter(-24 * 60) } },
      { minutes: 9 * 60 + 28, kind: 'decided', what: 'acknowledge' },
      { minutes: 9 * 60 + 30, kind: 'completed', what: 'cause', fields: { hypothesis: 'h' } },
    ])
    expect(linesOf(run)).toEqual([
      '2026-11-22 14:32 note : seen',
      '2026-11-23 14:32 detection',
      '2026-11-24 00:00 triage',
      '00:02 mitigation start',
      '00:02 hypothese : h',
      'HH:MM service restored',
      'HH:MM root cause confirmed',
    ])
  })

  it('leaves the place of a milestone that was passed over before the next one', () => {
    const run = toldIncident([
      { minutes: 1, kind: 'noted', what: 'note', fields: { text: 'a', at: 'yesterday' } },
      { minutes: 10, kind: 'decided', what: 'resolve', fields: { cause: 'typo', dataLoss: 'yes' } },
    ])
    expect(linesOf(run)).toEqual([
      '14:32 detection',
      '14:33 note : a',
      'HH:MM triage',
      'HH:MM mitigation start',
      '14:42 service restored',
      '14:42 root cause confirmed',
    ])
    expect(text(run)).toContain('- Data loss : oui : combien et quoi\n')
    expect(text(run)).toContain('- Users impactes : Y\n')
  })

  it('takes the hour twice when the clocks go back', () => {
    const night = Date.UTC(2026, 9, 25, 0, 30)
    const shifted = toldIncident([{ minutes: 60, kind: 'decided', what: 'acknowledge' }])
    const run: Run = {
      ...shifted,
      openedAt: night,
      history: shifted.history.map((entry) => ({ ...entry, at: entry.at - STARTED + night })),
    }
    expect(linesOf(run).slice(0, 2)).toEqual(['02:30 detection', '02:30 triage'])
  })
})

describe('what people typed', () => {
  const fragment = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      ...['\n', '\r', '\u2028', '\f', '# ', '## Impact', '```', '~~~', '---', '===', '- [ ] AI 9 : x', '> '],
      ...[
        '<!--',
        '<div>',
        '<script>',
        '|a|b|\n|-|-|',
        '[a]: b',
        '    ',
        '\t',
        '\\',
        '1. ',
        ':-',
        '&lt;',
        '$$',
      ],
    ),
  )
  const typed = fc.array(fragment, { maxLength: 12 }).map((parts) => parts.join(''))

  it('never changes the list of headings, wherever it stands', () => {
    const expected = headingsOf(template).slice(1)
    expect(expected).toHaveLength(7)
    fc.assert(
      fc.property(typed, typed, (one, two) => {
        const run = toldIncident(
          [
            { minutes: 1, kind: 'noted', what: 'note', fields: { text: one } },
            { minutes: 2, kind: 'noted', what: 'update', fields: { investigating: two, eta: one } },
            { minutes: 3, kind: 'noted', what: 'quoted', fields: { message: one, text: two, at: two } },
            { minutes: 4, kind: 'noted', what: 'severity', fields: { severity: one, reason: two } },
            {
              minutes: 5,
              kind: 'completed',
              what: 'resolve',
              fields: { cause: one, impact: two, users: one, cost: two },
            },
          ],
          { title: one },
        )
        const action = { n: 1, text: two, owner: one, due: '2026-12-01', done: false }
        const headings = headingsOf(text(run, [action]))
        expect(headings[0]).toMatch(/^1 # Post-mortem :/)
        expect(headings.slice(1)).toEqual(expected)
      }),
      { numRuns: 1_000 },
    )
  })

  it('reads as it was typed', () => {
    const cause = ['## no', '- *a* _b_ `c` <d> #12', '1. https://x.example/a_b?c=d&e', '', '===', 'f'].join(
      '\n',
    )
    const run = toldIncident([{ minutes: 1, kind: 'completed', what: 'resolve', fields: { cause } }])
    expect(postMortem(run, lookAt(0), []).sections[2]?.body).toBe(
      [
        '\\## no',
        '\\- \\*a\\* \\_b\\_ \\`c\\` \\<d\\> #12',
        '1\\. https://x.example/a_b?c=d&e',
        '',
        '\\===',
        'f',
      ].join('\n'),
    )
  })
})
