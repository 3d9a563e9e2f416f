import type { Card } from '../../notify/card.ts'
import type { Form } from '../../notify/form.ts'

/** What Vigie says by itself when the answer proper isn't there: the store is away, a form is late, a click is broken. */
function notice(title: string, status: Card['status'], lines: readonly string[]): Card {
  return { title, status, fields: [], lines, buttons: [] }
}

/** `what` is the person's own words or deed, e.g. `/incident sev1`. */
export function heldCard(what: string): Card {
  return notice('Held - the store does not answer', 'warning', [
    `"${what}" is held and will be carried out when the store answers.`,
    'The result follows here. If nothing follows within 15 minutes, send it again.',
  ])
}

export function failedCard(what: string): Card {
  return notice('Not done - the store failed', 'warning', [
    `"${what}" could not be stored, so it was not carried out.`,
    'Send it again in a moment. If it fails again, tell whoever looks after Vigie.',
  ])
}

export function brokenCard(): Card {
  return notice('Not done - this button or form cannot be read', 'warning', [
    'It does not carry what Vigie put into it; it may come from an older version.',
    'Nothing was changed. Ask for a fresh card: /incident list',
  ])
}

/** Slack gives three seconds to open a form. */
export function lateFormCard(form: Form): Card {
  return notice('The form could not be opened', 'warning', [
    `Slack did not open "${form.title}" in time. Nothing was changed.`,
    `Instead: ${typedDoor(form)}`,
  ])
}

function typedDoor(form: Form): string {
  if (form.purpose.kind === 'declare') return 'type /incident sev1|sev2|sev3 TITLE'
  if (form.purpose.kind === 'release') return 'type /release minor|patch|major|VERSION'
  if (form.purpose.kind === 'rollback') return 'type /release rollback bug REASON'
  const { run } = form.purpose.act
  return run.startsWith('INC-')
    ? `press the button again, or type /incident show ${run} for a fresh card`
    : 'press the button again'
}

/** Faults that can't be shown in the form any more. */
export function faultsCard(faults: Readonly<Record<string, string>>): Card {
  return notice('Not done - the form has faults', 'warning', [
    ...Object.values(faults).map((fault) => `- ${fault}`),
    'Open the form again and correct them.',
  ])
}
