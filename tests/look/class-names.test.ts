import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGenerator, presetTypography, presetWind3 } from 'unocss'
import { expect, test } from 'vitest'
import { root } from '../../src/files/root.ts'

/** Where the names of classes stand: in markup, and in the objects and lists that Vue makes classes of. */
const CLASSES = [/\bclass="([^"]*)"/g, /:class="([^"]*)"/g, /\bclass(?:Name|List\.\w+)?[:(=] *['"`]([^'"`]*)/g]

test('no class of ours is the name of a utility of UnoCSS, which would style it as well', async () => {
  const names = new Map<string, string>()
  for (const file of globSync('{components,layouts,src,.}/**/*.{vue,ts}', {
    cwd: root,
    exclude: ['node_modules', '.cache', 'tests'],
  })) {
    const text = readFileSync(join(root, file), 'utf8')
    for (const [, value] of CLASSES.flatMap(it => [...text.matchAll(it)]))
      for (const [name] of value!.matchAll(/[\w-]+/g)) names.set(name, file)
  }
  const uno = await createGenerator({ presets: [presetWind3(), presetTypography()] })
  const styled = []
  for (const [name, file] of names) if (await uno.parseToken(name)) styled.push(`${file}: ${name}`)
  expect(names.size).toBeGreaterThan(100)
  expect(styled).toEqual([])
})
