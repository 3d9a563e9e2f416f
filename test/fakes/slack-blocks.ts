import { z } from 'zod'

/** Slack's Block Kit limits, checked the way Slack does: every fault with its path, nothing repaired. */
const plain = (max: number) =>
  z.object({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() })

const mrkdwn = (max: number) =>
  z.object({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.boolean().optional() })

const button = z.object({
  type: z.literal('button'),
  action_id: z.string().min(1).max(255),
  text: plain(75),
  value: z.string().max(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
})

const option = z.object({
  text: plain(75),
  value: z.string().min(1).max(150),
  description: plain(75).optional(),
})

const element = z.discriminatedUnion('type', [
  z
    .object({
      type: z.literal('plain_text_input'),
      action_id: z.string().min(1).max(255),
      multiline: z.boolean().optional(),
      max_length: z.int().min(1).max(3000).optional(),
      initial_value: z.string().max(3000).optional(),
    })
    .refine((one) => (one.initial_value?.length ?? 0) <= (one.max_length ?? 3000), 'initial_value too long'),
  z.object({
    type: z.literal('static_select'),
    action_id: z.string().min(1).max(255),
    options: z.array(option).min(1).max(100),
    initial_option: option.optional(),
  }),
  z.object({
    type: z.literal('checkboxes'),
    action_id: z.string().min(1).max(255),
    options: z.array(option).min(1).max(10),
    initial_options: z.array(option).optional(),
  }),
  z.object({
    type: z.literal('datepicker'),
    action_id: z.string().min(1).max(255),
    initial_date: z.iso.date().optional(),
  }),
  z.object({
    type: z.literal('timepicker'),
    action_id: z.string().min(1).max(255),
    initial_time: z.iso.time({ precision: -1 }).optional(),
  }),
])

const blockSchema = z.union([
  z.object({ type: z.literal('header'), text: plain(150) }),
  z.object({ type: z.literal('section'), text: mrkdwn(3000) }),
  z.object({ type: z.literal('section'), fields: z.array(mrkdwn(2000)).min(1).max(10) }),
  z.object({ type: z.literal('actions'), elements: z.array(button).min(1).max(25) }),
  z.object({ type: z.literal('context'), elements: z.array(mrkdwn(2000)).min(1).max(10) }),
  z.object({ type: z.literal('divider') }),
  z.object({
    type: z.literal('image'),
    alt_text: z.string().min(1).max(2000),
    title: plain(2000).optional(),
    slack_file: z.object({ id: z.string().min(1) }),
  }),
])

const inputBlock = z.object({
  type: z.literal('input'),
  block_id: z.string().min(1).max(255),
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  element,
})

export const messageSchema = z
  .object({ text: z.string().min(1).max(4000), blocks: z.array(blockSchema).min(1).max(50) })
  .refine((one) => unique(one.blocks), 'action_id repeated')
  .refine((one) => JSON.stringify(one.blocks).length < 60_000, 'msg_blocks_too_long')

export const viewSchema = z.discriminatedUnion('type', [
  z
    .object({ type: z.literal('home'), blocks: z.array(blockSchema).max(100) })
    .refine((one) => unique(one.blocks), 'action_id repeated'),
  z
    .object({
      type: z.literal('modal'),
      callback_id: z.string().max(255),
      private_metadata: z.string().max(3000),
      title: plain(24),
      submit: plain(24).optional(),
      close: plain(24).optional(),
      blocks: z.array(z.union([inputBlock, blockSchema])).max(100),
    })
    .refine(
      (one) => one.submit !== undefined || one.blocks.every((block) => block.type !== 'input'),
      'inputs need a submit',
    ),
])

export type View = z.infer<typeof viewSchema>
export type AnyBlock = z.infer<typeof blockSchema> | z.infer<typeof inputBlock>

/** Every fault in words; none when Slack would take it. */
export function faultsOf(schema: z.ZodType, value: unknown): readonly string[] {
  const issues = schema.safeParse(value).error?.issues ?? []
  return issues.map((issue) => `${issue.path.join('/')}: ${issue.message}`)
}

function unique(blocks: readonly z.infer<typeof blockSchema>[]): boolean {
  const ids = blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.map((one) => one.action_id) : [],
  )
  return new Set(ids).size === ids.length
}
