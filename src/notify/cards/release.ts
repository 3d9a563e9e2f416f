import type { Run } from '../../engine/run.ts'
import type { Card, Text } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { buttonsOf } from './buttons.ts'
import { askedLines } from './release-asked.ts'
import { changeLines } from './release-changes.ts'
import { metLines, prerequisiteLines } from './release-checks.ts'
import { endedLines } from './release-ended.ts'
import { outcomeOf, stands } from './release-facts.ts'
import { releaseFields } from './release-fields.ts'
import { movedLines } from './release-moved.ts'
import { watchPicture } from './release-picture.ts'
import { releaseTitle, stateOf } from './release-state.ts'
import { author } from './spans.ts'
import { stepLines } from './steps.ts'

/** The one card of a release: whoever decides something of it decides from here. */
export function releaseCard(run: Run, look: Look): Card {
  const picture = watchPicture(run, look)
  // Once it is tagged its prerequisites are what was: the audit has them.
  const wasTagged = stands(run, 'tagged') || run.state === 'finished'
  return {
    title: releaseTitle(run, look),
    status: stateOf(run, look).status,
    asked: [...askedLines(run, look), ...endedLines(run, look), ...movedLines(run, look)],
    fields: releaseFields(run, look),
    lines: wasTagged ? [] : prerequisiteLines(run, look),
    ...(picture === undefined ? {} : { picture }),
    steps: stepLines(run, look),
    buttons: buttonsOf(run),
    ...(run.gate === undefined ? {} : { code: run.gate.code }),
    background: [
      ...(wasTagged ? [] : metLines(run, look)),
      ...(describesChanges(run) ? changeLines(run) : []),
    ],
    footer: askedFor(run, look),
  }
}

/** Until it is decided, and when it is in production. */
function describesChanges(run: Run): boolean {
  if (!stands(run, 'commit')) return false
  return run.state === 'finished' ? outcomeOf(run) === 'complete' : !stands(run, 'tagged')
}

function askedFor(run: Run, look: Look): Text {
  return [`${run.id} - asked by `, author(run.requester, look), ` at ${formatTime(run.openedAt, look)}`]
}
