import { textFact } from '../../incident-facts.ts'
import { stableOf, stands, versionOf } from '../../release-facts.ts'
import { watchFields } from '../../release-watch.ts'
import type { Moment } from '../moment.ts'
import { codeOf, offerChoice } from '../offer.ts'
import { lateLine } from '../phrases.ts'
import type { Words } from '../template.ts'
import { at, rollbackQuestion } from './carried-out.ts'
import { deciders, stillThere } from './gates.ts'

export function smoked({ run, now }: Moment): Words {
  return {
    title: `Smoke OK - ${run.id}`,
    status: 'info',
    fields: smokeFields(run),
    lines: ['Production is watched now; the verdict is asked for at the end.'],
    ...(now.step === 'watch' ? { buttons: offerChoice(now, 'rollback'), ...codeOf(now) } : {}),
  }
}

export function smokeFailed(moment: Moment): Words {
  const { run, now, entry } = moment
  const here = now.step === 'failure'
  return {
    title: `Smoke KO - ${run.id}`,
    status: 'critical',
    fields: smokeFields(run),
    lines: [rollbackQuestion(moment)],
    ...(here ? { ...stillThere({ ...moment, entry: at(entry, 'failure') }), ...codeOf(now) } : {}),
  }
}

function smokeFields(run: Moment['run']): NonNullable<Words['fields']> {
  return [{ label: 'Smoke', value: textFact(run.facts, 'smoke') ?? 'no test is configured' }]
}

/** The health failed while it is watched: the rollback is proposed at once. */
export function unwell(moment: Moment): Words {
  const { run, entry, look } = moment
  const stable = stableOf(run)
  const proposed =
    stable === undefined ? 'there is no earlier version to go back to' : `rollback to ${stable} is proposed`
  return {
    title: `Production is unwell - ${versionOf(run) ?? run.id}`,
    status: 'critical',
    fields: [
      { label: 'Because', value: textFact(entry.fields, 'because') ?? 'not said' },
      ...watchFields(run, look),
    ],
    lines: [[...deciders(moment), ` - ${proposed}.`]],
    ...watchButtons(moment, ['rollback']),
  }
}

export function well({ run, look }: Moment): Words {
  return {
    title: `Production is well again - ${run.id}`,
    status: 'info',
    fields: watchFields(run, look),
  }
}

export function alerted({ run, entry }: Moment): Words {
  return {
    title: `Alert during the watch - ${run.id}`,
    status: 'warning',
    lines: [textFact(entry.fields, 'text') ?? 'An alert came in.'],
  }
}

/** The window is over: a person says whether all is OK, with the evidence beside it. */
export function verdict(moment: Moment): Words {
  const { run, entry, look } = moment
  const failing = stands(run, 'failing')
  return {
    title: `${stableOf(run) === undefined ? 'All OK?' : 'All OK or rollback?'} - ${versionOf(run) ?? run.id}`,
    status: failing ? 'critical' : 'warning',
    fields: watchFields(run, look),
    lines: [
      [
        ...deciders(moment),
        failing
          ? ` - production is unwell${stableOf(run) === undefined ? '.' : ': rollback is proposed.'}`
          : ' - the watch is over, your verdict please.',
      ],
      ...lateLine(entry),
    ],
    ...watchButtons(moment, ['ok', 'ok-anyway', 'rollback']),
  }
}

function watchButtons({ now }: Moment, choices: readonly string[]): Pick<Words, 'buttons' | 'code'> {
  if (now.step !== 'watch') return {}
  return { buttons: choices.flatMap((choice) => offerChoice(now, choice)), ...codeOf(now) }
}
