import { z } from 'zod'
import type { Ask } from './ask.ts'
import { unless } from './errors.ts'

export type Blob = { readonly text: string; readonly sha: string }

const CONTENTS = '/repos/{owner}/{repo}/contents/{+path}'

const encodedSchema = z.object({ content: z.string(), encoding: z.string() })
const fileSchema = z.object({ type: z.literal('file'), sha: z.string() }).extend(encodedSchema.shape)

/** A file on a branch, or on the default branch without one; undefined when no file is there. */
export async function readBlob(ask: Ask, path: string, ref?: string): Promise<Blob | undefined> {
  const parameters = { path: encodePath(path), ...(ref === undefined ? {} : { ref }) }
  const answer = await unless('not_found', () => ask(`GET ${CONTENTS}`, parameters, z.unknown()))
  // A folder is answered as a list, a submodule as another type.
  const file = fileSchema.safeParse(answer?.data).data
  if (file === undefined) return undefined
  return { sha: file.sha, text: file.encoding === 'base64' ? textOf(file) : await readLarge(ask, file.sha) }
}

/** Writes over the file whose sha is given, or a new one without. `conflict` or `unprocessable` when that isn't so any more. */
export async function putFile(
  ask: Ask,
  file: { path: string; text: string; branch: string; message: string; sha: string | undefined },
): Promise<void> {
  const { branch, message, sha } = file
  const content = Buffer.from(file.text, 'utf8').toString('base64')
  const parameters = { path: encodePath(file.path), branch, message, content }
  await ask(`PUT ${CONTENTS}`, sha === undefined ? parameters : { ...parameters, sha }, z.unknown())
}

/** From 1 MB on the contents come without a text. */
async function readLarge(ask: Ask, sha: string): Promise<string> {
  const { data } = await ask('GET /repos/{owner}/{repo}/git/blobs/{sha}', { sha }, encodedSchema)
  return textOf(data)
}

function textOf({ content }: { content: string }): string {
  return Buffer.from(content, 'base64').toString('utf8')
}

/** The slashes stay: octokit would write them as `%2F`, which not every proxy lets through. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
