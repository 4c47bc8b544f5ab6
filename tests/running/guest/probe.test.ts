import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SESSIONS } from '../../../src/running/sessions/sessions.ts'

const probe = readFileSync('probes/probe.c', 'utf8')

describe('probes/probe.c', () => {
  const commands = [...new Set(SESSIONS.map(it => it.calls.split(' ')[1]!))]

  test.each(commands)('has the command %s of a session, and says what it does', command => {
    expect(probe).toContain(`equal(words[0], "${command}")`)
    expect(probe).toMatch(new RegExp(`^// {3}probe ${command} .* {2,}\\S`, 'm'))
  })

  const places = SESSIONS.flatMap(({ truth, given }) => [
    ...(truth.at === 'user' ? [truth.place] : []),
    ...(given.place === undefined ? [] : [given.place]),
  ])

  test.each([...new Set(places)])('has the place %s', place => {
    expect(probe).toMatch(new RegExp(`place\\("${place}", (?:\\(const char \\*\\))?${place}\\)`))
    expect(probe).toContain(`${place}: `)
  })
})
