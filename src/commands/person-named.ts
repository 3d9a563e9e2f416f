import type { Person } from '../runs/people.ts'

/** By id, as Slack writes somebody who was mentioned, or by a name that only one of them has. */
export function personNamed(everyone: readonly Person[], word: string): Person | undefined {
  const mentioned = /^<@([uw][a-z0-9]+)(\|[^>]*)?>$/i.exec(word)?.[1]?.toUpperCase()
  const plain = word.replace(/^@/, '').toLowerCase()
  const byId = everyone.find(({ id, slack }) => id === plain || (slack !== undefined && slack === mentioned))
  return byId ?? onlyOne(everyone, wholeName, plain) ?? onlyOne(everyone, firstName, plain)
}

function onlyOne(
  everyone: readonly Person[],
  nameOf: (person: Person) => string,
  wanted: string,
): Person | undefined {
  const [only, ...others] = everyone.filter((person) => nameOf(person) === wanted)
  return others.length === 0 ? only : undefined
}

function wholeName({ name }: Person): string {
  return name.toLowerCase()
}

function firstName({ name }: Person): string {
  return name.toLowerCase().split(/\s+/)[0] ?? ''
}
