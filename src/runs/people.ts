/** A person of the directory in `vigie.yaml`. */
export type Person = {
  readonly id: string
  readonly name: string
  readonly groups: readonly string[]
  readonly slack?: string | undefined
  readonly teams?: string | undefined
  readonly github?: string | undefined
  readonly email?: string | undefined
}

export type Directory = {
  readonly everyone: readonly Person[]
  byId(id: string): Person | undefined
  bySlack(user: string): Person | undefined
  inGroup(group: string): readonly Person[]
  /** The name to show; the id itself for somebody who left. */
  nameOf(id: string): string
}

export function createDirectory(everyone: readonly Person[]): Directory {
  const byId = new Map(everyone.map((person) => [person.id, person]))
  const bySlack = new Map(
    everyone.flatMap((person) => (person.slack === undefined ? [] : [[person.slack, person]])),
  )
  return {
    everyone,
    byId: (id) => byId.get(id),
    bySlack: (user) => bySlack.get(user),
    inGroup: (group) => everyone.filter((person) => person.groups.includes(group)),
    nameOf: (id) => byId.get(id)?.name ?? id,
  }
}
