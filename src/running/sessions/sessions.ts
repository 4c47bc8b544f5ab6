import { FTRACE_SESSIONS } from './ftrace-sessions.ts'
import { KPROBE_SESSIONS } from './kprobe-sessions.ts'
import { FUNCTIONS, type Session } from './session.ts'
import { TRAMPOLINE_SESSIONS } from './trampoline-sessions.ts'
import { USER_SESSIONS } from './user-sessions.ts'

/** All of them, the ones on the kernel's own functions first. */
export const SESSIONS: readonly Session[] = [
  ...KPROBE_SESSIONS,
  ...FTRACE_SESSIONS,
  ...TRAMPOLINE_SESSIONS,
  ...USER_SESSIONS,
]

/**
 * The functions of the kernel whose addresses the sessions need.
 *
 * @returns their names, each once.
 */
export function symbolsNeeded(): readonly string[] {
  const truths = SESSIONS.flatMap(it => (it.truth.at === 'symbol' ? it.truth.names : []))
  const handed = SESSIONS.flatMap(({ given }) => [...given.functions, ...(given.from?.functions ?? [])])
  return [...new Set([...FUNCTIONS, ...SESSIONS.flatMap(it => it.functions ?? []), ...truths, ...handed])]
}
