import type { Fields } from './fields.ts'
import type { FactChange } from './playbook.ts'

/** The facts after `change`, as the event's person and fields have it. */
export function changeFacts(
  facts: Fields,
  change: FactChange,
  event: { readonly by: { readonly id: string }; readonly fields: Fields },
): Fields {
  const claimed = (change.claims ?? []).map((fact) => [fact, event.by.id] as const)
  const kept = (change.keeps ?? []).flatMap((field) => {
    const value = event.fields[field]
    return value === undefined ? [] : [[field, value] as const]
  })
  const flagged = (change.flags ?? []).flatMap((field) =>
    event.fields[field] === 'yes' || event.fields[field] === true ? [[field, true] as const] : [],
  )
  return { ...facts, ...change.sets, ...Object.fromEntries([...claimed, ...kept, ...flagged]) }
}
