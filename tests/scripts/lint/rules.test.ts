import { RuleTester } from 'oxlint/plugins-dev'
import { describe, test } from 'vitest'
import plugin from '../../../scripts/lint/rules.mjs'

RuleTester.describe = describe
RuleTester.it = test
const tester = new RuleTester({ languageOptions: { parserOptions: { lang: 'ts' } } })

/** A function with two lines in its body and these tags in its comment. */
const documented = (signature: string, ...tags: string[]) =>
  `/**\n * Say what it is.\n *\n${tags.map(it => ` * ${it}\n`).join('')} */\nexport function ${signature} {\n  const total = 1\n  return total\n}`

tester.run('document-exports', plugin.rules['document-exports'], {
  valid: [
    '/** Say what it is. */\nexport function f() {}',
    '/** Say what it is. */\nexport const f = () => 1',
    { name: 'what is not exported', code: 'function f() {}' },
    { name: 'what is no function', code: 'export const f = 1' },
  ],
  invalid: [
    { code: 'export function f() {}', errors: [{ message: 'f: write a comment /** … */ that says what it does' }] },
    { name: 'a comment of another kind', code: '/* Not for documents. */\nexport function f() {}', errors: 1 },
    { name: 'tags without a sentence', code: '/** @param a - a number. */\nexport function f(a) {}', errors: 1 },
  ],
})

tester.run('document-params', plugin.rules['document-params'], {
  valid: [
    documented('f(a: number, b = 2, ...c: string[])', '@param a - one.', '@param b - two.', '@param c - three.'),
    { name: 'a body of one line', code: '/** Say what it is. */\nexport function f(a) {\n  return a\n}' },
    {
      name: 'parameters that are taken apart, under any name',
      code: documented('f({ a })', '@param options - both.', '@param options.a - one.'),
    },
    {
      name: 'a comment that is missing, which another rule reports',
      code: 'export function f(a) {\n  const b = a\n  return b\n}',
    },
  ],
  invalid: [
    { code: documented('f(a, b)', '@param a - one.'), errors: [{ message: 'f: @param b is missing' }] },
    { code: documented('f({ a }, b)', '@param b - one.'), errors: [{ message: 'f: @param options is missing' }] },
    { code: documented('f(a)', '@param a'), errors: [{ message: 'f: @param a says nothing; write "@param a - …"' }] },
    {
      code: documented('f(a)', '@param a - one.', '@param b - two.'),
      errors: [{ message: 'f: @param b names no parameter' }],
    },
  ],
})

tester.run('document-returns', plugin.rules['document-returns'], {
  valid: [
    documented('f(): number', '@returns one.'),
    documented('f(): void'),
    documented('f(): Promise<void>'),
    {
      name: 'what gives nothing, without a type',
      code: '/** Say what it is. */\nexport const f = () => {\n  g()\n  g(() => {\n    return 1\n  })\n}',
    },
  ],
  invalid: [
    { code: documented('f(): number'), errors: [{ message: 'f: @returns is missing' }] },
    { name: 'a tag without words', code: documented('f(): number', '@returns'), errors: 1 },
    { name: 'what gives something, without a type', code: documented('f()'), errors: 1 },
  ],
})

const throwing = (body: string, ...tags: string[]) =>
  `/**\n * Say what it is.\n *\n${tags.map(it => ` * ${it}\n`).join('')} */\nexport function f(): void {\n  ${body}\n  g()\n}`

tester.run('document-throws', plugin.rules['document-throws'], {
  valid: [
    throwing('if (a) throw new RangeError("a")', '@throws RangeError when a is set.'),
    { name: 'what a function inside throws', code: throwing('h(() => { throw a })') },
    { name: 'what is caught', code: throwing('try { throw a } catch {}') },
  ],
  invalid: [
    { code: throwing('if (a) throw new RangeError("a")'), errors: [{ message: 'f: @throws is missing' }] },
    { name: 'what is thrown on', code: throwing('try { g() } catch (a) { throw a }'), errors: 1 },
    { name: 'what is not caught', code: throwing('try { throw a } finally { g() }'), errors: 1 },
  ],
})
