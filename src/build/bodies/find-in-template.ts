/** What a template holds, each part with its offset in the template's text. */
export type FoundInTemplate = {
  readonly elements: readonly { readonly name: string; readonly offset: number; readonly isComponent: boolean }[]
  /** Names without `v-`. */
  readonly directives: readonly { readonly name: string; readonly offset: number }[]
  /** With the braces, or the attribute, in which they stand. */
  readonly expressions: readonly { readonly text: string; readonly offset: number }[]
}

/** A node of Vue's syntax tree, with what is read of it. */
type TemplateNode = {
  readonly type: number
  readonly loc: { readonly start: { readonly offset: number }; readonly source: string }
  readonly children?: readonly TemplateNode[]
  readonly tag: string
  readonly tagType: number
  readonly props: readonly (TemplateNode & { readonly name: string })[]
}

/** Kinds of nodes and of elements, by the numbers that Vue's compiler has for them. */
const [ELEMENT, INTERPOLATION, DIRECTIVE] = [1, 5, 7]
const COMPONENT = 1

/**
 * Find the elements, directives and expressions in an element.
 *
 * @param around - the element, as Vue parses it; itself it does not count.
 * @param start - where its content begins in the parsed text.
 * @returns all of them, in the order of the text.
 */
export function findInTemplate(around: object, start: number): FoundInTemplate {
  const found = {
    elements: [] as FoundInTemplate['elements'][number][],
    directives: [] as FoundInTemplate['directives'][number][],
    expressions: [] as FoundInTemplate['expressions'][number][],
  }
  const visit = (node: TemplateNode): void => {
    const offset = node.loc.start.offset - start
    if (node.type === INTERPOLATION) {
      found.expressions.push({ text: node.loc.source, offset })
      return
    }
    if (node.type !== ELEMENT) return
    found.elements.push({ name: node.tag, offset, isComponent: node.tagType === COMPONENT })
    for (const it of node.props) {
      if (it.type !== DIRECTIVE) continue
      const at = it.loc.start.offset - start
      found.directives.push({ name: it.name, offset: at })
      found.expressions.push({ text: it.loc.source, offset: at })
    }
    node.children?.forEach(visit)
  }
  const { children } = around as TemplateNode
  children?.forEach(visit)
  return found
}
