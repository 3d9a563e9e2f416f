import type { Span } from '../../card.ts'
import { textFact } from '../incident-facts.ts'
import { askedOf } from './asked.ts'
import type { Moment } from './moment.ts'
import type { Words } from './template.ts'

/** What Vigie does elsewhere: as one says it, and what people can do when it fails. */
const ACTIONS: Readonly<Record<string, { readonly what: string; readonly instead: string }>> = {
  'incident.issue': {
    what: 'open the issue',
    instead: 'open it by hand, with the label bug and severity low.',
  },
  'incident.comment': { what: 'write the workaround into the issue', instead: 'write it there by hand.' },
  'incident.suspects': {
    what: 'look up the changes of the last 24 h',
    instead: 'look at the last releases and merges by hand.',
  },
  'incident.pattern': {
    what: 'look for similar incidents',
    instead: 'compare it with those of the last month by hand.',
  },
  'incident.checks': { what: 'run the health checks', instead: 'run them by hand.' },
  'incident.action': { what: 'open the action item', instead: 'ask for it again.' },
  'incident.mail': {
    what: 'e-mail everybody about the data loss',
    instead: 'write to everybody by hand, now: it is owed to them.',
  },
  'incident.postmortem': {
    what: 'propose the post-mortem',
    instead: "ask for it again, or take its text from the run's page in the console.",
  },
  'incident.escalations': { what: 'audit the escalations', instead: 'read them in the timeline.' },
  'action-item.issue': {
    what: 'open the issue of the action item',
    instead: 'open it by hand; the item is followed here all the same.',
  },
  'capacity.mail': { what: 'e-mail the admins', instead: 'tell them another way.' },
  'release.plan': { what: 'plan the release', instead: 'mend the cause, then Try again.' },
  'release.examine': { what: 'examine the prerequisites', instead: 'mend the cause, then Try again.' },
  'release.publish': {
    what: 'write the CHANGELOG and the tag',
    instead: 'mend the cause, then Try again; or abort.',
  },
  'release.deploy': {
    what: 'start the deployment',
    instead:
      'mend the cause, then Try again; or start the workflow by hand: it is followed here all the same.',
  },
  'release.smoke': { what: 'run the smoke tests', instead: 'mend the cause, then Try again; or roll back.' },
  'release.rollback': {
    what: 'begin the rollback',
    instead: 'type /release rollback, or deploy the previous version by hand now.',
  },
  'release.announce': {
    what: 'publish the release notes',
    instead: 'mend the cause, then Try again; or announce it without release notes.',
  },
  'rollback.incident': {
    what: 'open the incident of the rollback',
    instead: 'declare it by hand: /incident sev1 or sev2. The rollback goes on.',
  },
  'rollback.deploy': {
    what: 'start the deployment of the stable version',
    instead: 'type the commands on the card now, then Done by hand.',
  },
  'rollback.close': {
    what: 'close the rollback',
    instead: 'tell everybody by hand; production is restored.',
  },
  'share.revoke': {
    what: 'revoke the share',
    instead: 'revoke it in Docmost (Share on the page), or press Revoke again.',
  },
  'page.trash': {
    what: 'put the page into the trash',
    instead: 'do it in Docmost, or press the button again.',
  },
  'sync.release': { what: 'close the breaker', instead: 'press the button again.' },
  'sync.retry': { what: 'retry it', instead: 'mend the cause, then press Retry again.' },
  'sync.reconcile': { what: 'compare everything', instead: 'mend the cause, then ask for it again.' },
}

const SYSTEMS: Readonly<Record<string, string>> = {
  github: 'GitHub',
  smtp: 'the mail server',
  docmost: 'Docmost',
  baserow: 'Baserow',
  slack: 'Slack',
  teams: 'Teams',
}

/** Another system is away: nothing is lost, and nobody has to do anything. */
export function queued({ run, entry }: Moment): Words {
  const name = textFact(entry.fields, 'system') ?? ''
  const system = systemName(name)
  return {
    title: `Waits for ${system} - ${run.id}`,
    status: 'warning',
    fields: [
      { label: 'To do', value: whatOf(entry.fields['what']) },
      { label: 'Because', value: textFact(entry.fields, 'because') ?? 'not said' },
    ],
    lines: [`Nothing to do for you: it is done as soon as ${system} is back.`],
  }
}

/** `docmost` is Docmost to people. */
export function systemName(name: string): string {
  return SYSTEMS[name] ?? (name || 'another system')
}

/** It will not be done by trying again: what people can do instead. */
export function failed(moment: Moment): Words {
  return couldNot(moment, askedOf(moment.run, moment.look).name)
}

/** Somebody waits for it who can't wait. */
const CRITICAL = ['incident.mail', 'release.rollback', 'rollback.deploy']

/** As `failed`, for whoever `asked` is to see to it. */
export function couldNot({ run, entry }: Moment, ...asked: readonly Span[]): Words {
  const action = textFact(entry.fields, 'what') ?? ''
  return {
    title: `Could not ${whatOf(action)} - ${run.id}`,
    status: CRITICAL.includes(action) ? 'critical' : 'warning',
    fields: [{ label: 'Because', value: textFact(entry.fields, 'because') ?? 'not said' }],
    lines: [[...asked, ` - ${ACTIONS[action]?.instead ?? 'do it by hand.'}`]],
  }
}

function whatOf(action: string | boolean | undefined): string {
  const name = typeof action === 'string' ? action : ''
  return ACTIONS[name]?.what ?? `do ${name === '' ? 'what was asked' : name}`
}
