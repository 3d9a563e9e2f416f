import type { Repository } from '../../runs/release/ports.ts'
import { encodeRef } from './branches.ts'
import { dialectOf } from './dialect.ts'

const GITHUB = 'https://github.com'

/**
 * Where people read what the API at that address serves: `https://host/api/v3` and `/api/v1` belong to
 * `https://host`, `https://api.host` to `https://host`.
 */
export function webAddress(apiUrl: string | undefined): string {
  if (apiUrl === undefined) return GITHUB
  const { protocol, host, pathname } = new URL(apiUrl)
  const below = pathname.replace(/\/+$/, '')
  const root = below.replace(/\/api\/v\d+$/, '')
  return `${protocol}//${root === below ? host.replace(/^api\./, '') : host}${root}`
}

/** Where the files of the default branch of a repository (`owner/name`) are read: the path of one follows it. */
export function filesOnTheWeb(apiUrl: string | undefined, repository: string): string {
  const head = dialectOf(apiUrl) === 'forgejo' ? 'src/branch/HEAD' : 'blob/HEAD'
  return `${webAddress(apiUrl)}/${repository}/${head}`
}

/** Pages of one repository (`owner/name`). */
export function pagesOnTheWeb(apiUrl: string | undefined, repository: string): Repository['urlOf'] {
  const root = `${webAddress(apiUrl)}/${repository}`
  // Forgejo's page of a release is there only once its notes are published.
  const tags = dialectOf(apiUrl) === 'forgejo' ? 'src/tag' : 'releases/tag'
  return (what) => {
    if ('tag' in what) return `${root}/${tags}/${encodeRef(what.tag)}`
    if ('commit' in what) return `${root}/commit/${what.commit}`
    return `${root}/compare/${encodeRef(what.from)}...${encodeRef(what.to)}`
  }
}
