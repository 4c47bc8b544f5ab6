import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compileScript, compileTemplate, parse, type SFCDescriptor } from 'vue/compiler-sfc'
import type { Fault } from '../../errors/fault.ts'
import type { Slide } from '../../model/read/read-slides.ts'
import { closestMatch } from '../../errors/closest-match.ts'
import { withoutCode } from '../../model/check/check-comments.ts'
import { type BodyTemplate, bodyTemplate } from './body-template.ts'
import { isIcon, knownComponents, pascalCase } from './known-components.ts'
import { findInTemplate, type FoundInTemplate } from './find-in-template.ts'

/** What Vue and Slidev give every template. */
const GIVEN = new Set(
  (
    '$attrs $data $el $emit $forceUpdate $nextTick $options $parent $props $refs $root $route $router $slots $watch ' +
    '$slidev $nav $clicksContext $clicks $page $renderContext $frontmatter'
  ).split(' '),
)

/** Directives of Vue and of Slidev, without `v-`. */
const DIRECTIVES = new Set(
  (
    'bind cloak else else-if for html if is memo model on once pre show slot text ' +
    'after click click-hide close-popper drag mark motion tooltip'
  ).split(' '),
)

/** Codes of Vue's compiler. */
const [STRAY_END_TAG, MISSING_END_TAG] = [23, 24]

const FIX = 'fix it; what is to be shown as it is stands in `code`'

/** Makes a fault at a line of the body, from 1, and where `text` stands in it. */
type FaultAt = (line: number, text: string, problem: string, tip: string) => Fault

/**
 * Check the bodies of slides before they are built: Slidev makes a Vue template of each. An element that does not end,
 * and code that cannot be read, end the build; a component, a directive or a name that there is not shows nothing.
 *
 * @param deck - the deck's folder, absolute.
 * @param slides - as they are read.
 * @returns the faults, in running order.
 */
export function checkBodies(deck: string, slides: readonly Slide[]): readonly Fault[] {
  let known: ReadonlySet<string> | undefined
  return slides.flatMap(slide => {
    const { file, bodyLine, content } = slide
    const lines = content.split('\n')
    const faultAt: FaultAt = (line, text, problem, tip) => ({
      file,
      line: bodyLine + line - 1,
      col: Math.max(0, (lines[line - 1] ?? '').indexOf(text.split('\n')[0]!)) + 1,
      code: 'slides',
      problem,
      tip,
    })
    const missing = missingSnippets(slide, deck, faultAt)
    if (!/<[a-z/!]|\{\{/i.test(withoutCode(content))) return missing
    const template = bodyTemplate(content)
    const found = compileBody(template)
    return [
      ...missing,
      ...missingImports(slide, template.script, deck, faultAt),
      ...writtenErrors(found.errors, lines).map(it => errorFault(it, faultAt)),
      ...unknownParts(found, (known ??= knownComponents(deck)), faultAt),
      ...textElsewhere(slide, faultAt),
    ]
  })
}

/** Something that Vue cannot read: its line, the text there, and Vue's own words. */
type BodyError = { readonly line: number; readonly text: string; readonly code?: number; readonly message: string }

/** What a body comes to: what cannot be read in it, and what its template holds. */
type CompiledBody = {
  readonly errors: readonly BodyError[]
  readonly parts: FoundInTemplate
  /** The names that its script does not define. */
  readonly unknown: readonly string[]
  readonly lineAt: (offset: number) => number
  readonly defined: ReadonlySet<string>
}

function compileBody({ html, lineAt, script }: BodyTemplate): CompiledBody {
  // As Slidev has it, within the layout: what stands in a slot of it is a template.
  const [opening, closing] = ['<template><SlideLayout>', '</SlideLayout></template>']
  const { descriptor, errors } = parse(
    `${opening}${html}${closing}${script && `<script setup lang="ts">${script}</script>`}`,
    { filename: 'slide.vue', sourceMap: false },
  )
  const errorsOf = (found: readonly unknown[]): readonly BodyError[] => {
    const all = found
      .map(it => it as Error & { code?: number; loc?: { start: { offset: number } } })
      .map(({ message, code, loc }) => ({ at: (loc?.start.offset ?? 0) - opening.length, message, code }))
      .sort((a, b) => a.at - b.at)
    // What does not end in it ends the layout before its time.
    const own = all.filter(it => it.at >= 0)
    return (own.length > 0 ? own : all).map(({ at, message, code }) => {
      const text = /^\s*(<\/?[\w-]+|[^<\n]*)/.exec(html.slice(Math.max(0, at)))![1]!.trim()
      return { line: lineAt(at), text, message, ...(code !== undefined && { code }) }
    })
  }
  const none = {
    parts: { elements: [], directives: [], expressions: [] },
    unknown: [],
    lineAt,
    defined: new Set<string>(),
  }
  if (errors.length > 0) return { ...none, errors: errorsOf(errors) }
  const { bindings = {}, error } = bindingsOf(descriptor, script)
  if (error) return { ...none, errors: [error] }
  const parts = findInTemplate(descriptor.template!.ast!.children[0]!, opening.length)
  const compiled = compileTemplate({
    source: descriptor.template!.content,
    ast: descriptor.template!.ast!,
    filename: 'slide.vue',
    id: 'slide',
    transformAssetUrls: false,
    compilerOptions: { bindingMetadata: bindings, comments: false, expressionPlugins: ['typescript'] },
  })
  return {
    errors: errorsOf(compiled.errors),
    parts,
    unknown: [...new Set([...compiled.code.matchAll(/\b_ctx\.([\w$]+)/g)].map(it => it[1]!))].filter(
      it => !GIVEN.has(it),
    ),
    lineAt,
    defined: new Set(Object.keys(bindings)),
  }
}

/** What the script of a slide defines, or where it cannot be read. */
function bindingsOf(
  descriptor: SFCDescriptor,
  script: string,
): { readonly bindings?: ReturnType<typeof compileScript>['bindings']; readonly error?: BodyError } {
  if (!descriptor.scriptSetup) return {}
  try {
    return { bindings: compileScript(descriptor, { id: 'slide' }).bindings }
  } catch (error) {
    const { message, pos = 0 } = error as Error & { pos?: number }
    const line = script.slice(0, pos).split('\n').length
    return { error: { line, text: '', message: message.split('\n')[0]!.replace(/^\[.*?\] /, '') } }
  }
}

/** Of elements that do not end those that a person has written: others do not because of another error. */
function writtenErrors(errors: readonly BodyError[], lines: readonly string[]): readonly BodyError[] {
  const written = errors
    .map(it => (isSlot(it, lines) ? { ...it, text: lines[it.line - 1]!.trim() } : it))
    .filter(it => it.code !== MISSING_END_TAG || lines[it.line - 1]?.includes(it.text))
  return written.length > 0 ? written : errors
}

/** Whether an element is the template of a slot, as `::right::` begins it. */
function isSlot({ text, line }: BodyError, lines: readonly string[]): boolean {
  return text === '<template' && /^::.*::$/.test(lines[line - 1]?.trim() ?? '')
}

function errorFault({ line, text, code, message }: BodyError, faultAt: FaultAt): Fault {
  if (text.startsWith('::')) return faultAt(line, text, `${text} stands within an element`, 'end the element before it')
  const tag = /^<\/?([\w-]+)/.exec(text)?.[1]
  if (code === MISSING_END_TAG && tag)
    return faultAt(line, `<${tag}`, `<${tag}> does not end`, `write </${tag}> behind what is in it`)
  if (code === STRAY_END_TAG && tag)
    return faultAt(line, `</${tag}`, `</${tag}> ends nothing`, `take it out, or write <${tag}> before it`)
  const plain = message.replace(/ \(\d+:\d+\)$/, '').replace(/\.$/, '')
  return faultAt(line, text, `Vue cannot read the slide: ${plain}`, FIX)
}

/** Components, directives and names that there are not. */
function unknownParts(
  { parts, unknown, lineAt, defined }: CompiledBody,
  known: ReadonlySet<string>,
  faultAt: FaultAt,
): readonly Fault[] {
  const isKnown = (name: string) =>
    known.has(pascalCase(name)) || [name, pascalCase(name)].some(it => defined.has(it)) || isIcon(name)
  return [
    ...parts.elements
      .filter(it => it.isComponent && !isKnown(it.name))
      .map(({ name, offset }) => {
        const near = closestMatch(pascalCase(name), known)
        return faultAt(
          lineAt(offset),
          `<${name}`,
          `there is no component ${name}`,
          near ? `did you mean ${near}?` : `put ${pascalCase(name)}.vue into components/, or write &lt; for <`,
        )
      }),
    ...parts.directives
      .filter(it => !DIRECTIVES.has(it.name) && !defined.has(`v${pascalCase(it.name)}`))
      .map(({ name, offset }) => {
        const near = closestMatch(name, DIRECTIVES)
        return faultAt(
          lineAt(offset),
          `v-${name}`,
          `there is no directive v-${name}`,
          near ? `did you mean v-${near}?` : 'take it out',
        )
      }),
    ...unknown.flatMap(name => {
      const used = parts.expressions.find(it =>
        new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(it.text),
      )
      if (!used) return []
      const near = closestMatch(name, [...defined, ...GIVEN])
      return faultAt(
        lineAt(used.offset),
        name,
        `${name} is defined nowhere`,
        near ? `did you mean ${near}?` : `define it in a <script setup> of the slide; {{ begins code`,
      )
    }),
  ]
}

/** Files whose lines a slide shows, and that are not there. */
function missingSnippets({ file, content }: Slide, deck: string, faultAt: FaultAt): readonly Fault[] {
  return withoutCode(content)
    .split('\n')
    .flatMap((text, i) => {
      const name = /^ {0,3}<<<[ \t]*([^\s#{]+)/.exec(text)?.[1]
      if (name === undefined) return []
      const path = name.startsWith('@/') ? join(deck, name.slice(2)) : join(deck, dirname(file), name)
      if (existsSync(path) && statSync(path).isFile()) return []
      return [faultAt(i + 1, name, `the slide shows lines of ${name}, and there is no such file`, 'put the file there')]
    })
}

/** Files that a slide's script imports from beside the slides, and that are not there. */
function missingImports({ file }: Slide, script: string, deck: string, faultAt: FaultAt): readonly Fault[] {
  return script.split('\n').flatMap((text, i) => {
    const name = /\b(?:from|import)\s*\(?['"](\.{1,2}\/[^'"?]+)/.exec(text)?.[1]
    if (name === undefined) return []
    const path = join(deck, dirname(file), name)
    if (['', '.ts', '.js', '.vue', '/index.ts', '/index.js'].some(it => existsSync(path + it))) return []
    return [faultAt(i + 1, name, `the slide imports ${name}, and there is no such file`, 'put the file there')]
  })
}

/** What is no words: an element, but no address between angles, or the beginning of code. */
const NO_WORDS = /<(?![a-z][a-z\d+.-]*:)\/?[a-z][\w-]*|\{\{/i

/** Where a slide may hold words alone, what is none: the handout, the reading view and bookmarks show it as text. */
function textElsewhere({ scene, content }: Slide, faultAt: FaultAt): readonly Fault[] {
  const lines = withoutCode(content).split('\n')
  const isHeadline = (line: string) => line.startsWith('# ')
  const at = lines.findIndex(it => (scene !== undefined || isHeadline(it)) && NO_WORDS.test(it))
  if (at < 0) return []
  const [what] = NO_WORDS.exec(lines[at]!)!
  return [
    isHeadline(lines[at]!)
      ? faultAt(
          at + 1,
          what,
          `a headline is words alone, and this one has ${what}`,
          'bookmarks and lists show it as text: take it out',
        )
      : faultAt(
          at + 1,
          what,
          `a slide with a scene has words alone, and this one has ${what}`,
          'the handout and the reading view show it as text: write Markdown, or give it a slide without a scene',
        ),
  ]
}
