import { z } from 'zod'
import type { Answer, Ask } from './ask.ts'
import { failure } from './errors.ts'

const REPO = '/repos/{owner}/{repo}'

type Given = Readonly<Record<string, unknown>>
type Translation = <T>(ask: Ask, parameters: Given, schema: z.ZodType<T>) => Promise<Answer<T>>

const refSchema = z.object({ ref: z.string() }).loose()
const refsSchema = z.union([z.array(refSchema), refSchema.transform((one) => [one])])
const newRefSchema = z.object({ ref: z.string(), sha: z.string() })
const movedRefSchema = z.object({ branch: z.string(), sha: z.string() })

/** The calls that Forgejo has under another name. */
const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  [`GET ${REPO}/git/ref/heads/{+branch}`]: (ask, { branch }, schema) =>
    readRef(ask, `heads/${branch}`, schema),
  [`GET ${REPO}/git/ref/tags/{+tag}`]: (ask, { tag }, schema) => readRef(ask, `tags/${tag}`, schema),
  [`POST ${REPO}/git/refs`]: (ask, parameters, schema) => {
    const { ref, sha } = newRefSchema.parse(parameters)
    return makeBranch(ask, ref.replace('refs/heads/', ''), sha, schema)
  },
  [`PATCH ${REPO}/git/refs/heads/{+branch}`]: restartBranch,
  [`PUT ${REPO}/contents/{+path}`]: (ask, parameters, schema) =>
    ask(`${'sha' in parameters ? 'PUT' : 'POST'} ${REPO}/contents/{+path}`, parameters, schema),
  [`POST ${REPO}/releases`]: (ask, { make_latest, ...parameters }, schema) =>
    ask(`POST ${REPO}/releases`, parameters, schema),
}

/** Takes calls as GitHub has them and makes those of Forgejo, and of Gitea, of them. */
export function createForgejoAsk(ask: Ask): Ask {
  const paged: Ask = (route, parameters, schema) => ask(route, listWords(parameters), schema)
  return (route, parameters, schema) =>
    TRANSLATIONS[route]?.(paged, parameters, schema) ?? paged(route, parameters, schema)
}

function listWords({ per_page: limit, sort, ...parameters }: Given): Given {
  return {
    ...parameters,
    ...(limit === undefined ? {} : { limit }),
    // Newest first is what it does by itself.
    ...(sort === 'updated' ? { sort: 'recentupdate' } : {}),
  }
}

/** It answers every ref that begins so, as a list. */
async function readRef<T>(ask: Ask, path: string, schema: z.ZodType<T>): Promise<Answer<T>> {
  const { data } = await ask(`GET ${REPO}/git/refs/{+path}`, { path }, refsSchema)
  const exact = data.find(({ ref }) => ref === `refs/${decodeURIComponent(path)}`)
  if (exact === undefined) throw failure('not_found', { retry: false, said: path })
  return { data: schema.parse(exact), more: false }
}

function makeBranch<T>(ask: Ask, branch: string, from: string, schema: z.ZodType<T>): Promise<Answer<T>> {
  return ask(`POST ${REPO}/branches`, { new_branch_name: branch, old_ref_name: from }, schema)
}

/** Branches can't be moved, so it is made anew: asked for only where everything on it was merged. */
async function restartBranch<T>(ask: Ask, parameters: Given, schema: z.ZodType<T>): Promise<Answer<T>> {
  const { branch, sha } = movedRefSchema.parse(parameters)
  await ask(`DELETE ${REPO}/branches/{+branch}`, { branch }, z.unknown())
  return makeBranch(ask, decodeURIComponent(branch), sha, schema)
}
