// Rules of our own for oxlint: what the comment of an exported function must say. oxlint's jsdoc rules ask the same of
// every function with a comment; these ask it of exported functions only, where the body has more than one line.
//
// Plain JavaScript, because oxlint loads it with the Node that happens to be there, 20 or newer.

/** Return types after which there is nothing to describe. */
const NOTHING = /^(?:void|never|undefined|Promise<void>|Promise<never>|asserts .*)$/

/** A tag with its text up to the next tag, which begins a line. */
const TAG = /^[ \t]*@(?<tag>\w+)[ \t]*(?<text>[\s\S]*?)(?=^[ \t]*@\w|$(?![\s\S]))/gm

/**
 * The exported functions of a module, each with its comment.
 *
 * @param {(fn: object, exported: object, name: string) => void} visit - gets the function's node, the node of the
 *   export, before which the comment stands, and the function's name.
 * @returns {object} the visitor that oxlint calls.
 */
function exportedFunctions(visit) {
  return {
    ExportNamedDeclaration(node) {
      const { declaration } = node
      if (declaration?.type === 'FunctionDeclaration') visit(declaration, node, declaration.id.name)
      if (declaration?.type !== 'VariableDeclaration') return
      for (const { id, init } of declaration.declarations)
        if (init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression') visit(init, node, id.name)
    },
  }
}

/**
 * The documentation comment right before a node.
 *
 * @returns {{ summary: string, tags: readonly { tag: string, text: string }[] } | undefined} undefined without one.
 */
function docOf(context, node) {
  const comment = context.sourceCode.getCommentsBefore(node).at(-1)
  if (comment?.type !== 'Block' || !comment.value.startsWith('*')) return undefined
  const text = comment.value.slice(1).replace(/^[ \t]*\* ?/gm, '')
  const tags = [...text.matchAll(TAG)].map(({ groups: { tag, text: rest } }) => ({ tag, text: rest.trim() }))
  return { summary: text.split(/^[ \t]*@\w/m)[0].trim(), tags }
}

/** How many lines the statements of a function take; those of an arrow function without braces, its expression. */
function bodyLines({ body }) {
  const parts = body?.type === 'BlockStatement' ? body.body : [body]
  return parts.length === 0 ? 0 : parts.at(-1).loc.end.line - parts[0].loc.start.line + 1
}

/**
 * A rule about the comment of an exported function whose body has more than one line. Without a comment there is
 * nothing to check: `document-exports` reports that.
 */
function commentRule(description, check) {
  return {
    meta: { type: 'suggestion', docs: { description }, schema: [] },
    create: context =>
      exportedFunctions((fn, exported, name) => {
        if (bodyLines(fn) < 2) return
        const doc = docOf(context, exported)
        if (!doc) return
        for (const message of check(fn, doc, context))
          context.report({ node: fn.id ?? fn, message: `${name}: ${message}` })
      }),
  }
}

/** The name of a parameter, or undefined where it is taken apart at once: then its `@param` may have any name. */
function parameterName(parameter) {
  const node = parameter.type === 'AssignmentPattern' ? parameter.left : parameter
  if (node.type === 'RestElement') return parameterName(node.argument)
  return node.type === 'Identifier' ? node.name : undefined
}

/** The faults of the `@param` tags. */
function parameterFaults(fn, { tags }) {
  const described = tags
    .filter(it => it.tag === 'param')
    .map(({ text }) => /^(?<name>[\w$.]+)\s*(?:-\s*(?<says>[\s\S]*))?/.exec(text)?.groups ?? { name: '?' })
  const whole = described.filter(({ name }) => !name.includes('.')).map(it => it.name)
  const names = fn.params.filter(it => parameterName(it) !== 'this').map(parameterName)
  const open = whole.filter(name => !names.includes(name))
  const missing = names.filter(name => (name === undefined ? open.pop() === undefined : !whole.includes(name)))
  return [
    ...missing.map(name => `@param ${name ?? 'options'} is missing`),
    ...open.map(name => `@param ${name} names no parameter`),
    ...described
      .filter(({ says }) => !says?.trim())
      .map(({ name }) => `@param ${name} says nothing; write "@param ${name} - …"`),
  ]
}

/** Whether a function returns a value: by its return type, or by its `return` statements where it has none. */
function returnsValue({ returnType, body, generator }, context) {
  if (returnType) return !NOTHING.test(context.sourceCode.getText(returnType.typeAnnotation).replaceAll(/\s+/g, ' '))
  return (
    generator || body.type !== 'BlockStatement' || contains(body, it => it.type === 'ReturnStatement' && it.argument)
  )
}

/**
 * Whether a node, or one below it, satisfies a condition. Functions inside it are left out, and with `skipsCaught` also
 * the block of a `try` that has a `catch`.
 */
function contains(node, satisfies, skipsCaught = false) {
  if (satisfies(node)) return true
  return Object.entries(node).some(([key, value]) => {
    if (key === 'parent' || typeof value !== 'object' || value === null) return false
    if (skipsCaught && node.type === 'TryStatement' && node.handler && key === 'block') return false
    return [value].flat().some(it => it?.type && !/Function/.test(it.type) && contains(it, satisfies, skipsCaught))
  })
}

export default {
  meta: { name: 'deck' },
  rules: {
    'document-exports': {
      meta: {
        type: 'suggestion',
        docs: { description: 'Each exported function has a comment that begins with a sentence.' },
        schema: [],
      },
      create: context =>
        exportedFunctions((fn, exported, name) => {
          if (!docOf(context, exported)?.summary)
            context.report({ node: fn.id ?? fn, message: `${name}: write a comment /** … */ that says what it does` })
        }),
    },
    'document-params': commentRule('Each parameter has a @param with a description.', parameterFaults),
    'document-returns': commentRule('What is returned has a @returns.', (fn, { tags }, context) =>
      returnsValue(fn, context) && !tags.some(it => /^returns?$/.test(it.tag) && it.text)
        ? ['@returns is missing']
        : [],
    ),
    'document-throws': commentRule('What is thrown has a @throws.', (fn, { tags }) =>
      contains(fn.body, it => it.type === 'ThrowStatement', true) && !tags.some(it => it.tag === 'throws' && it.text)
        ? ['@throws is missing']
        : [],
    ),
  },
}
