import { type Run, VIGIE } from '../../engine/run.ts'
import type { Card, Field, Text } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { buttonsOf } from './buttons.ts'
import { alertFields } from './incident-alerts.ts'
import { startOf, symptomOf, textFact, titleOf } from './incident-facts.ts'
import { helpFields } from './incident-findings.ts'
import { drillLines, headline } from './incident-title.ts'
import { author, person } from './spans.ts'
import { formatAge } from './when.ts'

/** An alert that nobody decided yet, or that somebody ignored. */
export function alertCard(run: Run, look: Look): Card {
  const ignored = run.history.findLast(({ kind, what }) => kind === 'decided' && what === 'ignore')
  const faded = run.history.some(({ kind, what }) => kind === 'due' && what === 'faded')
  const common = { lines: drillLines(run), footer: raised(run, look) }
  if (ignored !== undefined) {
    const who: Text = [author(ignored.by, look), ` at ${formatTime(ignored.at, look)}`]
    return {
      ...common,
      title: headline(run, look, 'ALERT IGNORED', titleOf(run)),
      status: 'done',
      fields: [...whatIsWrong(run, look), { label: 'Ignored by', value: who }, ...alertFields(run, look)],
      buttons: [],
    }
  }
  if (faded) {
    return {
      ...common,
      title: headline(run, look, 'ALERT OVER', titleOf(run)),
      status: 'done',
      fields: [...whatIsWrong(run, look), { label: 'Decision', value: 'none - it was over by itself' }],
      buttons: [],
    }
  }
  return {
    ...common,
    title: headline(run, look, 'ALERT', titleOf(run)),
    status: run.facts['recovered'] === true ? 'info' : 'warning',
    fields: [
      ...whatIsWrong(run, look),
      { label: 'Decision', value: ['nobody yet - ', person(look.onCall.primary, look), ' is on call'] },
      ...alertFields(run, look),
      ...helpFields(run, look),
    ],
    buttons: buttonsOf(run),
    ...(run.gate === undefined ? {} : { code: run.gate.code }),
  }
}

function whatIsWrong(run: Run, look: Look): readonly Field[] {
  return [
    { label: 'Symptom', value: symptomOf(run) },
    { label: 'Started', value: formatAge(startOf(run), look) },
  ]
}

function raised(run: Run, look: Look): Text {
  const by = run.requester === VIGIE ? textFact(run.facts, 'source') : undefined
  return [`${run.id} - alert of `, by ?? author(run.requester, look), ` at ${formatTime(run.openedAt, look)}`]
}
