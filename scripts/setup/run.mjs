// Run a program of this project on the project's own Node, once what it needs is installed.
//
//   node scripts/setup/run.mjs [--browser] [PROGRAM [ARGUMENT …]]
//
// All of npm's scripts start here, so that each works in a fresh clone. Plain JavaScript, as setup.mjs is.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { projectNode, say, setUp } from './setup.mjs'

/** How often to look whether npm is still there, ms. */
const PARENT_MS = 250

const words = process.argv.slice(2)
const needsBrowser = words[0] === '--browser'
if (needsBrowser) words.shift()
const [program, ...programArguments] = words

if (program?.startsWith('-')) {
  say(`does not know ${program}; before a program it takes --browser or nothing`)
  process.exit(2)
}
const isNew = await setUp(needsBrowser).catch(error => {
  say(error.message)
  process.exit(1)
})
if (program && !isNew && realpathSync(process.execPath) === realpathSync(projectNode())) {
  process.argv = [process.argv[0], resolve(program), ...programArguments]
  await import(pathToFileURL(process.argv[1]))
} else if (program) {
  process.exitCode = await runOnProjectNode()
}

/** Start over on the project's Node, where it was installed only now: npm had found another one. */
async function runOnProjectNode() {
  const child = spawn(projectNode(), [fileURLToPath(import.meta.url), ...words], { stdio: 'inherit' })
  // Ctrl+C reaches both; the program decides when to end. When npm is gone, nothing else tells the program.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill())
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill(), PARENT_MS).unref()
  const [code] = await once(child, 'exit')
  return code ?? 1
}
