import { findStep } from '../../../../engine/playbook.ts'
import { formatSpan } from '../../../time.ts'
import { textFact } from '../../incident-facts.ts'
import { linkedTo } from '../../release-facts.ts'
import { rollbackTitle } from '../../rollback.ts'
import { person } from '../../spans.ts'
import type { Moment } from '../moment.ts'
import { offerChoices } from '../offer.ts'
import { byline, lateLine } from '../phrases.ts'
import type { Words } from '../template.ts'
import { couldNot, queued as waitsFor } from '../undone.ts'

/** What calls whoever is on call: a rollback that stands still is an outage that goes on. */
export const calls = { waiting, silent, deployFailed, smokeFailed, failed, queued }

function waiting(moment: Moment): Words {
  const { run, entry, look } = moment
  const step = findStep(run.steps, entry.step)
  const since =
    run.history.findLast((other) => other.at < entry.at && other.kind !== 'due')?.at ?? run.openedAt
  return {
    title: `${step?.title ?? 'The rollback'} waits - ${run.id}`,
    status: 'critical',
    lines: [
      [
        person(look.onCall.primary, look),
        ` - nothing was said for ${formatSpan(entry.at - since)}: ${step?.output ?? 'the next step'} is asked for.`,
      ],
      ...lateLine(entry),
    ],
    ...buttonsAt(moment, entry.step),
  }
}

function silent(moment: Moment): Words {
  const { run, entry, look } = moment
  return {
    title: `The deployment reports nothing - ${run.id}`,
    status: 'critical',
    lines: [
      [
        person(look.onCall.primary, look),
        ' - please look ',
        linkedTo(run, 'deploymentUrl', 'at the workflow run'),
        '; the commands by hand stand on the card.',
      ],
      ...lateLine(entry),
    ],
    ...buttonsAt(moment, entry.step),
  }
}

function deployFailed(moment: Moment): Words {
  return stuck(moment, 'The rollback was not deployed', 'because')
}

function smokeFailed(moment: Moment): Words {
  return stuck(moment, 'Smoke KO after the rollback', 'smoke')
}

function stuck(moment: Moment, title: string, fact: string): Words {
  const { run, entry, look } = moment
  return {
    title: `${title} - ${run.id}`,
    status: 'critical',
    fields: [
      { label: fact === 'smoke' ? 'Smoke' : 'Because', value: textFact(entry.fields, fact) ?? 'not said' },
    ],
    lines: [
      [
        person(look.onCall.primary, look),
        ` - bring ${textFact(run.facts, 'target') ?? 'the stable version'} back by hand; the commands stand on the card.`,
      ],
    ],
    ...buttonsAt(moment, 'stuck'),
  }
}

function failed(moment: Moment): Words {
  const { now, entry, look } = moment
  const here = now.step === entry.step && now.facts['failed'] === true
  return {
    ...couldNot(moment, person(look.onCall.primary, look)),
    ...(here ? buttonsAt(moment, entry.step) : {}),
  }
}

/** It is done when GitHub is back; production may be down until then. */
function queued(moment: Moment): Words {
  const { entry, look } = moment
  const words = waitsFor(moment)
  if (entry.fields['what'] !== 'rollback.deploy') return words
  return {
    ...words,
    status: 'critical',
    lines: [
      [
        person(look.onCall.primary, look),
        ' - it is done as soon as that is back. Production cannot wait? Type the commands on the card, then Done by hand.',
      ],
    ],
    ...buttonsAt(moment, entry.step),
  }
}

function buttonsAt({ now }: Moment, step: string): Pick<Words, 'buttons'> {
  return now.step === step ? { buttons: offerChoices(now) } : {}
}

export function restored({ run, look }: Moment): Words {
  return {
    title: `${look.service} is back on ${textFact(run.facts, 'target') ?? 'the stable version'} - ${run.id}`,
    status: 'info',
    fields: [{ label: 'Smoke', value: textFact(run.facts, 'smoke') ?? 'no test is configured' }],
    lines: incidentLine(run.facts),
  }
}

export function done({ run, look }: Moment): Words {
  return {
    title: rollbackTitle(run, look),
    status: 'done',
    lines: [
      `The tag ${textFact(run.facts, 'version') ?? ''} stays where it is; its fix is another version.`,
      ...incidentLine(run.facts),
    ],
    footer: run.id,
  }
}

/** For #ops: what runs in production now. */
export function live({ run, entry, look }: Moment): Words {
  const { facts } = run
  return {
    title: `Rolled back: ${look.service} ${textFact(facts, 'target') ?? ''} is live`,
    status: 'done',
    fields: [
      { label: 'Gone', value: textFact(facts, 'version') ?? '?' },
      { label: 'Why', value: textFact(facts, 'reason') ?? 'not said' },
    ],
    lines: incidentLine(facts),
    footer: byline(entry, look),
  }
}

function incidentLine(facts: Moment['run']['facts']): readonly string[] {
  const incident = textFact(facts, 'incident')
  return incident === undefined ? [] : [`The incident is ${incident}; a post-mortem may be owed.`]
}
