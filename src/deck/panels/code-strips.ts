import type { Dataset } from '../../model/dataset.ts'
import type { FieldState } from '../../model/schema/capture.ts'
import type { Panel } from '../../model/schema/scene.ts'
import { compareReleases } from '../../model/analysis/compare-releases.ts'
import { fittingRelease } from '../../model/analysis/fitting-release.ts'
import { counterpart } from './capture-counterpart.ts'
import { frameOfCapture } from './frame-of-capture.ts'

type CodeOfScene = Extract<Panel, { kind: 'code' }>

/** A struct as runs of fields in the same state, in the struct's order. */
export type Strip = readonly (readonly [state: FieldState, fields: number])[]

/** A line of code. Where it stands for a capture, it has the strip of that. */
export type CodeLine = Omit<CodeOfScene['lines'][number], 'capture'> & {
  readonly strip?: Strip
  /** By arch, the strip of the capture that corresponds there, or why there is none. */
  readonly strips?: Readonly<Record<string, Strip | string>>
}

/** Lines of code, with their strips. */
export type DeckCodePanel = Omit<CodeOfScene, 'lines' | 'otherArches'> & {
  readonly lines: readonly CodeLine[]
  readonly otherArches?: { readonly title: string; readonly lines: readonly CodeLine[] }
}

/**
 * Give the lines of code the strips of the captures that they stand for.
 *
 * @param panel - of code.
 * @param data - the dataset.
 * @returns a copy; lines for other arches have a strip for each of these.
 */
export function withStrips(panel: CodeOfScene, data: Dataset): DeckCodePanel {
  const { otherArches, ...own } = panel
  return {
    ...own,
    lines: own.lines.map(({ capture, ...line }) =>
      capture === undefined ? line : { ...line, strip: stripOf(capture, data) },
    ),
    ...(otherArches && {
      otherArches: {
        ...otherArches,
        lines: otherArches.lines.map(({ capture, ...line }) =>
          capture === undefined ? line : { ...line, strips: stripsByArch(capture, data) },
        ),
      },
    }),
  }
}

function stripOf(capture: string, data: Dataset, release?: string): Strip {
  const runs: [FieldState, number][] = []
  for (const { state } of frameOfCapture(capture, data, release)) {
    const last = runs.at(-1)
    if (last?.[0] === state) last[1]++
    else runs.push([state, 1])
  }
  return runs
}

/**
 * What corresponds to a capture on each of the other arches, at the release of the talk, or in the last one before it
 * that has any: code looks back.
 */
function stripsByArch(capture: string, data: Dataset): NonNullable<CodeLine['strips']> {
  const { arch: own } = data.captures.get(capture)!
  return Object.fromEntries(
    data.arches
      .filter(it => it.id !== own)
      .map(({ id }) => {
        const newest = fittingRelease(data.talk.release, id, data)
        const releases = [newest, ...formsBefore(newest, id, data)]
        const found = releases.map(release => ({ release, ...counterpart(capture, [], data, { arch: id, release }) }))
        const there = found.find(it => 'capture' in it) ?? found[0]!
        return [id, 'missing' in there ? there.missing : stripOf(there.capture.id, data, there.release)]
      }),
  )
}

/** The releases before another in which a capture of an arch got the form that it has, newest first. */
function formsBefore(release: string, arch: string, { captures }: Dataset): readonly string[] {
  const all = [...captures.values()].filter(it => it.arch === arch).map(it => it.value.readSince ?? it.value.since)
  return [...new Set(all)].filter(it => compareReleases(it, release) < 0).sort((a, b) => compareReleases(b, a))
}
