import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether our own page sent this. Browsers name the sender in `Sec-Fetch-Site` on secure addresses,
 * and in `Origin` everywhere; a POST with neither is not a browser's form.
 */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin, host } = headers
  return origin !== undefined && host !== undefined && URL.canParse(origin) && new URL(origin).host === host
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/**
 * In the demo anybody may act as anybody, so a foreign name that was made to resolve to this machine
 * must not count as our own site.
 */
export function isOurName(host: string | undefined, publicUrl: string): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false
  const { hostname } = new URL(`http://${host}`)
  return LOOPBACK.includes(hostname) || hostname === new URL(publicUrl).hostname
}
