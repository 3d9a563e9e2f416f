import type { Run } from '../../engine/run.ts'
import { textFact } from '../cards/incident-facts.ts'
import { stableOf } from '../cards/release-facts.ts'
import { ROLLBACK_SCENARIOS } from '../cards/rollback-scenarios.ts'
import type { Form, Input, Option, Purpose } from '../form.ts'
import { LINE_MAX, PARAGRAPH_MAX } from './incident.ts'
import { noteForm } from './incident-notes.ts'

type Made = { readonly run: Pick<Run, 'facts'> | undefined }

/** A field is read by its id: `asked` is the level, `version` what was typed instead, `hotfix` the branch. */
export function startReleaseForm(): Form {
  return {
    id: 'release.start',
    title: 'Start a release',
    submit: 'Start',
    purpose: { kind: 'release' },
    inputs: [
      {
        id: 'asked',
        label: 'Version',
        kind: 'choice',
        optional: true,
        options: [
          { value: 'patch', label: 'PATCH - bug fix or security fix' },
          { value: 'minor', label: 'MINOR - new feature, backward-compatible' },
          { value: 'major', label: 'MAJOR - breaking change' },
        ],
        hint: 'Empty: whatever the commits imply',
      },
      {
        id: 'version',
        label: 'Or a version of your own',
        kind: 'line',
        max: 40,
        optional: true,
        hint: 'For example v1.4.0',
      },
      {
        id: 'hotfix',
        label: 'Hotfix branch',
        kind: 'line',
        max: 200,
        optional: true,
        hint: 'Only for a hotfix: the branch that began at the stable tag',
      },
    ],
  }
}

/** The flows that this team tries before it signs staging off; without any, one confirmation. */
function stagingForm(purpose: Purpose, { run }: Made): Form {
  const flows = (textFact(run?.facts, 'flows') ?? '').split('\n').filter((flow) => flow.trim() !== '')
  const [first, ...others] = flows.map((label, n): Option => ({ value: String(n + 1), label }))
  const where = textFact(run?.facts, 'staging')
  return {
    id: 'release.staging',
    title: 'Validate staging',
    submit: 'OK',
    purpose,
    inputs: [
      {
        id: 'flows',
        label: first === undefined ? 'Sign-off' : 'Tried on staging',
        kind: 'ticks',
        options: first === undefined ? [{ value: '1', label: 'Tried on staging' }] : [first, ...others],
        missing: `Tick ${first === undefined ? 'it once you tried it' : 'every flow that you tried'}, or choose RETOUR FIX`,
        ...(where === undefined ? {} : { hint: where }),
      },
    ],
  }
}

function rollbackForm(purpose: Purpose, { run }: Made): Form {
  const [gone, back] = [textFact(run?.facts, 'version'), run === undefined ? undefined : stableOf(run)]
  const [first, ...others] = ROLLBACK_SCENARIOS
  return {
    id: 'release.rollback',
    title: 'Rollback',
    submit: 'Roll back',
    purpose,
    inputs: [
      {
        id: 'scenario',
        label: 'What happened',
        kind: 'choice',
        options: [scenarioOption(first), ...others.map(scenarioOption)],
        ...(gone === undefined || back === undefined
          ? {}
          : { hint: `${gone} goes, ${back} comes back. Nothing holds a rollback.` }),
      },
      { id: 'reason', label: 'Why', kind: 'line', max: LINE_MAX, hint: 'What you saw fail' },
    ],
  }
}

function scenarioOption({ id, words, remedy }: Scenario): Option {
  return { value: id, label: `${words} - ${remedy}` }
}

type Scenario = (typeof ROLLBACK_SCENARIOS)[number]

/** One line of words and what is done with it. */
function lineForm(form: Pick<Form, 'id' | 'title' | 'submit'>, input: Asked) {
  return (purpose: Purpose): Form => ({
    ...form,
    purpose,
    inputs: [{ ...input, kind: 'line', max: LINE_MAX }],
  })
}

type Asked = Pick<Input, 'id' | 'label' | 'hint'>

function byHandForm(id: string) {
  return (purpose: Purpose): Form => ({
    id,
    title: 'Deployed by hand',
    submit: 'It is deployed',
    purpose,
    inputs: [
      {
        id: 'byHand',
        label: 'How it was deployed',
        kind: 'paragraph',
        max: PARAGRAPH_MAX,
        hint: 'Where, by which command; the smoke tests come next',
      },
    ],
  })
}

/** Every form of a release and of a rollback, by name. */
export const releaseForms: Readonly<Record<string, (purpose: Purpose, made: Made) => Form>> = {
  'release.start': startReleaseForm,
  'release.keep-version': lineForm(
    { id: 'release.keep-version', title: 'Keep the asked version', submit: 'Keep it' },
    { id: 'reason', label: 'Why it is right', hint: 'The commits imply another one' },
  ),
  'release.staging': stagingForm,
  'release.fix': lineForm(
    { id: 'release.fix', title: 'RETOUR FIX', submit: 'RETOUR FIX' },
    { id: 'reason', label: 'What is to be fixed', hint: 'What you saw fail on staging; the release ends' },
  ),
  'release.abort': lineForm(
    { id: 'release.abort', title: 'Abort the release', submit: 'Abort' },
    { id: 'reason', label: 'Why', hint: 'The release ends here' },
  ),
  'release.give-up': lineForm(
    { id: 'release.give-up', title: 'Give up the release', submit: 'Give up' },
    { id: 'reason', label: 'Why', hint: 'The release ends here; its tag stays' },
  ),
  'release.deny': lineForm(
    { id: 'release.deny', title: 'DENY', submit: 'DENY' },
    { id: 'reason', label: 'Why', hint: 'The release ends; no tag is made' },
  ),
  'release.go-on': lineForm(
    { id: 'release.go-on', title: 'Go on in spite of it', submit: 'Go on' },
    { id: 'reason', label: 'Why it is all right', hint: 'What you looked at' },
  ),
  'release.override': lineForm(
    { id: 'release.override', title: 'Override the freeze', submit: 'Override' },
    { id: 'overridden', label: 'Why it can not wait', hint: 'The audit keeps it, with your name' },
  ),
  'release.by-hand': byHandForm('release.by-hand'),
  'release.rollback': rollbackForm,
  'release.note': (purpose) => ({ ...noteForm(purpose), id: 'release.note' }),
  'rollback.by-hand': byHandForm('rollback.by-hand'),
}
