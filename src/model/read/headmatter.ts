import { getDefaultConfig } from '@slidev/parser'
import { z } from 'zod'
import { language } from '../schema/primitives.ts'
import { SLIDE_KEYS } from './slide-sources.ts'

// Slidev's own keys are optional. Not `defaults`: it could set for every slide what no slide may have.
const slidevKeys = Object.keys(getDefaultConfig()).filter(key => key !== 'defaults')

const words = z.string().trim().min(1)
const address = z.url({ protocol: /^https?$/, error: 'must be an address that begins with https:// or http://' })

/** What the first block of the slides may say of the deck as a whole. */
export const headmatter = z.strictObject({
  ...Object.fromEntries([...slidevKeys, 'keywords', ...SLIDE_KEYS].map(key => [key, z.unknown().optional()])),
  lang: language.optional(),
  // Slidev compiles the title as a Vue template, in which < and {{ begin code.
  title: z
    .string()
    .min(1)
    .regex(/^(?:[^<{]|\{(?!\{))*$/, 'the title is words alone: Slidev takes < and {{ for code'),
  htmlAttrs: z.strictObject({ lang: z.string().optional(), dir: z.enum(['ltr', 'rtl']).optional() }).optional(),
  arch: z.string().optional().describe('The arch on which the deck opens, where the dataset names some'),
  duration: z.string().regex(/^\d{1,4}min$/, 'duration must read like 20min'),
  author: words.optional().describe('Who gives the talk'),
  event: words.optional().describe('Where it is given'),
  place: words.optional(),
  date: words.optional(),
  siteUrl: address
    .regex(/^[^?#@]*\/$/, 'must end with a slash, without ? or #: https://example.org/talk/')
    .optional()
    .describe('Where the built site stands: previews of links, the sitemap and lines for embedding need it'),
  eventUrl: address.optional().describe('The page of the talk, or of the event'),
  links: z
    .array(z.strictObject({ text: words, url: address }))
    .min(1)
    .max(4)
    .optional()
    .describe("The speaker's own links, on the title slide and the handout's cover"),
  logo: z
    .strictObject({ file: words, alt: words })
    .optional()
    .describe('A picture beside the slides, and the words that stand for it'),
  look: words
    .optional()
    .describe('A file with colours and faces, such as looks/plain.yaml, beside the slides or in this repository'),
  basedOn: z
    .strictObject({ title: words, author: words, url: address.optional() })
    .optional()
    .describe('The talk that this one derives from; it stays when somebody else gives it'),
  info: z.string().optional(),
  // Slidev's own keys with which the deck would be another: smaller, from elsewhere, or no deck at all.
  canvasWidth: z.literal(980, 'the stage is laid out for a canvasWidth of 980').optional(),
  aspectRatio: z.literal('16/9', 'the stage is laid out for an aspectRatio of 16/9').optional(),
  theme: z.enum(['default', 'none'], 'no other theme comes with the deck: default, or none').optional(),
  addons: z.array(z.string()).max(0, 'no addon comes with the deck: leave addons out').optional(),
  fonts: z
    .looseObject({
      provider: z.literal('none', 'faces come with the deck, and a provider would be asked for them: write none'),
    })
    .optional(),
  favicon: z
    .string()
    .regex(/^(?![a-z]+:|\/\/)/i, 'the icon comes with the deck: name a file in public/')
    .optional(),
  download: z.literal(false, 'npm run export makes the PDF: leave download out').optional(),
  record: z.literal(false, 'nothing is recorded: leave record out').optional(),
  monaco: z.literal(false, 'the editor would come with the deck: write false').optional(),
  titleTemplate: z.string().optional(),
  colorSchema: z.enum(['auto', 'light', 'dark']).optional(),
  presenter: z.literal(true, 'the talk is driven from the presenter: leave presenter out').optional(),
  routerMode: z.literal('hash').optional().describe('With it, the build works under any path'),
  mcp: z.literal(false),
  remote: z.literal(false).optional(),
  remoteAssets: z.literal(false).optional(),
})

/** What the first block of the slides says of the deck as a whole. */
export type Headmatter = z.infer<typeof headmatter>

/**
 * Who gives the talk, where and when, as one line.
 *
 * @param head - the headmatter.
 * @returns the parts that it has, divided by commas; empty if it has none.
 */
export function bylineOf(head: Pick<Headmatter, 'author' | 'event' | 'place' | 'date'>): string {
  return [head.author, occasionOf(head)].filter(Boolean).join(', ')
}

/** Where and when the talk is given, as one line; empty if the headmatter does not say. */
export function occasionOf({ event, place, date }: Pick<Headmatter, 'event' | 'place' | 'date'>): string {
  return [event, place, date].filter(Boolean).join(', ')
}

/**
 * What a link to the deck is previewed by.
 *
 * @param head - the first block of the slides, as YAML has it.
 * @returns where and when it is given, then what it is about, as one line; and by whom.
 */
export function previewOf(head: Pick<Headmatter, 'author' | 'event' | 'place' | 'date' | 'info'>): {
  readonly description: string | undefined
  readonly author: string | undefined
} {
  const description = [head.info, bylineOf(head)].filter(Boolean).join(' ').replaceAll(/\s+/g, ' ').trim()
  return { description: description || undefined, author: head.author }
}
