/** One step of what became of an event, and why. The same words stand in the log. */
export type TraceLine = {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly event: string
  /** Key; absent where the whole event is meant. */
  readonly entity?: string
  readonly action: TraceAction
  readonly success: boolean
  readonly reason?: string
  readonly durationMs?: number
  readonly page?: string
  /** Nothing more will happen to this entity for this event. */
  readonly ended?: boolean
}

export type TraceAction =
  | 'receive'
  | 'ignore'
  | 'touch'
  | 'hold'
  | 'read_row'
  | 'read_links'
  | 'read_page'
  | 'find_page'
  | 'create_page'
  | 'label_page'
  | 'link_page'
  | 'write_back'
  | 'change_page'
  | 'orphan_page'
  | 'trash_page'
  | 'create_row'
  | 'update_row'
  | 'check_capacity'
  | 'send_mail'
  | 'notify'
  | 'drop_cache'
  | 'retry'
  | 'park'
  | 'give_up'
  | 'finish'

/** Why an event, or an entity of it, led to nothing. */
export const IGNORED = [
  /** `X-Bridge-Origin: bridge`: our own write. */
  'own_write',
  'test_call',
  'no_rule',
  /** A link of another row, whose own event says more. */
  'told_by_link',
  'unusable',
  /** The same content was synchronised less than five minutes ago. */
  'identical_sync',
  'up_to_date',
  'row_not_found',
  'page_not_found',
  'page_in_trash',
  'no_page_rule',
  'no_title',
  /** Its page waits for fields that are still empty. */
  'not_ready',
] as const

export type Ignored = (typeof IGNORED)[number]
