import { ErrorCode } from '@slack/web-api'
import { z } from 'zod'
import { type Lost, SurfaceError } from '../../notify/ports.ts'

/** What Slack says when it is Slack's trouble; every other word of its own is an answer that stays the same. */
const TRANSIENT: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
])

/** What Slack says when it is the channel that takes nothing: the same answer until a person changes something. */
const LOST: Readonly<Record<string, Lost>> = {
  is_archived: 'archived',
  is_inactive: 'archived',
  channel_not_found: 'missing',
  channel_not_configured: 'missing',
  not_in_channel: 'closed',
  // A private channel can't be joined, only invited into.
  method_not_supported_for_channel_type: 'closed',
  restricted_action: 'closed',
  restricted_action_read_only_channel: 'closed',
}

/** Errors of @slack/web-api by their code, not by class: two copies of the package may be installed. */
const wireErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal(ErrorCode.RateLimitedError), retryAfter: z.number() }),
  z.object({ code: z.literal(ErrorCode.HTTPError), statusCode: z.number() }),
  z.object({
    code: z.literal(ErrorCode.PlatformError),
    data: z.object({
      error: z.string(),
      response_metadata: z.object({ retryAfter: z.number().optional() }).optional(),
    }),
  }),
  z.object({ code: z.literal(ErrorCode.RequestError) }),
])

/** Slack's errors in the words of the port. Anything unknown is worth another try: the outcome is unknown. */
export function toSurfaceError(cause: unknown): SurfaceError {
  if (cause instanceof SurfaceError) return cause
  const error = wireErrorSchema.safeParse(cause).data
  switch (error?.code) {
    case ErrorCode.RateLimitedError:
      return new SurfaceError('ratelimited', { retry: true, retryAfterMs: error.retryAfter * 1000, cause })
    case ErrorCode.HTTPError:
      return new SurfaceError(`http_${error.statusCode}`, { retry: error.statusCode >= 500, cause })
    case ErrorCode.PlatformError:
      return fromPlatform(error.data.error, error.data.response_metadata?.retryAfter, cause)
    case ErrorCode.RequestError:
      return new SurfaceError('unreachable', { retry: true, cause })
    default:
      return new SurfaceError('unknown', { retry: true, cause })
  }
}

function fromPlatform(word: string, retryAfter: number | undefined, cause: unknown): SurfaceError {
  if (word === 'ratelimited' || word === 'rate_limited') {
    return new SurfaceError('ratelimited', { retry: true, retryAfterMs: (retryAfter ?? 1) * 1000, cause })
  }
  // Slack's words are lower case with underscores; anything else is a page of something in between.
  const known = /^[a-z_]+$/.test(word)
  if (!known) return new SurfaceError('not_slack', { retry: true, cause })
  return new SurfaceError(word, { retry: TRANSIENT.has(word), lost: LOST[word], cause })
}

/** A channel that is lost before Slack is asked. */
export function lostChannel(code: 'channel_not_found' | 'channel_not_configured'): SurfaceError {
  return new SurfaceError(code, { retry: false, lost: LOST[code] })
}
