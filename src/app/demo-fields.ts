import type { SyncRules } from '../sync/rules.ts'

/** Tables by their numbers, fields by their names, as `vigie.example.yaml` has them. */
export type DemoFields = {
  readonly table: number
  readonly name: string
  readonly client: string
  readonly clients: number
  readonly clientName: string
  readonly status: string
  readonly statuses: readonly string[]
  readonly page: string
  readonly space: string
}

/** Undefined when the rules have no projects with clients, states and pages. */
export function demoFieldsOf({ tables }: SyncRules): DemoFields | undefined {
  const projects = tables['projet']
  const clients = tables['client']
  const page = projects?.page
  if (projects?.links['client'] !== 'client' || clients === undefined || page?.icon === undefined)
    return undefined
  return {
    table: projects.table,
    name: 'nom',
    client: 'client',
    clients: clients.table,
    clientName: 'nom',
    status: page.icon.field,
    statuses: Object.keys(page.icon.icons),
    page: page.link,
    space: page.space,
  }
}
