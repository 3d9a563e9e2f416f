/** GitHub Enterprise speaks as GitHub does, Gitea as Forgejo. */
export type Dialect = 'github' | 'forgejo'

/**
 * Told by the address and by nothing else: Forgejo and Gitea always serve their API under `/api/v1`, GitHub never
 * does. So nobody can set the one and forget the other.
 */
export function dialectOf(apiUrl: string | undefined): Dialect {
  return apiUrl !== undefined && /\/api\/v1\/*$/.test(apiUrl) ? 'forgejo' : 'github'
}
