import type { Act } from '../notify/card.ts'
import { type Form, readForm } from '../notify/form.ts'
import { formFor } from '../notify/forms/index.ts'
import type { Home } from '../notify/thread.ts'
import { perform, press } from './act.ts'
import { refusal } from './answers.ts'
import type { Door, Reply, Speaker } from './command.ts'
import type { Context } from './context.ts'
import { declare, readSeverity } from './declare.ts'
import { homeOf } from './home.ts'
import { COMMANDS } from './index.ts'
import { createMarks, type Marks } from './marks.ts'
import { rollBackFilled, startFilled } from './release/filled.ts'
import { lastTimeAt } from './when.ts'

/** Everything a person can do to Vigie, whichever surface they do it on. Each method answers in words; none throws for what a person did. */
export type Conversation = {
  /** A slash command: `command` with its slash, `text` as typed after it. */
  say(speaker: Speaker, command: string, text: string): Promise<Reply>
  /** A click. Answers a form when the act asks for one. */
  press(speaker: Speaker, act: Act): Promise<Reply>
  /** A filled form, by input id. */
  send(speaker: Speaker, form: Form, values: Readonly<Record<string, unknown>>): Promise<Reply>
  home(speaker: Speaker): Promise<Home>
  /** The refusal for somebody whom the directory doesn't know. `account` is their id on the surface. */
  refuseStranger(door: Door, account: string): Promise<Reply>
}

export function createConversation(context: Context): Conversation & Marks {
  return {
    ...createMarks(context),
    async say(speaker, name, text) {
      const command = COMMANDS.find((one) => one.name === name)
      if (command !== undefined) return command.run(context, speaker, text)
      return refusal(`There is no command ${name.slice(0, 40)}`, {
        lines: COMMANDS.map((one) => `${one.name} ${one.usage}`),
      })
    },
    press: (speaker, act) => press(context, speaker, act),
    send: (speaker, form, values) => send(context, speaker, form, values),
    home: (speaker) => homeOf(context, speaker.person),
    refuseStranger: (door, account) => refuseStranger(context, door, account),
  }
}

/** The form is taken by its id only: limits and options are ours, whatever came back. */
async function send(
  context: Context,
  speaker: Speaker,
  { id, purpose }: Form,
  values: Readonly<Record<string, unknown>>,
): Promise<Reply> {
  const run = purpose.kind === 'act' ? await context.store.get(purpose.act.run) : undefined
  const form = formFor(id, purpose, { people: context.directory.everyone, run })
  if (form === undefined)
    return refusal('Nothing was sent - this form is out of date', { lines: ['Open it again.'] })
  const filled = readForm(form, values)
  if (!filled.ok) return { kind: 'faults', faults: filled.faults }
  const { fields } = filled
  switch (purpose.kind) {
    case 'act':
      return purpose.act.kind === 'show'
        ? press(context, speaker, purpose.act)
        : perform(context, speaker, purpose.act, withInstants(context, form, fields))
    case 'release':
      return startFilled(context, speaker, fields)
    case 'rollback':
      return rollBackFilled(context, speaker, purpose, fields)
    case 'declare':
      return declareFilled(context, speaker, fields)
  }
}

function declareFilled(context: Context, speaker: Speaker, fields: Filled): Promise<Reply> {
  const { title = '', symptom } = fields
  return declare(context, speaker, {
    severity: readSeverity(fields['severity'] ?? '') ?? 'sev1',
    title,
    ...(symptom === undefined ? {} : { symptom }),
    userFacing: fields['userFacing'] === 'yes',
    dataLoss: fields['dataLoss'] === 'yes',
  })
}

/** A time of the day that somebody filled in is the last such time: timelines are kept in milliseconds. */
function withInstants({ clock, settings }: Context, form: Form, fields: Filled): Filled {
  const times = form.inputs.flatMap(({ kind, id }) => {
    const at = kind === 'time' ? lastTimeAt(fields[id] ?? '', clock.now(), settings.timeZone) : undefined
    return at === undefined ? [] : [[id, String(at)] as const]
  })
  return { ...fields, ...Object.fromEntries(times) }
}

type Filled = Readonly<Record<string, string>>

async function refuseStranger(
  { audit, clock, directory, roster }: Context,
  door: Door,
  account: string,
): Promise<Reply> {
  const by = `${door}:${account}`.slice(0, 80)
  await audit.append({
    at: clock.now(),
    by,
    door,
    did: 'knock',
    result: 'refused',
    reason: 'not_in_directory',
  })
  const onCall = directory.nameOf(roster.onCallAt(clock.now()).primary)
  return refusal('Refused - Vigie does not know you', {
    lines: [
      `Your ${door} account ${account.slice(0, 40)} is not in the directory: ask for it to be added to people in vigie.yaml.`,
      `If something is on fire, call ${onCall}, who is on call.`,
    ],
  })
}
