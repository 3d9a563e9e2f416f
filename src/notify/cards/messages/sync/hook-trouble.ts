import { buttonsOf } from '../../buttons.ts'
import { textFact } from '../../incident-facts.ts'
import type { Moment } from '../moment.ts'
import { linked } from '../phrases.ts'
import { following, reply, type Templates, type Words } from '../template.ts'
import { onCallOf } from './asked.ts'
import { chosenFields } from './ended.ts'

/** Baserow does not tell what changes. */
export const hookTroubleMessages: Templates = {
  'hook-trouble.card': following(card),
  'hook-trouble.over': reply(over),
}

function card({ run, now, look }: Moment): Words {
  const isOpen = run.state === 'open'
  return {
    title: isOpen ? 'Webhooks of Baserow - trouble' : 'Webhooks of Baserow - seen to',
    status: isOpen ? 'warning' : 'done',
    fields: chosenFields(run, look),
    lines: [
      linked(textFact(run.facts, 'words') ?? 'Baserow does not tell what changes.'),
      ...(isOpen
        ? [
            'Nothing is lost: Vigie finds changes by comparing, only later.',
            [
              onCallOf(look),
              ' - look at the webhooks of the tables in Baserow, or run ',
              { code: 'vigie baserow setup' },
              '; then press Done.',
            ] as const,
          ]
        : nowLines(textFact(run.facts, 'now'))),
    ],
    buttons: buttonsOf(now),
    footer: run.id,
  }
}

function nowLines(words: string | undefined): readonly string[] {
  return words === undefined ? [] : [words]
}

function over({ run }: Moment): Words {
  return {
    title: `Webhooks of Baserow - over by itself`,
    status: 'done',
    lines: [...nowLines(textFact(run.facts, 'now')), 'Nothing to do any more.'],
  }
}
