import { isMap, isSeq, parse, parseDocument } from 'yaml'
import { z } from 'zod'

/** A part of production, by the host that the file has for it. */
export type Part = { readonly name: string; readonly host: string }

/** What the demo needs of a `vigie.yaml`, to stand in for its GitHub and its production. */
export type ReleaseFile = {
  readonly repository: string
  readonly parts: readonly Part[]
  readonly changelog: string
  readonly e2e: string | undefined
  readonly deploy: string
  readonly branch: string
  readonly environment: string
}

/** How long a demo watches, as the file writes durations. */
export type Pace = { readonly for: string; readonly every: string }

const asked = z.array(z.object({ name: z.string(), url: z.url() })).default([])
const fileSchema = z.object({
  repository: z.string(),
  healthChecks: z.object({ checks: asked }).default({ checks: [] }),
  releases: z.object({
    branch: z.string().default('main'),
    environment: z.string().default('production'),
    changelog: z.object({ path: z.string().default('CHANGELOG.md') }).prefault({}),
    workflows: z
      .object({
        e2e: z.string().nullable().default('e2e.yml'),
        deploy: z.string().default('deploy-prod.yml'),
      })
      .prefault({}),
    smoke: asked,
  }),
})

/** Undefined where the file has no releases. */
export function readReleaseFile(text: string): ReleaseFile | undefined {
  const file = fileSchema.safeParse(parse(text)).data
  if (file === undefined) return undefined
  const { repository, releases, healthChecks } = file
  const parts = new Map<string, Part>()
  for (const { name, url } of [...healthChecks.checks, ...releases.smoke]) {
    const { host, hostname } = new URL(url)
    if (hostname.endsWith('.example') && !parts.has(host)) parts.set(host, { name, host })
  }
  const { branch, environment, changelog, workflows } = releases
  return {
    repository,
    parts: [...parts.values()],
    changelog: changelog.path,
    e2e: workflows.e2e ?? undefined,
    deploy: workflows.deploy,
    branch,
    environment,
  }
}

/** The same file with the production of the demo, and a watch that somebody sits through. */
export function withDemoProduction(text: string, addressOf: (url: string) => string, pace: Pace): string {
  const document = parseDocument(text)
  for (const list of [
    ['healthChecks', 'checks'],
    ['releases', 'smoke'],
  ]) {
    const found = document.getIn(list)
    for (const entry of isSeq(found) ? found.items : [])
      if (isMap(entry)) entry.set('url', addressOf(String(entry.get('url'))))
  }
  document.setIn(['releases', 'watch', 'for'], pace.for)
  document.setIn(['releases', 'watch', 'every'], pace.every)
  return String(document)
}
