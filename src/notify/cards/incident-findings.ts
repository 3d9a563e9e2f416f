import type { Fields, Run } from '../../engine/run.ts'
import type { Field, Span, Text } from '../card.ts'
import type { Look } from '../look.ts'
import { latestNote, textFact } from './incident-facts.ts'
import { ticket } from './spans.ts'
import { formatAge } from './when.ts'

/** What may help to repair it. */
export function helpFields(run: Run, look: Look): readonly Field[] {
  return [
    ...fieldOf('Runbook', runbookOf(run, look)),
    ...fieldOf('Checks', checksOf(run, look)),
    ...fieldOf('Suspects', suspectsOf(run)),
    ...fieldOf('Release', releaseOf(run)),
    ...fieldOf('Workaround', textFact(run.facts, 'workaround')),
  ]
}

/** What is to be followed beyond this incident. */
export function traceFields(run: Run): readonly Field[] {
  return [...fieldOf('Issue', issueOf(run)), ...fieldOf('Pattern', patternOf(run))]
}

function fieldOf(label: string, value: Text | undefined): readonly Field[] {
  return value === undefined ? [] : [{ label, value }]
}

/** With the words of the incident that it was chosen by. */
function runbookOf({ facts }: Run, look: Look): Text | undefined {
  const name = textFact(facts, 'runbook')
  if (name === undefined) return undefined
  const because = textFact(facts, 'runbookBecause')
  const why = because === undefined ? '' : ` - because of: ${because}`
  const found = look.runbook(name)
  if (found === undefined) return `${name}${why}`
  const link = look.fileLink(found.path)
  return link === undefined
    ? [`${found.title} - `, { code: found.path }, why]
    : [{ link, label: found.title }, why]
}

/** A line for each check; they grow old, so it says how old they are. */
function checksOf(run: Run, look: Look): string | undefined {
  const checked = latestNote(run, 'checked')
  if (checked === undefined) return undefined
  return [...resultsIn(checked.fields), `at ${formatAge(checked.at, look)}`].join('\n')
}

/** `docmost: 200`, for each health check. */
export function resultsIn(fields: Fields): readonly string[] {
  return Object.entries(fields).map(([name, said]) => `${name}: ${said}`)
}

/** Vigie prepared a line for each; the address at its end is what the line leads to. */
function suspectsOf({ facts }: Run): Text | undefined {
  return textFact(facts, 'suspects')
    ?.split('\n')
    .flatMap((line, n): readonly Span[] => {
      const [, label, link] = /^(.+) - (https?:\/\/\S+)$/.exec(line) ?? []
      const shown = label === undefined || link === undefined ? line : { link, label }
      return n === 0 ? [shown] : ['\n', shown]
    })
}

/** The one that may be rolled back, or what became of it. */
function releaseOf({ facts }: Run): string | undefined {
  const rollback = textFact(facts, 'rollback')
  if (rollback !== undefined) {
    const gone = textFact(facts, 'release')
    return gone === undefined ? `rollback ${rollback}` : `${gone} - rollback ${rollback}`
  }
  const release = textFact(facts, 'suspectRelease')
  if (release === undefined) return undefined
  return `${textFact(facts, 'suspectVersion') ?? release} (${release}) - the last one before it`
}

function issueOf(run: Run): Text | undefined {
  const number = textFact(run.facts, 'issue')
  if (number === undefined) return undefined
  const closed = latestNote(run, 'issueClosed') === undefined ? '' : ' - closed'
  return [ticket(number, textFact(run.facts, 'issueUrl')), closed]
}

function patternOf(run: Run): string | undefined {
  if (run.facts['pattern'] !== true) return undefined
  const others = textFact(latestNote(run, 'pattern')?.fields, 'with')
  return others === undefined ? 'the same again and again' : `the same as ${others}`
}
